import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { explainHresult, formatHresult, hresultMeanings } from '../../../adapters/device/hresult.ts';

const facts = '../shared/spec/device-and-mdm.md';

describe('an HRESULT', () => {
  it.each(hresultMeanings)(
    '$name is told with its code, its name and what to do',
    ({ code, name, advice }) => {
      const sentence = explainHresult('Call', code);
      expect(sentence).toBe(`Call failed with ${formatHresult(code)} ${name}: ${advice}`);
      expect(sentence).not.toContain('\n');
    },
  );

  it('that nobody knows is told with where to look it up', () => {
    expect(explainHresult('Call', 0x80004005)).toMatch(/^Call failed with 0x80004005: .*certutil -error$/);
  });

  it('has eight digits', () => {
    expect([0, 1, 0x8000ffff].map(formatHresult)).toEqual(['0x00000000', '0x00000001', '0x8000FFFF']);
  });

  it.skipIf(!existsSync(facts))('is explained for every one that was seen (device-and-mdm.md, 1.6)', () => {
    const table = readFileSync(facts, 'utf8').matchAll(/^\| (0x[0-9A-F]{8}) \| (\w+) \|/gm);
    const seen = Array.from(table, ([, code, name]) => [code, name]);
    expect(seen.length).toBeGreaterThan(5);
    expect(hresultMeanings.map(({ code, name }) => [formatHresult(code), name]).sort()).toEqual(seen.sort());
  });
});
