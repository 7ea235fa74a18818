import { describe, expect, it } from 'vitest';
import type { Preparation } from '../../cases/case.ts';
import type { StepObservation, StoreEntry } from '../../cases/observation.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { judge } from '../../oracles/judge.ts';
import { install } from './scenarios/installs.ts';
import { device, pfxFile, pool, thumbprint } from './support/laboratory.ts';
import { get, leaf, message, pfx, remove, replace } from './support/payload.ts';
import { reply, type ResultLine, type StatusLine } from './support/reply.ts';
import { caseOf, stepOf } from './support/scenario.ts';

const other = { PFXCertBlob: leaf.blob(pfxFile({ identities: [pool.identity('rsa-2048', 1)] })) };

function entry(scope: StoreEntry['scope'], index = 0, changes: Partial<StoreEntry> = {}): StoreEntry {
  return {
    scope,
    store: 'My',
    thumbprint: thumbprint(index),
    subject: 'CN=test',
    provider: 'software',
    exportable: false,
    keyAlgorithm: 'RSA',
    keyBits: 2048,
    ...changes,
  };
}

/** Every command of the message is answered with 200. */
function allDone(text: string, results: readonly ResultLine[] = []): StepObservation {
  const commands = [...text.matchAll(/<(Atomic|Add|Replace|Delete|Get)><CmdID>(\d+)/g)];
  const statuses: StatusLine[] = commands.map(([, cmd = '', cmdRef = '']) => ({ cmd, cmdRef, code: '200' }));
  return reply(statuses, results);
}

function verdictOn(
  texts: readonly string[],
  entries: readonly StoreEntry[],
  preparation: Preparation = device,
): Verdict {
  const steps = [...texts, 'stores'].map(stepOf);
  const seen: StepObservation[] = texts.map((text) => allDone(text));
  return judge(caseOf(preparation, steps), { steps: [...seen, { kind: 'stores', entries }] });
}

describe('installs for device and user', () => {
  const both = message([install('a', {}, 'device', 10), install('b', other, 'user', 30)]);
  const apart = [entry('device'), entry('user', 1)];

  it('in one message tell whether the device copies (A-62)', () => {
    expect(verdictOn([both], apart)).toMatchObject({ kind: 'conform', answers: { 'A-62': 'separate' } });
    expect(verdictOn([both], [...apart, entry('user')])).toMatchObject({
      kind: 'conform',
      answers: { 'A-62': 'both' },
    });
  });

  it('may be copied or not by version 1511, which says nothing of other versions', () => {
    const preparation: Preparation = { ...device, edition: '10.0.10586' };
    for (const entries of [apart, [...apart, entry('user')]]) {
      const verdict = verdictOn([both], entries, preparation);
      expect(verdict.kind).toBe('conform');
      expect(verdict.kind === 'conform' && verdict.answers).not.toHaveProperty('A-62');
    }
  });

  it('may be copied or not where one of them is deleted again in the same message', () => {
    const deleted = message([
      install('a', {}, 'device', 10),
      install('b', other, 'user', 30),
      remove(50, pfx('a')),
    ]);
    for (const entries of [[entry('user', 1)], [entry('user', 1), entry('user')]])
      expect(verdictOn([deleted], entries).kind).toBe('conform');
  });

  it('tell nothing of one that the message only leaves alone, though it has shared its certificate', () => {
    const texts = [
      message([install('a', {}, 'device', 10), install('c', {}, 'device', 30)]),
      message([remove(1, pfx('a')), install('b', other, 'user', 30)]),
    ];
    const verdict = verdictOn(texts, apart);
    expect(verdict).toMatchObject({ kind: 'conform', answers: { 'A-27': 'stays' } });
    expect(verdict.kind === 'conform' && verdict.answers).not.toHaveProperty('A-62');
    expect(verdictOn(texts, [...apart, entry('user')])).toMatchObject({ requirement: 'R-GEN-05' });
  });

  it('in two messages are kept apart on every version', () => {
    const messages = [message([install('a')]), message([install('b', other, 'user')])];
    expect(verdictOn(messages, apart)).toMatchObject({ kind: 'conform' });
    expect(verdictOn(messages, [...apart, entry('user')])).toMatchObject({
      kind: 'violation',
      requirement: 'R-GEN-05',
    });
  });
});

describe("a copy in the user's store", () => {
  const both = message([install('a', {}, 'device', 10), install('b', other, 'user', 30)]);
  const copied = [entry('device'), entry('user', 1), entry('user')];
  const withoutCopy = copied.slice(0, -1);

  /** The device that has copied, after one more message. */
  function verdictAfter(text: string, entries: readonly StoreEntry[]): Verdict {
    const steps = [both, 'stores', text, 'stores'].map(stepOf);
    const seen: StepObservation[] = [
      allDone(both),
      { kind: 'stores', entries: copied },
      allDone(text),
      { kind: 'stores', entries },
    ];
    return judge(caseOf(device, steps), { steps: seen });
  }

  it('may go with the install that was copied, though Replace brings the same certificate again', () => {
    const again = message([replace(1, pfx('a', 'PFXCertBlob'), leaf.blob(pfxFile()))]);
    for (const entries of [copied, withoutCopy]) expect(verdictAfter(again, entries).kind).toBe('conform');
  });

  it('may go with it where another UniqueID has installed the same certificate', () => {
    const shared = message([
      install('c', {}, 'device', 10),
      replace(30, pfx('a', 'PFXCertBlob'), leaf.blob(pfxFile())),
    ]);
    for (const entries of [copied, withoutCopy]) expect(verdictAfter(shared, entries).kind).toBe('conform');
  });

  it('stays where nothing is done to that install', () => {
    const third = { PFXCertBlob: leaf.blob(pfxFile({ identities: [pool.identity('rsa-2048', 2)] })) };
    const beside = message([install('c', third)]);
    expect(verdictAfter(beside, [...copied, entry('device', 2)]).kind).toBe('conform');
    expect(verdictAfter(beside, [...withoutCopy, entry('device', 2)])).toMatchObject({
      kind: 'violation',
      requirement: 'R-GEN-05',
    });
  });
});

describe('one certificate under two UniqueIDs', () => {
  const messages = [message([install('a')]), message([install('b', { KeyLocation: leaf.int(1) })])];

  it('has its key where one of the two has put it', () => {
    expect(verdictOn(messages, [entry('device')]).kind).toBe('conform');
    expect(verdictOn(messages, [entry('device', 0, { provider: 'tpm' })]).kind).toBe('conform');
    expect(verdictOn(messages, [entry('device', 0, { provider: 'hello' })]).kind).toBe('violation');
  });

  it('stays or goes with the first of them, its key where either has put it (A-27)', () => {
    const deleted = [...messages, message([remove(1, pfx('b'))])];
    for (const provider of ['software', 'tpm'] as const) {
      expect(verdictOn(deleted, [entry('device', 0, { provider })])).toMatchObject({
        kind: 'conform',
        answers: { 'A-27': 'stays' },
      });
    }
    expect(verdictOn(deleted, [])).toMatchObject({ kind: 'conform', answers: { 'A-27': 'goes' } });
  });
});

describe('a Replace whose import fails, as only Status tells', () => {
  it('may leave the certificate before it, and its thumbprint, even one that was deleted once (A-48)', () => {
    const texts = [
      message([install('z')]),
      message([remove(1, pfx('z'))]),
      message([install('a')]),
      message([
        replace(1, pfx('a', 'PFXCertBlob'), leaf.blob('AAAA')),
        get(2, pfx('a', 'Status')),
        get(3, pfx('a', 'Thumbprint')),
      ]),
    ];
    const results = [
      { cmdRef: '2', locUri: pfx('a', 'Status'), text: '13', format: 'int' },
      { cmdRef: '3', locUri: pfx('a', 'Thumbprint'), text: thumbprint(), format: 'chr' },
    ];
    const seen = texts.map((text, place) => allDone(text, place === texts.length - 1 ? results : []));
    const testCase = caseOf(device, [...texts, 'stores'].map(stepOf));
    const verdict = judge(testCase, { steps: [...seen, { kind: 'stores', entries: [entry('device')] }] });
    expect(verdict).toMatchObject({
      kind: 'conform',
      answers: { 'A-48': 'stays', 'A-28/import': 'in-status' },
    });
  });
});

describe('what is not judged', () => {
  const installed = [message([install('a')])];

  it('is other stores, certificates without keys, and what was there before', () => {
    const beside = [
      entry('device', 1, { store: 'Root' }),
      entry('user', 1, { provider: 'none' }),
      entry('device', 0, { thumbprint: pool.custom(0).thumbprint }),
    ];
    expect(verdictOn(installed, [entry('device'), ...beside]).kind).toBe('conform');
    expect(verdictOn(installed, [entry('device'), entry('user', 1)])).toMatchObject({
      kind: 'violation',
      requirement: 'R-GEN-05',
    });
  });
});
