import { codes, decidedByStatus, type Admitted } from '../admitted.ts';
import { isAtLeast } from '../../csp/editions.ts';
import { nodeById, type NodeId, type TreeNode } from '../../csp/tree.ts';
import type { AnswerKey } from '../../csp/ambiguities.ts';
import type { Asking } from '../asking.ts';
import type { Settlement, ValueSet } from '../expectation.ts';
import type { NodePlace } from '../place.ts';
import { challengeAfterExec } from '../scep/challenge.ts';
import type { Rule, Wording } from '../rule.ts';
import type { InstallRequest, Setting, State } from '../state.ts';
import type { Device } from '../device.ts';

/** A node that a Get asks for; the verb is allowed. */
export interface ReadSubject {
  readonly place: NodePlace;
  readonly state: State;
  readonly device: Device;
}

/** What a Get brings. Where the status may be one of failure, the value counts only if it is not. */
export interface Reading extends Admitted, Wording {
  readonly value: ValueSet;
  /** Of the value, where it decides an ambiguity. */
  readonly valueSettles?: Settlement;
}

export type ReadingRule = Rule<ReadSubject, Reading>;

const found = codes('200');
const anything: ValueSet = { kind: 'any' };

const absentRequest: ReadingRule = {
  id: 'get-below-missing-uniqueid',
  requirements: ['R-DM-03'],
  ambiguities: [],
  because: 'the node does not exist',
  decide: ({ place }) =>
    place.below !== undefined && place.below.request === undefined
      ? { statuses: codes('404'), value: anything }
      : undefined,
};

const interior: ReadingRule = {
  id: 'get-of-interior-node',
  requirements: ['R-DM-02', 'R-PFX-01', 'R-PFX-02'],
  ambiguities: [],
  because: 'Get of an interior node brings the names of its children',
  decide: ({ place, state, device }) => {
    const { node, scope, below } = place;
    if (node.format !== 'node') return undefined;
    if (node.name === 'Install' && below?.request?.hasInstallNode === false) return undefined;
    return { statuses: found, value: childrenOf(node, scope, below?.request, state, device) };
  },
};

/** The names below an interior node. */
export function childrenOf(
  node: TreeNode,
  scope: NodePlace['scope'],
  request: InstallRequest | undefined,
  state: State,
  device: Device,
): ValueSet {
  if (node.id === '.') return { kind: 'children', atLeast: node.children, atMost: node.children };
  if (request === undefined) {
    const ids = [...state.requests.values()]
      .filter((other) => other.scope === scope && other.half === node.half)
      .map(({ id }) => id);
    return { kind: 'children', atLeast: ids, atMost: ids };
  }
  const known = node.children.filter((name) => isKnownTo(device, node, name));
  const atLeast = known.filter((name) =>
    name === 'Install'
      ? request.hasInstallNode
      : request.settings.has(name) && !(name === 'Challenge' && request.challengeTakenAt !== undefined),
  );
  return { kind: 'children', atLeast, atMost: known };
}

function isKnownTo(device: Device, parent: TreeNode, name: string): boolean {
  const { since } = nodeById(`${parent.id}/${name}` as NodeId);
  return since === undefined || isAtLeast(device.edition, since);
}

const password: ReadingRule = {
  id: 'get-of-password',
  requirements: ['R-PFX-16', 'R-DM-02'],
  ambiguities: ['A-22'],
  because: 'Get of PFXCertPassword is allowed',
  decide: (subject, asking) => {
    const setting = settingAt(subject);
    if (setting === undefined || subject.place.node.name !== 'PFXCertPassword') return undefined;
    return { statuses: found, ...passwordValue(setting.text, asking) };
  },
};

function passwordValue(text: string, asking: Asking): Pick<Reading, 'value' | 'valueSettles'> {
  switch (asking.known('A-22')) {
    case 'value':
      return { value: { kind: 'text', text } };
    case 'empty':
      return { value: { kind: 'text', text: '' } };
    case 'masked':
      return { value: text === '' ? anything : { kind: 'not', texts: [text, ''] } };
    case undefined: {
      // Of an empty password the value and nothing at all look the same.
      if (text === '') return { value: anything };
      const answers = { [text]: 'value', '': 'empty' };
      return { value: anything, valueSettles: { key: 'A-22', answers, otherwise: 'masked' } };
    }
  }
}

const blob: ReadingRule = {
  id: 'get-of-blob',
  requirements: ['R-PFX-11', 'R-DM-02'],
  ambiguities: [],
  because: 'Get of PFXCertBlob brings the bytes that were set',
  decide: (subject) => {
    const setting = settingAt(subject);
    if (setting === undefined || subject.place.node.name !== 'PFXCertBlob') return undefined;
    const base64 = setting.text.replace(/\s/g, '');
    const plain = !setting.unclear && /^[A-Za-z0-9+/]+={0,2}$/.test(base64);
    return { statuses: found, value: plain ? { kind: 'bytes', base64 } : anything };
  },
};

const setLeaf: ReadingRule = {
  id: 'get-of-set-leaf',
  requirements: ['R-DM-02'],
  ambiguities: [],
  because: 'Get brings the value that was set',
  decide: (subject) => {
    const setting = settingAt(subject);
    if (setting === undefined) return undefined;
    return { statuses: found, value: valueOf(setting) };
  },
};

/** What a Get brings of a setting. */
export function valueOf({ text, value, unclear, flaws }: Setting): ValueSet {
  if (unclear || flaws.length > 0) return anything;
  if (typeof value === 'number') return { kind: 'number', equals: value };
  if (value === true) return { kind: 'one-of', texts: ['true', 'True', 'TRUE', '1'] };
  if (value === false) return { kind: 'one-of', texts: ['false', 'False', 'FALSE', '0'] };
  return { kind: 'text', text };
}

const challenge: ReadingRule = {
  id: 'get-of-challenge-after-exec',
  requirements: ['R-SCEP-07'],
  ambiguities: ['A-21'],
  because: 'the challenge is deleted shortly after the Exec is accepted',
  decide: (subject, asking) => {
    const { place, state } = subject;
    const request = place.below?.request;
    if (settingAt(subject) === undefined || place.node.name !== 'Challenge' || request === undefined)
      return undefined;
    switch (challengeAfterExec(state, request, asking)) {
      case 'kept':
        return undefined;
      case '404':
        return { statuses: codes('404'), value: anything };
      case 'empty':
        return { statuses: found, value: { kind: 'text', text: '' } };
    }
  },
};

const withDefault: ReadingRule = {
  id: 'get-of-unset-leaf-with-default',
  requirements: ['R-DM-03', 'R-PFX-17', 'R-PFX-20'],
  ambiguities: ['A-29'],
  because: 'the node was never set, and has a default',
  decide: ({ place }, asking) => {
    const { node, below } = place;
    if (node.default === undefined || below?.request === undefined) return undefined;
    // Where the node above it is missing too, that is another question.
    if (below.half === 'scep' && !below.request.hasInstallNode)
      return { statuses: codes('200', '404'), value: anything };
    const key = defaultKeys.get(node.name);
    if (key === undefined) return undefined;
    const value: ValueSet =
      node.format === 'int' || node.name === 'ValidPeriodUnits'
        ? { kind: 'number', equals: Number(node.default) }
        : {
            kind: 'one-of',
            texts: [node.default, node.default.replace(/^t/, 'T'), node.default.toUpperCase()],
          };
    return { ...decidedByStatus(key, { '404': '404', default: '200' }, asking), value };
  },
};

type DefaultKey = AnswerKey & `A-29/${string}`;
const defaultKeys: ReadonlyMap<string, DefaultKey> = new Map<string, DefaultKey>([
  ['PFXCertPasswordEncryptionType', 'A-29/PFXCertPasswordEncryptionType'],
  ['PFXKeyExportable', 'A-29/PFXKeyExportable'],
  ['KeyProtection', 'A-29/KeyProtection'],
  ['RetryDelay', 'A-29/RetryDelay'],
  ['RetryCount', 'A-29/RetryCount'],
  ['ValidPeriod', 'A-29/ValidPeriod'],
  ['ValidPeriodUnits', 'A-29/ValidPeriodUnits'],
]);

const unset: ReadingRule = {
  id: 'get-of-missing-leaf',
  requirements: ['R-DM-03'],
  ambiguities: [],
  because: 'the node does not exist',
  decide: ({ place }) =>
    place.presence === 'absent' ? { statuses: codes('404'), value: anything } : undefined,
};

/** The value of a setting that is there. */
function settingAt({ place }: ReadSubject): Setting | undefined {
  return place.below?.request?.settings.get(place.node.name);
}

/** In order: the first that applies decides; after them those of rules/outcomes.ts. */
export const readingRules: readonly ReadingRule[] = [
  absentRequest,
  interior,
  password,
  blob,
  challenge,
  setLeaf,
  withDefault,
  unset,
];
