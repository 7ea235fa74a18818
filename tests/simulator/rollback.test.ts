import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyed, pfxOf, pool, installing } from './pfx-files.ts';
import { add, atomic, csp, get, open, replace, type Sent, type Session } from './client.ts';
import { anyAnswers, anyHistory, anyMembers, anyMessage, everything } from './arbitraries.ts';

const preparation = fc.record({
  tpm: fc.boolean(),
  helloContainers: fc.constantFrom([], ['box']),
  certificates: fc.constantFrom(
    [],
    [{ ...keyed(pool.identity('rsa-2048', 0)), scope: 'device' as const, store: 'My' }],
  ),
});

/** An Atomic that fails for sure: Get may not stand in one. */
const anyFailingAtomic: fc.Arbitrary<Sent> = fc.tuple(anyMembers, fc.nat()).map(([members, at]) => {
  const place = at % (members.length + 1);
  return atomic(...members.slice(0, place), get(csp), ...members.slice(place));
});

function sendAll(session: Session, messages: readonly (readonly Sent[])[]): readonly string[] {
  return messages.map((message) => session.send(...message).all);
}

describe('R-DM-08: an Atomic that failed', () => {
  it('leaves all nodes and all stores as they were, whatever the device answers to the ambiguities', () => {
    fc.assert(
      fc.property(
        anyAnswers,
        preparation,
        anyHistory,
        anyFailingAtomic,
        (answers, prepared, history, failing) => {
          const session = open(answers, prepared);
          sendAll(session, history);
          const state = everything(session);
          const [own] = session.send(failing).all.split(' ');
          assert.equal(own, '507');
          assert.deepEqual(everything(session), state);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('leaves no trace in what comes after it', () => {
    fc.assert(
      fc.property(
        anyAnswers,
        preparation,
        anyHistory,
        anyFailingAtomic,
        anyMessage,
        (answers, prepared, history, failing, later) => {
          const [twin, session] = [open(answers, prepared), open(answers, prepared)];
          sendAll(twin, history);
          sendAll(session, [...history, [failing]]);
          assert.equal(session.send(...later).all, twin.send(...later).all);
          assert.deepEqual(everything(session), everything(twin));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('or failed by itself does so too, and one that succeeded has only successes', () => {
    fc.assert(
      fc.property(anyAnswers, preparation, anyMembers, (answers, prepared, members) => {
        const session = open(answers, prepared);
        const state = everything(session);
        const [own, ...others] = session.send(atomic(...members)).all.split(' ');
        if (own !== '200') assert.deepEqual(everything(session), state);
        else for (const code of others) assert.match(code, /^20[02]$/);
      }),
      { numRuns: 150 },
    );
  });

  it('forgets the Status of an import that was undone', () => {
    const id = `${csp}/PFXCertInstall/a`;
    const session = open({ 'A-08': 'at-add' });
    session.send(...installing(id).slice(0, -1));
    session.send(atomic(add(`${id}/PFXCertBlob`, pfxOf()), get(csp)));
    expect([session.read(`${id}/Status`), session.stores()]).toEqual(['404', []]);
  });

  it('for an import at its end blames the last member that set the blob', () => {
    const id = `${csp}/PFXCertInstall/a`;
    const session = open({ 'A-60': 'works', 'A-28/import': 'failure' });
    const blobs = [add(`${id}/PFXCertBlob`, pfxOf()), replace(`${id}/PFXCertBlob`, 'no base64')];
    const reply = session.send(atomic(...blobs, add(`${id}/KeyLocation`, '3')));
    expect(reply.all).toBe('507 216 500 216');
  });
});
