import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../cases/verdict.ts';
import { judge } from '../../oracles/judge.ts';
import { bare, pfxFile } from './support/laboratory.ts';
import { add, leaf, message, pfx, type Leaf } from './support/payload.ts';
import { reply } from './support/reply.ts';
import { caseOf, stepOf } from './support/scenario.ts';

/** An install without PFXKeyExportable, whose default true goes with KeyLocation 3 only (R-GEN-04, A-41). */
function bareInstall(id: string, location: number, exportable?: Leaf): readonly string[] {
  return [
    add(`${id}1`, pfx(id, 'KeyLocation'), leaf.int(location)),
    ...(exportable === undefined ? [] : [add(`${id}2`, pfx(id, 'PFXKeyExportable'), exportable)]),
    add(`${id}3`, pfx(id, 'PFXCertPassword'), leaf.text('secret')),
    add(`${id}4`, pfx(id, 'PFXCertBlob'), leaf.blob(pfxFile())),
  ];
}

/** On a device without TPM, which answers every command with 200 but those of these CmdIDs. */
function verdictOn(messages: readonly (readonly string[])[], refused: readonly string[]): Verdict {
  const seen = messages.map((commands) => {
    const ids = commands.flatMap((command) => /<CmdID>(\d+)</.exec(command)?.[1] ?? []);
    return reply(ids.map((cmdRef) => ({ cmdRef, code: refused.includes(cmdRef) ? '406' : '200' })));
  });
  const steps = messages.map((commands) => stepOf(message(commands)));
  return judge(caseOf(bare, steps), { steps: seen });
}

describe('two failures of one install', () => {
  // KeyLocation 5 is none; KeyLocation 1 needs a TPM (A-28/settings).
  const one = bareInstall('1', 5);
  const other = bareInstall('2', 1);

  it('show in the way of either, whatever two others have shown before', () => {
    for (const messages of [[[...one, ...other]], [one, other]]) {
      for (const refused of [[], ['14'], ['24'], ['14', '24']]) {
        expect(verdictOn(messages, refused)).toMatchObject({ kind: 'conform' });
      }
    }
  });
});

describe('one failure of an install', () => {
  const first = bareInstall('1', 1, leaf.bool(false));
  const second = bareInstall('2', 1, leaf.bool(false));

  it('shows as it has shown before (A-28)', () => {
    for (const messages of [[[...first, ...second]], [first, second]]) {
      for (const refused of [[], ['14', '24']]) {
        expect(verdictOn(messages, refused)).toMatchObject({ kind: 'conform' });
      }
      for (const refused of [['14'], ['24']]) {
        expect(verdictOn(messages, refused)).toMatchObject({ kind: 'violation' });
      }
    }
  });
});
