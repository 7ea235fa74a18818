import assert from 'node:assert/strict';
import { describe, it } from 'vitest';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import type { Case } from '../../../cases/case.ts';
import { defaultEdition } from '../../../csp/editions.ts';
import { cargoOf } from '../../../omadm/session/carry.ts';
import { openPool } from '../../../pki/pool.ts';
import { listedCases, wholeLaboratory } from '../../../qualification/programme.ts';
import { bytesOf } from '../../../runner/execute.ts';
import { readSyncML } from '../../../syncml/read.ts';
import { talk, textOf } from './pair.ts';

/** Of the suite's cases, all that are about documents as such, and one in so many of the others. */
const sample = 20;

function payloadsOf(testCase: Case): readonly Uint8Array[] {
  return testCase.steps.flatMap((step) => (step.kind === 'send' ? [bytesOf(step.payload)] : []));
}

describe('the cases of the suite', () => {
  it('have the same replies over a session as without one', async () => {
    const target = simulatorTarget();
    const cases = listedCases(wholeLaboratory(defaultEdition, await openPool()))
      .flatMap((list) => list.cases)
      .filter((testCase, index) => testCase.id.includes('/wire/') || index % sample === 0);
    let exact = 0;
    for (const [index, testCase] of cases.entries()) {
      const payloads = payloadsOf(testCase);
      const direct = await target.open(testCase.preparation);
      const carried = await target.open(testCase.preparation);
      const expected: string[] = [];
      for (const payload of payloads)
        expected.push(textOf((await direct.exchange(payload)) ?? new Uint8Array()));
      const { replies, end } = await talk({
        handle: (document) => carried.exchange(document),
        payloads,
        authentication: index % 2 === 0 ? 'md5' : 'none',
      });
      assert.equal(end, 'ended', testCase.id);
      assert.equal(replies.length, payloads.length, testCase.id);
      payloads.forEach((payload, step) => {
        const reply = textOf(replies[step] ?? new Uint8Array());
        const wanted = expected[step] ?? '';
        if (cargoOf(payload).kind === 'spliced' && readSyncML(payload).ok) {
          assert.equal(reply, wanted, testCase.id);
          exact++;
        } else {
          // The device can not answer by the names of a header that it can not read; within a session it has others.
          assert.equal(bodyOf(reply), bodyOf(wanted), testCase.id);
        }
      });
    }
    assert.ok(exact > 200);
  });
});

function bodyOf(document: string): string {
  return document.slice(document.indexOf('<SyncBody'));
}
