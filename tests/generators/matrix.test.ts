import { describe, expect, it } from 'vitest';
import { families } from '../../generators/families.ts';
import { isSetting, matrixNodes } from '../../generators/matrix/samples.ts';
import { valueClasses } from '../../generators/matrix/values.ts';
import { scepFormats } from '../../generators/scep/matrix/formats.ts';
import { scepNodes, scepSettingNodes } from '../../generators/scep/matrix/samples.ts';
import { textValues } from '../../generators/scep/matrix/texts.ts';
import { scepValues } from '../../generators/scep/matrix/values.ts';
import { statesOf } from '../../generators/matrix/verbs.ts';
import { nodes } from '../../csp/tree.ts';
import { readSyncML } from '../../syncml/read.ts';
import { casesOf, documentsOf } from './laboratory.ts';

/** Written out here once more, so that nothing can be left out of the matrix unseen. */
const verbs = ['Add', 'Replace', 'Get', 'Delete', 'Exec'];
const prefixes = ['device', 'user', 'none'];
const formats = ['bin', 'b64', 'chr', 'int', 'bool', 'node', 'none'];

const cases = families.filter(({ level }) => level === 'matrix').flatMap((family) => casesOf(family));
const ids = cases.map(({ id }) => id);

function endingWith(end: string): readonly string[] {
  return ids.filter((id) => id.endsWith(`/${end}`));
}

describe('the matrix', () => {
  it('has every node of the PFX half, and the node above it', () => {
    const expected = nodes.filter(({ half }) => half !== 'scep').map(({ id }) => id);
    expect(matrixNodes.map(({ id }) => id).sort()).toEqual([...expected].sort());
  });

  it('has every verb on every node under every prefix in every state', () => {
    const missing = matrixNodes.flatMap((node) =>
      verbs.flatMap((verb) =>
        prefixes.flatMap((prefix) =>
          statesOf(node).flatMap((state) => {
            const name = node.id === '.' ? 'ClientCertificateInstall' : node.name;
            const cell = `${name}/${verb}/${prefix}/${state}`;
            return endingWith(cell).length === 0 ? [cell] : [];
          }),
        ),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('sends in each cell the verb to the node, under the prefix', () => {
    for (const testCase of cases) {
      const cell = /\/([^/]+)\/(Add|Replace|Get|Delete|Exec)\/(device|user|none)\/[a-z-]+$/.exec(testCase.id);
      if (cell === null) continue;
      const [, name = '', verb, prefix] = cell;
      // The last document but the one that looks at what came of it.
      const request = testCase.id.startsWith('scep/') ? 'SCEP/Alpha' : 'PFXCertInstall/Alpha';
      const read = readSyncML(documentsOf(testCase).at(-2) ?? '');
      const probe = read.ok ? read.message.commands[0] : undefined;
      expect(probe?.kind, testCase.id).toBe(verb);
      const locUri = probe !== undefined && 'items' in probe ? (probe.items[0]?.target?.locUri ?? '') : '';
      const start = { device: './Device/', user: './User/', none: './Vendor/' }[prefix as 'none'];
      expect(locUri.startsWith(start), `${testCase.id}: ${locUri}`).toBe(true);
      expect(locUri.endsWith(name === '{UniqueID}' ? request : name), testCase.id).toBe(true);
    }
  });

  it('has every state for a setting, and leaves out only what can not be', () => {
    for (const node of matrixNodes.filter(isSetting)) {
      const without = node.name === 'PFXCertBlob' ? ['present'] : [];
      expect([...statesOf(node), ...without].sort(), node.id).toEqual(
        ['absent', 'installed', 'parent-absent', 'present'].sort(),
      );
    }
  });

  it('has the states that other nodes can be in', () => {
    const others = matrixNodes.filter((node) => !isSetting(node));
    expect(Object.fromEntries(others.map((node) => [node.id, statesOf(node)]))).toEqual({
      '.': ['present'],
      PFXCertInstall: ['present'],
      'PFXCertInstall/{UniqueID}': ['absent', 'present', 'installed'],
      'PFXCertInstall/{UniqueID}/Thumbprint': ['parent-absent', 'absent', 'installed'],
      'PFXCertInstall/{UniqueID}/Status': ['parent-absent', 'absent', 'installed'],
    });
  });

  it('has every Format for every node that can be added', () => {
    const missing = matrixNodes
      .filter((node) => node.verbs.includes('Add'))
      .flatMap((node) => formats.map((format) => `${node.name}/Format/${format}`))
      .filter((end) => endingWith(end).length === 0);
    expect(missing).toEqual([]);
  });

  it('has the bounds of every enumeration, a number beyond each, no number, and nothing', () => {
    expect(valueClasses.KeyLocation).toEqual(expect.arrayContaining(['0', '1', '4', '5', '-1', 'three', '']));
    expect(valueClasses.PFXCertPasswordEncryptionType).toEqual(
      expect.arrayContaining(['-1', '0', '2', '3', 'three', '']),
    );
    for (const spelling of ['03', '+3', ' 3 ', '2147483648']) {
      expect(valueClasses.KeyLocation).toContain(spelling);
    }
    expect(valueClasses.PFXKeyExportable).toEqual(expect.arrayContaining(['true', 'false', 'True', '1', '']));
  });

  it('has every class of values, set alone and in an install', () => {
    const missing = Object.entries(valueClasses).flatMap(([name, texts]) =>
      texts.flatMap((text) =>
        ['set', 'install'].filter((form) => {
          const wanted = JSON.stringify(text);
          return !cases.some(
            ({ id, title }) => id.includes(`/${name}/${form}/`) && title.includes(`${wanted}.`),
          );
        }),
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe('the matrix of the SCEP half', () => {
  const scepIds = ids.filter((id) => id.startsWith('scep/'));
  const ending = (end: string): readonly string[] => scepIds.filter((id) => id.endsWith(`/${end}`));

  it('has every node', () => {
    expect(scepNodes.map(({ id }) => id)).toEqual(
      nodes.filter(({ half }) => half === 'scep').map(({ id }) => id),
    );
  });

  it('has every verb on every node in every state, in both scopes', () => {
    const missing = scepNodes.flatMap((node) =>
      verbs.flatMap((verb) =>
        ['device', 'user'].flatMap((prefix) =>
          statesOf(node)
            .map((state) => `${node.name}/${verb}/${prefix}/${state}`)
            .filter((cell) => ending(cell).length !== 1),
        ),
      ),
    );
    expect(missing).toEqual([]);
  });

  it('has the states that nodes can be in', () => {
    const states = new Map(scepNodes.map((node) => [node.name, statesOf(node).join(' ')]));
    expect(new Set(scepSettingNodes.map(({ name }) => states.get(name)))).toEqual(
      new Set(['parent-absent absent present']),
    );
    expect(states.get('SCEP')).toBe('present');
    expect(states.get('{UniqueID}')).toBe('absent present enrolled');
    expect(states.get('Install')).toBe('parent-absent absent present enrolled');
    expect(states.get('Enroll')).toBe('parent-absent present enrolled');
    for (const name of ['CertThumbprint', 'Status', 'ErrorCode', 'RespondentServerUrl']) {
      expect(states.get(name), name).toBe('parent-absent absent enrolled');
    }
  });

  it('has every Format for every node that can be added', () => {
    const missing = scepNodes
      .filter((node) => node.verbs.includes('Add'))
      .flatMap((node) => scepFormats.map((format) => `${node.name}/Format/${format ?? 'none'}`))
      .filter((end) => ending(end).length !== 1);
    expect(missing).toEqual([]);
  });

  it('has a class of values for every setting but the two that stories are told of', () => {
    const without = ['ServerURL', 'ContainerName'];
    expect([...Object.keys(scepValues), ...without].sort()).toEqual(
      scepSettingNodes.map(({ name }) => name).sort(),
    );
  });

  it('has every class of values, alone and in an enrollment', () => {
    for (const [name, { entries }] of Object.entries(scepValues)) {
      for (const { id } of entries) {
        const found = cases.filter((testCase) => testCase.id.endsWith(`/${name}/${id}`));
        expect(found.length, `${name}/${id}`).toBeGreaterThanOrEqual(1);
        for (const testCase of found) {
          const documents = documentsOf(testCase).map((bytes) => new TextDecoder().decode(bytes));
          expect(documents[0], testCase.id).toContain(`/Install/${name}<`);
          expect(
            documents.some((text) => text.includes('<Exec>')),
            testCase.id,
          ).toBe(true);
        }
      }
    }
  });

  it('has every text once more in the Atomic of its enrollment, and nowhere else', () => {
    for (const [name, { entries }] of Object.entries(textValues)) {
      for (const { id } of entries) {
        const [found] = cases.filter((testCase) => testCase.id.endsWith(`/${name}/${id}/in-atomic`));
        const documents = found === undefined ? [] : documentsOf(found);
        const [first = '', ...others] = documents.map((bytes) => new TextDecoder().decode(bytes));
        expect(first, `${name}/${id}`).toMatch(
          new RegExp(`<Atomic>(?:(?!</Atomic>).)*/Install/${name}<.*<Exec>.*</Atomic>`, 's'),
        );
        expect(
          others.filter((text) => text.includes('<Add>')),
          `${name}/${id}`,
        ).toEqual([]);
      }
    }
  });

  it('has the bounds of every number, one beyond each, no number, and nothing', () => {
    const textsOf = (name: keyof typeof scepValues): readonly string[] =>
      scepValues[name].entries.map(({ text }) => text);
    expect(textsOf('KeyUsage')).toEqual(expect.arrayContaining(['32', '128', '160', '0', '64', '95', '256']));
    expect(textsOf('KeyProtection')).toEqual(expect.arrayContaining(['0', '1', '4', '5']));
    expect(textsOf('KeyLength')).toEqual(expect.arrayContaining(['1024', '2048', '4096', '2047', '8192']));
    expect(textsOf('RetryDelay')).toEqual(expect.arrayContaining(['0', '1', '4294967295']));
    expect(textsOf('RetryCount')).toEqual(expect.arrayContaining(['0', '30', '31']));
    for (const name of ['KeyUsage', 'KeyProtection', 'KeyLength', 'RetryDelay', 'RetryCount'] as const) {
      expect(textsOf(name), name).toEqual(expect.arrayContaining(['-1', '', 'three']));
    }
  });
});
