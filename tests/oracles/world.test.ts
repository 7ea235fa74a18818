import { describe, expect, it } from 'vitest';
import { predict } from '../../oracles/predict.ts';
import { readBase64 } from '../../oracles/pfx-content.ts';
import { initialWorlds } from '../../oracles/world.ts';
import { bare, device, pfxFile, thumbprint } from './support/laboratory.ts';
import { get, message, pfx, root } from './support/payload.ts';
import { shownBy } from './support/reply.ts';

/** What a device that holds the nodes shows of one of them. */
function shownOf(
  locUri: string,
  nodes: Parameters<typeof initialWorlds>[1],
): { codes: string[]; values: string[] } {
  const [outcome] = predict(initialWorlds(device, nodes), {
    kind: 'send',
    payload: { text: message([get(1, locUri)]) },
  });
  if (outcome === undefined) throw new Error('no outcome');
  const { statuses, results } = shownBy(outcome);
  return { codes: statuses.map(({ code }) => code), values: results.map(({ text }) => text) };
}

const installed = {
  [pfx('a', 'KeyLocation')]: { value: '3', format: 'int' },
  [pfx('a', 'PFXCertPassword')]: { value: 'secret' },
  [pfx('a', 'PFXCertBlob')]: { value: pfxFile() },
};

describe('worlds before the first step', () => {
  it('hold nothing where no nodes are given', () => {
    expect(shownOf(pfx('a'), {})).toEqual({ codes: ['404'], values: [] });
    expect(initialWorlds(device)).toHaveLength(1);
  });

  it('hold the nodes that are given, and their UniqueIDs', () => {
    expect(shownOf(pfx('a', 'KeyLocation'), installed)).toEqual({ codes: ['200'], values: ['3'] });
    expect(shownOf(`${root}/PFXCertInstall`, installed)).toEqual({ codes: ['200'], values: ['a'] });
  });

  it('count an install that the nodes describe as done', () => {
    expect(shownOf(pfx('a', 'Thumbprint'), installed)).toEqual({ codes: ['200'], values: [thumbprint()] });
    const [outcome] = predict(initialWorlds(bare, installed), { kind: 'read-stores' });
    expect(outcome?.expectations).toMatchObject([
      { entries: [{ scope: 'device', thumbprint: thumbprint(), providers: ['software'], optional: false }] },
    ]);
  });

  it('say nothing of an install whose PFX can not be opened', () => {
    const locked = { ...installed, [pfx('a', 'PFXCertPassword')]: { value: 'wrong' } };
    const [outcome] = predict(initialWorlds(bare, locked), { kind: 'read-stores' });
    expect(outcome?.expectations).toMatchObject([{ entries: [] }]);
  });

  it('refuse nodes that the tree does not have', () => {
    expect(() => initialWorlds(device, { './DevInfo/Man': { value: 'x' } })).toThrow(RangeError);
    expect(() => initialWorlds(device, { [pfx('a', 'Other')]: { value: 'x' } })).toThrow(RangeError);
  });
});

describe('base64', () => {
  it('is plain as RFC 4648 has it, unusual with line breaks, without its end or in the alphabet of URLs', () => {
    expect(readBase64('AAECAw==')).toMatchObject({ kind: 'plain', bytes: Buffer.from([0, 1, 2, 3]) });
    expect(readBase64('AAEC\nAw==')).toMatchObject({ kind: 'unusual', bytes: Buffer.from([0, 1, 2, 3]) });
    expect(readBase64('AAECAw')).toMatchObject({ kind: 'unusual', bytes: Buffer.from([0, 1, 2, 3]) });
    expect(readBase64('_-__')).toMatchObject({ kind: 'unusual', bytes: Buffer.from('/+//', 'base64') });
    expect(readBase64('no base64!')).toEqual({ kind: 'no-base64' });
    expect(readBase64('AAAAA')).toEqual({ kind: 'no-base64' });
  });
});
