import { describe, expect, it } from 'vitest';
import type { Case, SendStep } from '../../cases/case.ts';
import { families } from '../../generators/families.ts';
import { wireFaults } from '../../generators/faults/wire-faults.ts';
import { complaintAbout } from '../../proofreading/against-intent.ts';
import { proofread } from '../../proofreading/proofread.ts';
import { nameOf } from '../../generators/family.ts';
import { bytesOf, casesOf } from '../generators/laboratory.ts';

const messagesOf = ({ steps }: Case): readonly SendStep[] => steps.filter((step) => step.kind === 'send');

describe.each(families.map((family) => [nameOf(family), family] as const))('%s', (_, family) => {
  it('sends what it means to send', () => {
    const slips = casesOf(family).flatMap((testCase) =>
      messagesOf(testCase).map(({ payload, intent }) => {
        if (intent === undefined) return `${testCase.id}: a message says nothing of what it is meant to be`;
        const complaint = complaintAbout(bytesOf(payload), intent);
        return complaint === undefined ? undefined : `${testCase.id} ${complaint}`;
      }),
    );
    expect(slips.filter((slip) => slip !== undefined)).toEqual([]);
  });
});

describe('documents with one fault, over all lists', () => {
  const messages = families
    .filter(({ cases }) => cases.kind === 'list')
    .flatMap((family) => casesOf(family))
    .filter(({ id }) => id.includes('/wire/'))
    .map((testCase) => ({ id: testCase.id, message: messagesOf(testCase)[1] }));

  it.each(wireFaults.map((fault) => [fault.id, fault] as const))(
    '%s shows as it says',
    (id, { breaches }) => {
      const found = messages.filter((one) => one.id.includes(`/wire/${id}/`));
      expect(found).not.toEqual([]);
      for (const { message } of found) {
        const rules =
          message === undefined ? [] : proofread(bytesOf(message.payload)).map(({ rule }) => rule);
        expect(breaches).toEqual(expect.arrayContaining(rules));
        expect(rules.length > 0).toBe(breaches.length > 0);
      }
    },
  );
});

describe('a document that is not what it was meant to be', () => {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const right = bytes(
    '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID><Target><LocURI>a</LocURI></Target><Source><LocURI>b</LocURI></Source></SyncHdr><SyncBody><Get><CmdID>1</CmdID><Item><Target><LocURI>.</LocURI></Target></Item></Get></SyncBody></SyncML>',
  );
  const wrong = bytes('<SyncML/>');

  it('is told apart from one that is', () => {
    expect(complaintAbout(right, { kind: 'valid' })).toBeUndefined();
    expect(complaintAbout(wrong, { kind: 'valid' })).toMatch(
      /^was meant to be valid, and is not: namespace at 1:1/,
    );
    expect(complaintAbout(right, { kind: 'broken', breaches: ['root'] })).toBe(
      'was meant to be broken (root), and is valid',
    );
    expect(complaintAbout(right, { kind: 'perhaps-broken', breaches: ['root'] })).toBeUndefined();
    expect(complaintAbout(wrong, { kind: 'perhaps-broken', breaches: ['root'] })).toMatch(/in another way/);
    expect(complaintAbout(wrong, { kind: 'broken', breaches: ['namespace'] })).toMatch(
      /^was meant to be broken \(namespace\), and is in another way: element-missing at 1:1/,
    );
    expect(
      complaintAbout(wrong, { kind: 'broken', breaches: ['namespace', 'element-missing'] }),
    ).toBeUndefined();
  });
});
