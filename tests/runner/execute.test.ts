import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { TargetFailure, type Target, type TargetSession } from '../../adapters/target.ts';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Case, Step } from '../../cases/case.ts';
import { bytesOf, execute, payloadOf } from '../../runner/execute.ts';
import { tryCase } from '../../runner/trial.ts';

const get =
  '<SyncBody><Get><CmdID>1</CmdID><Item><Target><LocURI>./Device/Vendor/MSFT/ClientCertificateInstall</LocURI></Target></Item></Get></SyncBody>';

const caseOf = (...steps: readonly Step[]): Case => ({
  id: 'test',
  level: 'example',
  aims: [],
  faults: [],
  title: 'a case of a test',
  preparation: { edition: '10.0.26100', tpm: false, certificates: [], helloContainers: [] },
  steps,
});

const send: Step = { kind: 'send', payload: { text: get } };

/** A target that works, but for what the test replaces. */
const targetWith = (broken: Partial<TargetSession>, opened?: () => Promise<TargetSession>): Target => ({
  ...simulatorTarget(),
  open:
    opened ??
    (() =>
      Promise.resolve({
        exchange: () => Promise.resolve(new Uint8Array()),
        readStores: () => Promise.resolve([]),
        readScepLog: () => Promise.resolve([]),
        removeKeys: () => Promise.resolve(),
        wait: () => Promise.resolve(),
        cleanUp: () => Promise.resolve(),
        ...broken,
      })),
});

const verdictOf = async (target: Target, testCase: Case) => {
  const capabilities = await target.capabilities();
  return (await tryCase({ target, capabilities, patience: 50, now: () => 0 }, testCase)).verdict;
};

const never = <T>(): Promise<T> => new Promise<T>(() => undefined);

describe('a target that misbehaves', () => {
  test('one that never answers is inconclusive, and says for what it was waited', async () => {
    const verdict = await verdictOf(targetWith({ exchange: never }), caseOf(send));
    expect(verdict).toEqual({
      kind: 'inconclusive',
      layer: 'transport',
      reason: 'no end of an answer within 50 ms',
    });
  });

  test('one that can not be prepared is inconclusive', async () => {
    expect(await verdictOf(targetWith({}, never), caseOf(send))).toMatchObject({ kind: 'inconclusive' });
  });

  test('one that throws is inconclusive, with what it said', async () => {
    const target = targetWith({ exchange: () => Promise.reject(new Error('socket closed')) });
    const verdict = await verdictOf(target, caseOf(send));
    expect(verdict).toMatchObject({ kind: 'inconclusive', layer: 'laboratory' });
    expect(JSON.stringify(verdict)).toContain('socket closed');
  });

  test('a failure of the transport is reported as such', async () => {
    const target = targetWith({
      exchange: () => Promise.reject(new TargetFailure('transport', 'connection refused')),
    });
    expect(await verdictOf(target, caseOf(send))).toEqual({
      kind: 'inconclusive',
      layer: 'transport',
      reason: 'connection refused',
    });
  });

  test('one whose clean-up fails is inconclusive, since the next case could not be trusted', async () => {
    const target = targetWith({ cleanUp: () => Promise.reject(new Error('still there')) });
    const observation = await execute(target, caseOf(), 50);
    expect(observation.steps.at(-1)).toMatchObject({ kind: 'failure' });
  });

  test('garbage in place of a reply is a violation of R-DM-01 with the evidence', async () => {
    for (const garbage of ['', 'no', '<html/>', '<SyncML', '\u0000\u0001', '{"status":200}']) {
      const target = targetWith({ exchange: () => Promise.resolve(Buffer.from(garbage)) });
      const verdict = await verdictOf(target, caseOf(send));
      assert.equal(verdict.kind, 'violation', garbage);
      assert.equal(verdict.requirement, 'R-DM-01');
    }
  });

  test('no bytes whatever make the run stumble', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const target = targetWith({ exchange: () => Promise.resolve(bytes) });
        const verdict = await verdictOf(target, caseOf(send));
        assert.equal(verdict.kind, 'violation');
      }),
    );
  });

  test('a case that needs what the target can not do is not carried out', async () => {
    const target: Target = {
      ...targetWith({ exchange: () => assert.fail('was carried out') }),
      capabilities: async () => ({
        ...(await simulatorTarget().capabilities()),
        'key-removal': { answer: 'no', reason: 'no access to the keys' },
      }),
    };
    expect(await verdictOf(target, caseOf(send, { kind: 'remove-keys', scope: 'device' }))).toEqual({
      kind: 'not-tested',
      reason: 'no access to the keys',
    });
  });
});

describe('what the device itself has noted', () => {
  const noting = (evidence: () => Promise<readonly string[]>): Target =>
    targetWith({ exchange: () => Promise.resolve(Buffer.from('rubbish')), evidence });

  test('is kept beside what was seen, where that is of interest', async () => {
    const target = noting(() => Promise.resolve(['event 39']));
    const seen = await execute(target, caseOf(send), 1000, () => true);
    expect(seen.evidence).toEqual(['event 39']);
    expect((await execute(target, caseOf(send), 1000)).evidence).toBeUndefined();
  });

  test('that can not be read is no failure of the case', async () => {
    const seen = await execute(
      noting(() => Promise.reject(new Error('no log'))),
      caseOf(send),
      1000,
      () => true,
    );
    expect(seen.steps.map(({ kind }) => kind)).toEqual(['reply']);
    expect(seen.evidence?.[0]).toMatch(/could not be read.*no log/);
  });
});

describe('payloads', () => {
  test('any bytes survive the way into a case and back', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          fc.string({ unit: 'binary' }).map((text) => new Uint8Array(Buffer.from(text))),
          fc.string().map((text) => new Uint8Array(Buffer.from(`\ufeff${text}`))),
        ),
        (bytes) => {
          assert.deepEqual(new Uint8Array(bytesOf(payloadOf(bytes))), new Uint8Array(bytes));
        },
      ),
    );
  });
});
