import { describe, expect, it } from 'vitest';
import { isRequirementId, requirement, requirements } from '../../csp/requirements.ts';
import { specification } from './specification.ts';

const catalogue = specification('requirements.yaml');

/** Ambiguities that we found to bear on a requirement beyond those that the catalogue names there. */
const namedByUs = [
  ...['R-GEN-01 A-30', 'R-GEN-02 A-38', 'R-GEN-04 A-41', 'R-GEN-05 A-62', 'R-GEN-06 A-62'],
  ...['R-PFX-02 A-43', 'R-PFX-05 A-25', 'R-PFX-06 A-25', 'R-PFX-08 A-63', 'R-PFX-09 A-37', 'R-PFX-10 A-11'],
  ...[
    'R-PFX-12 A-51',
    'R-PFX-12 A-65',
    'R-PFX-14 A-48',
    'R-PFX-14 A-71',
    'R-PFX-16 A-53',
    'R-PFX-17 A-29',
    'R-PFX-17 A-37',
  ],
  ...['R-PFX-20 A-29', 'R-PFX-20 A-36', 'R-PFX-22 A-39', 'R-PFX-23 A-39'],
  ...['R-SCEP-02 A-11', 'R-SCEP-12 A-29', 'R-SCEP-13 A-25', 'R-SCEP-14 A-25', 'R-SCEP-16 A-29'],
  ...['R-SCEP-17 A-29', 'R-SCEP-17 A-31', 'R-SCEP-25 A-29', 'R-SCEP-26 A-29', 'R-SCEP-36 A-32'],
  ...['R-SCEP-04 A-67', 'R-SCEP-15 A-63', 'R-SCEP-23 A-66', 'R-SCEP-26 A-68', 'R-SCEP-34 A-69'],
  ...['R-SCEP-38 A-11', 'R-SCEP-38 A-70'],
  ...['R-DM-01 A-19', 'R-DM-03 A-29', 'R-DM-04 A-10', 'R-DM-04 A-11', 'R-DM-04 A-35', 'R-DM-06 A-02'],
  ...['R-DM-08 A-34', 'R-DM-08 A-60', 'R-DM-13 A-58', 'R-DM-14 A-30', 'R-DM-15 A-30', 'R-DM-16 A-33'],
  'R-DM-17 A-42',
];

/** Requirements that the catalogue does not have, each with a source of its own. */
const addedByUs: readonly string[] = ['R-SCEP-38', 'R-SCEP-39'];

describe('requirements', () => {
  it('are found by their ids, each of which is given once', () => {
    expect(requirements.map(({ id }) => requirement(id))).toEqual(requirements);
    expect(requirements.map(({ id }) => id)).toEqual([...new Set(requirements.map(({ id }) => id))]);
  });

  it('have ids that tell their area and are numbered without gaps', () => {
    const prefixes = { general: 'R-GEN', pfx: 'R-PFX', scep: 'R-SCEP', examples: 'R-EX', protocol: 'R-DM' };
    for (const [area, prefix] of Object.entries(prefixes)) {
      const ids = requirements.filter((entry) => entry.area === area).map(({ id }) => id);
      expect(ids).toEqual(ids.map((_, index) => `${prefix}-${String(index + 1).padStart(2, '0')}`));
    }
  });

  it('are one sentence or a few each, and name their source', () => {
    expect(requirements.filter(({ text, source }) => !text.endsWith('.') || source === '')).toEqual([]);
  });

  it('are told from other texts', () => {
    expect(['R-PFX-01', 'R-PFX-99', 'r-pfx-01', ''].map(isRequirementId)).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it.skipIf(catalogue === undefined)(
    'are those of requirements.yaml, with the same level and edition, and those we added',
    () => {
      const facts = (id: string, level: string, edition: string | undefined) => ({ id, level, edition });
      const listed = requirements.filter(({ id }) => !addedByUs.includes(id));
      expect(listed.map(({ id, level, edition }) => facts(id, level, edition))).toEqual(
        readCatalogue().map(({ id, level, edition }) => facts(id, level, edition)),
      );
    },
  );

  it.skipIf(catalogue === undefined)(
    'name the ambiguities that requirements.yaml names, and those we found',
    () => {
      const pairs = (list: readonly { id: string; ambiguities: readonly string[] }[]) =>
        list.flatMap(({ id, ambiguities }) => ambiguities.map((ambiguity) => `${id} ${ambiguity}`));
      expect(pairs(requirements).sort()).toEqual([...pairs(readCatalogue()), ...namedByUs].sort());
    },
  );

  it.skipIf(catalogue === undefined)('are in our own words', () => {
    const theirs = new Set(readCatalogue().map(({ text }) => text));
    expect(requirements.filter(({ text }) => theirs.has(text)).map(({ id }) => id)).toEqual([]);
  });
});

/** The catalogue has one entry a line, `- {id: …, level: …, src: …, text: "…", amb: }`. */
function readCatalogue() {
  return [...(catalogue ?? '').matchAll(/^ +- \{(id: .*)\}$/gm)].map(([, entry = '']) => ({
    id: /^id: ([\w-]+)/.exec(entry)?.[1] ?? '',
    level: /level: (\w+)/.exec(entry)?.[1] ?? '',
    edition: /edition: "([^"]*)"/.exec(entry)?.[1],
    text: /text: "([^"]*)"/.exec(entry)?.[1] ?? '',
    ambiguities: (/amb: \[([^\]]*)\]/.exec(entry)?.[1] ?? '').split(', ').filter((id) => id !== ''),
  }));
}
