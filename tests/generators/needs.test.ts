import { describe, expect, it } from 'vitest';
import type { Case, Step } from '../../cases/case.ts';
import { needsOf } from '../../cases/needs.ts';
import { families } from '../../generators/families.ts';
import { installDraft } from '../../generators/install-draft.ts';
import { usualPfx } from '../../generators/fixtures.ts';
import { usualInstall, type Install } from '../../generators/install.ts';
import { caseOf } from '../../generators/draft.ts';
import { casesOf, laboratory } from './laboratory.ts';

function installing(changes: Partial<Install>): Case {
  const draft = installDraft(laboratory, 'needs', { ...usualInstall, ...changes });
  return caseOf(laboratory, 'pfx', ['R-PFX-12'], 'matrix', draft);
}

function stepping(...steps: readonly Step[]): Case {
  return { ...installing({}), steps };
}

describe('what a case needs', () => {
  it('is an Atomic only where there is one', () => {
    expect(needsOf(installing({}))).toContain('atomic');
    expect(needsOf(installing({ wrapping: 'bare' }))).not.toContain('atomic');
  });

  it('is the scope that its addresses name', () => {
    expect(needsOf(installing({ scope: 'device' }))).toContain('device-scope');
    expect(needsOf(installing({ scope: 'device' }))).not.toContain('user-scope');
    expect(needsOf(installing({ scope: 'user' }))).toContain('user-scope');
    expect(needsOf(installing({ scope: 'user' }))).not.toContain('device-scope');
  });

  it('is a TPM, or none, only where KeyLocation makes it matter', () => {
    expect(needsOf(installing({ keyLocation: '1', tpm: true }))).toContain('tpm');
    expect(needsOf(installing({ keyLocation: '2', tpm: false }))).toContain('no-tpm');
    for (const tpm of [true, false]) {
      const needs = needsOf(installing({ keyLocation: '3', tpm }));
      expect(needs).not.toContain('tpm');
      expect(needs).not.toContain('no-tpm');
    }
  });

  it('is certificates and containers where they are prepared', () => {
    expect(needsOf(installing({ pfx: usualPfx, encryptionType: '1' }))).toContain('prepared-certificates');
    expect(needsOf(installing({ keyLocation: '4', containerName: 'WorkContainer' }))).toContain(
      'hello-container',
    );
    expect(needsOf(installing({}))).not.toContain('prepared-certificates');
  });

  it('follows its steps', () => {
    expect(needsOf(stepping({ kind: 'wait', seconds: 60 }))).toEqual(['passing-time']);
    expect(needsOf(stepping({ kind: 'wait', seconds: 0 }))).toEqual([]);
    expect(needsOf(stepping({ kind: 'read-stores' }))).toEqual(['store-read-back']);
    expect(needsOf(stepping({ kind: 'send', payload: { base64: '/w==' } }))).toEqual([
      'exchange',
      'raw-bytes',
    ]);
  });

  it('is raw bytes for every document that is no plain markup', () => {
    const malformed = families.find(
      ({ requirements, level }) => requirements[0] === 'R-DM-16' && level === 'matrix',
    );
    if (malformed === undefined) throw new Error('no family is about R-DM-16');
    const faulty = casesOf(malformed).filter(({ faults }) => faults.length > 0);
    expect(faulty.filter((testCase) => !needsOf(testCase).includes('raw-bytes')).map(({ id }) => id)).toEqual(
      [],
    );
    expect(needsOf(installing({}))).not.toContain('raw-bytes');
  });

  it('is an edition only where the edition shows', () => {
    expect(
      needsOf({ ...installing({}), preparation: { ...installing({}).preparation, edition: '10.0.10586' } }),
    ).not.toContain('edition');
    const erratum = families.find(({ requirements }) => requirements[0] === 'R-GEN-06');
    if (erratum === undefined) throw new Error('no family is about R-GEN-06');
    const cases = casesOf(erratum);
    expect(cases.filter((testCase) => needsOf(testCase).includes('edition')).map(({ id }) => id)).toEqual(
      cases.filter(({ id }) => !id.endsWith('two-messages')).map(({ id }) => id),
    );
  });
});
