import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScepServerLog } from '../../../cases/observation.ts';
import { attribute, issuedOnlyTo, issuedTo } from '../../../oracles/scep/attribution.ts';
import { transactionsIn, transactionsOf, type Transaction } from '../../../oracles/scep/transactions.ts';
import { asked, enrollment, polled, settingsOf, talk, without } from './kit.ts';

const url = 'http://scep.conformance.test/device-Alpha';
const issued = (thumbprint: string) => ({ pkiStatus: 'SUCCESS', issued: thumbprint }) as const;

function transactions(entries: ScepServerLog['entries'], at = url): readonly Transaction[] {
  return transactionsOf([{ url: at, entries }], 0).atServers.get(at) ?? [];
}

/** Number of the enrollment that each transaction is attributed to; undefined for none. */
function owners(
  enrollments: Parameters<typeof attribute>[0],
  all: readonly Transaction[],
  now = Infinity,
): readonly (number | undefined)[] {
  return attribute(enrollments, all, now).map((one) =>
    'enrollment' in one ? one.enrollment.number : undefined,
  );
}

describe('transactions', () => {
  it('are what is asked under one transactionID, in its order, with what came of it', () => {
    const entries = [
      asked('one'),
      asked('two', { subject: 'CN=Bravo' }),
      polled('one'),
      polled('two', issued('BB')),
      polled('one', issued('AA')),
    ];
    expect(transactions(entries)).toMatchObject([
      {
        url,
        request: { subject: 'CN=Alpha' },
        issued: ['AA'],
        entries: [entries[0], entries[2], entries[4]],
      },
      { url, request: { subject: 'CN=Bravo' }, issued: ['BB'], entries: [entries[1], entries[3]] },
    ]);
  });

  it('leave out what is no message, or can not be read', () => {
    const unreadable = without('message', asked('none'));
    expect(transactions([unreadable, { ...unreadable, operation: 'GetCACaps' }])).toEqual([]);
  });

  it('name a certificate once that was sent twice', () => {
    expect(transactions([asked('one', {}, issued('AA')), polled('one', issued('AA'))])[0]?.issued).toEqual([
      'AA',
    ]);
  });

  it('of a case are those of the last log that was read', () => {
    const log = (entries: ScepServerLog['entries']) =>
      ({ kind: 'scep-log', servers: [{ url, entries }] }) as const;
    const read = { kind: 'read-scep-log' } as const;
    const wait = { kind: 'wait', seconds: 60 } as const;
    const waited = { kind: 'waited' } as const;
    const seen = transactionsIn([read, wait, read], { steps: [log([]), waited, log([asked('one')])] });
    expect(seen?.atServers.get(url)).toHaveLength(1);
    expect(seen?.readAt).toBe(60);
    expect(transactionsIn([wait], { steps: [waited] })).toBeUndefined();
    expect(transactionsIn([read, wait], { steps: [log([]), waited] })).toBeUndefined();
  });
});

describe('attribution', () => {
  const alpha = enrollment({ number: 0 });
  const bravo = enrollment({ number: 1, settings: settingsOf({ subjectName: 'CN=Bravo', keyUsage: '128' }) });
  const forBravo = { subject: 'CN=Bravo', keyUsage: 128 };

  it('follows what is asked for, where two enrollments ask one server', () => {
    const both = transactions([asked('one', forBravo), asked('two')]);
    expect(owners([alpha, bravo], both)).toEqual([1, 0]);
    expect(owners([alpha, bravo], both.toReversed())).toEqual([0, 1]);
    expect(owners([bravo, alpha], both)).toEqual([1, 0]);
  });

  it('takes the one that it fits best, where it fits none', () => {
    const [near] = transactions([asked('one', { ...forBravo, hash: 'sha1' })]);
    expect(near && owners([alpha, bravo], [near])).toEqual([1]);
  });

  it('takes the one that began first, where they ask for the same', () => {
    const again = enrollment({ number: 2 });
    expect(owners([alpha, again], transactions([asked('one'), asked('two')]))).toEqual([0, 2]);
  });

  it('leaves over what nobody is left to have asked', () => {
    expect(owners([alpha], transactions([asked('one'), asked('two')]))).toEqual([0, undefined]);
    expect(owners([], transactions([asked('one')]))).toEqual([undefined]);
    expect(owners([alpha], transactions([asked('one')], 'http://elsewhere.test/scep'))).toEqual([undefined]);
  });

  it('prefers an enrollment that may ask to one that must not', () => {
    const silent = enrollment({ number: 0, talks: [talk({ sends: 'never' })] });
    const other = enrollment({ number: 1, settings: settingsOf({ subjectName: 'CN=Bravo' }) });
    expect(owners([silent, other], transactions([asked('one')]))).toEqual([1]);
    expect(owners([silent], transactions([asked('one')]))).toEqual([0]);
  });

  it('prefers an enrollment that must ask to one that may', () => {
    const hesitant = enrollment({ number: 0, talks: [talk({ sends: 'may' })] });
    expect(owners([hesitant, enrollment({ number: 1 })], transactions([asked('one')]))).toEqual([1]);
  });

  it('takes what can not be foretold only where one that must ask has asked already', () => {
    const unforeseen = enrollment({ number: 0, talks: [talk({ sends: 'may', comparable: false })] });
    const other = enrollment({ number: 1, settings: settingsOf({ subjectName: 'CN=Bravo' }) });
    expect(owners([unforeseen, other], transactions([asked('one')]))).toEqual([1]);
    const strange = { subject: 'CN=Charlie', hash: 'sha1', keyUsage: 32, keyBits: 1024 };
    expect(owners([unforeseen, other], transactions([asked('one', strange)]))).toEqual([1]);
    const both = transactions([asked('one', strange), asked('two', { subject: 'CN=Bravo' })]);
    expect(owners([unforeseen, other], both)).toEqual([0, 1]);
  });

  it('goes by the retries that there was time for, where they ask for the same', () => {
    const hourly = talk({ retries: { atLeast: 2, atMost: 2 }, interval: 3600 });
    const ended = {
      ...enrollment({ number: 0, talks: [hourly] }),
      fate: { kind: 'superseded', at: 11_100 },
    } as const;
    const current = enrollment({ number: 1, talks: [hourly], startedAt: 11_100 });
    const both = transactions([asked('one'), polled('one'), polled('one'), asked('two')]);
    expect(owners([ended, current], both, 13_050)).toEqual([0, 1]);
  });

  it('uses each server of an enrollment once', () => {
    const second = 'http://scep.conformance.test/device-Bravo';
    const many = enrollment({ talks: [talk(), talk({ url: second })] });
    expect(owners([many], transactions([asked('one')]))).toEqual([0]);
    expect(owners([many], transactions([asked('one')], second))).toEqual([0]);
    expect(owners([many], transactions([asked('one'), asked('two')]))).toEqual([0, undefined]);
  });

  it('gives every transaction to one enrollment at most, and none to two', () => {
    const subjects = fc.array(fc.constantFrom('CN=Alpha', 'CN=Bravo', 'CN=Charlie'), { maxLength: 6 });
    fc.assert(
      fc.property(subjects, subjects, (begun, seen) => {
        const enrollments = begun.map((subjectName, number) =>
          enrollment({ number, settings: settingsOf({ subjectName }) }),
        );
        const found = owners(
          enrollments,
          transactions(seen.map((subject, place) => asked(String(place), { subject }))),
        );
        const owned = found.filter((number) => number !== undefined);
        expect(found).toHaveLength(seen.length);
        expect(new Set(owned).size).toBe(owned.length);
        expect(owned).toHaveLength(Math.min(begun.length, seen.length));
      }),
    );
  });

  it('tells what was issued to whom', () => {
    const seen = transactionsOf(
      [{ url, entries: [asked('one', forBravo, issued('BB')), asked('two', {}, issued('AA'))] }],
      0,
    );
    expect(issuedTo(alpha, [alpha, bravo], seen)).toEqual(['AA']);
    expect(issuedTo(bravo, [alpha, bravo], seen)).toEqual(['BB']);
    expect(issuedTo(alpha, [alpha, bravo], transactionsOf([{ url, entries: [] }], 0))).toEqual([]);
    expect(issuedTo(alpha, [alpha, bravo], undefined)).toBeUndefined();
  });
});

describe('what was issued to whom before the end of a case', () => {
  it('leaves the last transactions to enrollments that are still to begin', () => {
    const bravo = enrollment({ number: 0, settings: settingsOf({ subjectName: 'CN=Bravo' }) });
    const givenUp = { ...bravo, fate: { kind: 'given-up', at: 0 } } as const;
    const current = enrollment({ number: 1 });
    const seen = transactionsOf(
      [{ url, entries: [asked('one', {}, issued('AA')), asked('two', {}, issued('BB'))] }],
      0,
    );
    expect(issuedTo(current, [givenUp, current], seen)).toEqual(['AA']);
  });

  const hesitant = (number: number) => enrollment({ number, talks: [talk({ sends: 'may' })] });
  const seenAs = (...entries: readonly Parameters<typeof asked>[]) =>
    transactionsOf([{ url, entries: entries.map((entry) => asked(...entry)) }], 0);
  const alike = seenAs(['one', {}, issued('AA')], ['two', {}, issued('BB')], ['three', {}, issued('CC')]);

  it('is not sure where one that asks for the same may have been silent before', () => {
    const all = [hesitant(0), enrollment({ number: 1 })] as const;
    expect(issuedTo(all[1], all, alike)).toEqual(['AA', 'BB']);
    expect(all.map((one) => issuedOnlyTo(one, all, alike))).toEqual([[], ['BB']]);
  });

  it('is not sure of one that begins behind such a pair', () => {
    const all = [hesitant(0), enrollment({ number: 1 }), enrollment({ number: 2 })] as const;
    expect(issuedTo(all[2], all, alike)).toEqual(['AA', 'BB', 'CC']);
  });

  it('is sure where the one before must have asked', () => {
    const all = [enrollment({ number: 0 }), enrollment({ number: 1 })] as const;
    expect(all.map((one) => issuedTo(one, all, alike))).toEqual([['AA'], ['BB']]);
    expect(all.map((one) => issuedOnlyTo(one, all, alike))).toEqual([['AA'], ['BB']]);
  });

  it('is sure where the one before asked for something else', () => {
    const current = enrollment({ number: 1, settings: settingsOf({ subjectName: 'CN=Bravo' }) });
    const all = [hesitant(0), current] as const;
    const seen = seenAs(['one', {}, issued('AA')], ['two', { subject: 'CN=Bravo' }, issued('BB')]);
    expect(issuedTo(current, all, seen)).toEqual(['BB']);
    expect(issuedOnlyTo(all[0], all, seen)).toEqual(['AA']);
  });
});
