import { describe, expect, it } from 'vitest';
import { families } from '../../generators/families.ts';
import { statisticsOf } from '../../generators/statistics.ts';
import { casesOf, laboratory } from './laboratory.ts';

const cases = families.flatMap((family) => casesOf(family, 5));
const statistics = statisticsOf(cases, laboratory.pool);

describe('statistics', () => {
  it('count every case once, by level and by number of faults', () => {
    const sum = (counts: Readonly<Record<string, number>>): number =>
      Object.values(counts).reduce((total, count) => total + count, 0);
    expect(statistics.cases).toBe(cases.length);
    expect(sum(statistics.levels)).toBe(cases.length);
    expect(sum(statistics.faultsPerCase)).toBe(cases.length);
  });

  it('count documents, those that can not be read too', () => {
    const sent = cases.flatMap(({ steps }) => steps.filter(({ kind }) => kind === 'send')).length;
    expect(Object.values(statistics.documents).reduce((total, count) => total + count, 0)).toBe(sent);
    expect(statistics.documents['unreadable']).toBeGreaterThan(50);
    expect(statistics.documents['body']).toBeGreaterThan(0);
    expect(statistics.documents['fragment']).toBeGreaterThan(0);
  });

  it('count commands by node, verb and prefix', () => {
    expect(statistics.commands['PFXCertInstall/{UniqueID}/Status Get user']).toBeGreaterThan(100);
    expect(statistics.commands['PFXCertInstall/{UniqueID}/KeyLocation Exec none']).toBeGreaterThan(0);
    expect(statistics.commands['. Delete device']).toBeGreaterThan(0);
  });

  it('tell the forms of the PFX files', () => {
    expect(statistics.pfxFiles['rsa-2048, aes256-sha256, password']).toBeGreaterThan(0);
    expect(statistics.pfxFiles['ec-p384, rc2-40-sha1, password, certificates-only']).toBeUndefined();
    expect(statistics.pfxFiles['rsa-2048, 3des-sha1, password, 2 identities, chain']).toBeGreaterThan(0);
  });

  it('find all pairs of valid choices in the payloads of a whole run', () => {
    const { reached, possible, strength } = statistics.combinations;
    expect(strength).toBe(2);
    expect(reached).toBe(possible);
  });

  it('find fewer pairs where the covering array is left out', () => {
    const rest = cases.filter(
      ({ level }) => level !== 'combinations' && level !== 'sessions' && level !== 'wire',
    );
    const { reached, possible } = statisticsOf(rest, laboratory.pool).combinations;
    expect(reached).toBeLessThan(possible);
    expect(reached).toBeGreaterThan(0);
  });
});
