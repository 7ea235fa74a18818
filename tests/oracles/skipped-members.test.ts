import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../cases/verdict.ts';
import { judge } from '../../oracles/judge.ts';
import { bare, pfxFile } from './support/laboratory.ts';
import { add, atomic, leaf, message, pfx } from './support/payload.ts';
import { reply } from './support/reply.ts';
import { caseOf, stepOf } from './support/scenario.ts';

const install = atomic(
  '1',
  add('2', pfx('Alpha'), leaf.node),
  add('3', pfx('Alpha', 'KeyLocation'), leaf.int(3)),
  add('4', pfx('Alpha', 'PFXKeyExportable'), { format: 'bool', data: 'FALSE' }),
  add('5', pfx('Alpha', 'PFXCertPassword'), leaf.text('secret')),
  add('6', pfx('Alpha', 'PFXCertBlob'), leaf.blob(pfxFile())),
);

/** Of an Atomic that failed: the codes of its members, by their CmdIDs from 2 on. */
function verdictOn(...codes: readonly string[]): Verdict {
  const members = codes.map((code, place) => ({ cmdRef: String(place + 2), code }));
  const seen = reply([{ cmdRef: '1', cmd: 'Atomic', code: '507' }, ...members]);
  return judge(caseOf(bare, [stepOf(message([install]))]), { steps: [seen] });
}

describe('members of a failed Atomic that were skipped', () => {
  it('have one code, so that another one tells which member was refused (A-03)', () => {
    expect(verdictOn('216', '216', '500', '215', '215')).toMatchObject({
      kind: 'conform',
      answers: { 'A-36/capitalised': 'refused', 'A-03/not-reached': '215' },
    });
  });

  it('may have the code of the one at fault, which then tells nothing of it', () => {
    const verdict = verdictOn('216', '216', '500', '500', '500');
    expect(verdict.kind).toBe('conform');
    expect(verdict).not.toHaveProperty(['answers', 'A-36/capitalised']);
  });
});
