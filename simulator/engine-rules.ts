import type { Scope } from '../cases/case.ts';
import type { AnswerTo } from '../csp/ambiguities.ts';
import type { Command } from '../syncml/message.ts';
import { readSyncML } from '../syncml/read.ts';
import type { CompleteAnswers } from './answers.ts';
import { mayBeName, segmentsOf } from './engine/locuri.ts';
import { documentedStatuses, type Refusal, type StatusTable } from './engine/refusals.ts';
import type { EngineRules, RollBack } from './engine/rules.ts';

/** The DM engine of a device that gives these answers, and does everything else as the documents say. */
export function engineRules(answers: CompleteAnswers): EngineRules {
  const same = (key: 'A-30/scope-prefix' | 'A-30/node-name') => (name: string, text: string) =>
    name === text || (answers[key] === 'insensitive' && name.toLowerCase() === text.toLowerCase());
  const isPrefix = same('A-30/scope-prefix');
  return {
    read: (request) => readSyncML(request),
    keepTree: (tree) => tree,
    statuses: statusTable(answers),
    segmentsOf,
    mayBeName,
    scopeOf: (segment) => scopes.find(([name]) => isPrefix(name, segment))?.[1],
    defaultScope: 'device',
    isNamed: same('A-30/node-name'),
    keyOfName: (name) => (answers['A-30/UniqueID'] === 'sensitive' ? name : name.toLowerCase()),
    allows: ({ verbs }, verb) => verbs.has(verb),
    addOverwrites: () => false,
    replaceCreates: ({ createdByReplace }) => createdByReplace,
    deleteOfMissing: 'refused',
    createsParent: (target, missing) =>
      answers['A-02'] === 'parents-created' || target.definition.interior || !missing.dynamic,
    acceptsFormat: ({ acceptedFormats }, format) => acceptedFormats.includes(format),
    formatMayBeAbsent: answers['A-42'] === 'accepted',
    readsCdata: answers['A-33'] === 'read',
    elementFault: ({ kind }) => (kind === 'Unknown' ? 'unknown-element' : undefined),
    cmdIdFault: (command, used) => cmdIdFault(command, used, answers),
    memberFault,
    replaceAfterAddInAtomic: answers['A-60'] === 'works',
    checksAtomicFirst: answers['A-34'] === 'checked-first',
    undoRefused: rollBackAll,
    undo: rollBackAll,
    failedAtomic: '507',
    fateStatus: { done: answers['A-03/done'], 'not-reached': answers['A-03/not-reached'] },
    blamesFirstMember: answers['A-03/blame'] === 'first-member',
    sequenceOrder: (members) => members,
    sequenceGoesOn: answers['A-58'] === 'executed',
    joinNames: (names) => names.join('/'),
    cmdRef: (command) => command.cmdId ?? '',
    finish: (reply) => reply,
  };
}

function rollBackAll({ tree, provider }: RollBack): void {
  tree();
  provider();
}

const scopes: readonly (readonly [string, Scope])[] = [
  ['Device', 'device'],
  ['User', 'user'],
];

function statusTable(answers: CompleteAnswers): StatusTable {
  return {
    ...documentedStatuses,
    'get-not-allowed': answers['A-35/Get'],
    'exec-not-allowed': answers['A-35/Exec'],
    'wrong-format': refusalCode(answers['A-05/format']),
    'no-format': refusalCode(answers['A-05/format']),
    'invalid-value': refusalCode(answers['A-05/value']),
    'after-install': refusalCode(answers['A-05/value']),
    'trigger-failed': refusalCode(answers['A-05/trigger']),
  };
}

/** 403 for "any other status of failure": Windows has it (Learn), and no rule of this CSP leads to it. */
function refusalCode(answer: AnswerTo<'A-05/value'>): string {
  return answer === 'other' ? '403' : answer;
}

function cmdIdFault(command: Command, used: boolean, answers: CompleteAnswers): Refusal | undefined {
  const { cmdId, kind } = command;
  // Status and Results are answers themselves: nothing can be said back about them.
  if (kind === 'Status' || kind === 'Results') return undefined;
  if (cmdId === undefined || cmdId === '') {
    return kind === 'Atomic' && answers['A-18'] === 'executed' ? undefined : 'no-cmdid';
  }
  const refused =
    (cmdId === '0' && answers['A-19/zero'] === '400') ||
    (!/^[0-9]+$/.test(cmdId) && answers['A-19/not-a-number'] === '400') ||
    (used && answers['A-19/duplicate'] === '400');
  return refused ? 'bad-cmdid' : undefined;
}

/**
 * What may not stand in an Atomic: MS-MDM 2.2.7.3 allows Add, Delete, Replace, Get, Exec and Atomic, and Learn says
 * that the last two, Get and Atomic, fail with 500. Alert is allowed by OMA RepPro.
 */
function memberFault(command: Command): Refusal | undefined {
  switch (command.kind) {
    case 'Atomic':
      return 'nested-atomic';
    case 'Get':
      return 'get-in-atomic';
    case 'Sequence':
    case 'Status':
    case 'Results':
    case 'Unknown':
      return 'unknown-element';
    case 'Add':
    case 'Replace':
    case 'Delete':
    case 'Exec':
    case 'Alert':
      return undefined;
  }
}
