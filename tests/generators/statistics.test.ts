import { describe, expect, it } from 'vitest';
import { get, remove } from '../../generators/command.ts';
import { caseOf } from '../../generators/draft.ts';
import { families } from '../../generators/families.ts';
import {
  enrollmentCommands,
  scepAddress,
  scepDeviceFor,
  usualEnrollment,
} from '../../generators/scep/enrollment.ts';
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

  it('tell how the SCEP servers behave', () => {
    expect(statistics.scepServers['root-with-registration, issues']).toBeGreaterThan(20);
    expect(statistics.scepServers['root-with-registration, always pending, issues']).toBeGreaterThan(0);
    const behaviours = Object.keys(statistics.scepServers);
    expect(behaviours.some((words) => words.endsWith('refuses with badRequest'))).toBe(true);
    expect(behaviours.some((words) => words.includes('wrong-nonce at PKIOperation'))).toBe(true);
    const servers = cases.flatMap(({ preparation }) => preparation.scepServers ?? []);
    expect(Object.values(statistics.scepServers).reduce((total, count) => total + count, 0)).toBe(
      servers.length,
    );
  });

  it('find all pairs of valid choices of enrollments and their servers in the payloads of a whole run', () => {
    const { reached, possible, strength } = statistics.enrollmentCombinations;
    expect(strength).toBe(2);
    expect(possible).toBeGreaterThan(1500);
    expect(reached).toBe(possible);
  });

  it('find fewer pairs where the covering array is left out', () => {
    const rest = cases.filter(
      ({ level }) => level !== 'combinations' && level !== 'sessions' && level !== 'wire',
    );
    const { combinations, enrollmentCombinations } = statisticsOf(rest, laboratory.pool);
    expect(combinations.reached).toBeLessThan(combinations.possible);
    expect(combinations.reached).toBeGreaterThan(0);
    expect(enrollmentCombinations.reached).toBeLessThan(enrollmentCombinations.possible);
  });

  it('count no enrollment with a fault', () => {
    const faulty = cases.filter(
      ({ faults, id }) => faults.length === 1 && id.startsWith('scep/') && id.includes('/combinations/'),
    );
    expect(faulty.length).toBeGreaterThan(90);
    expect(statisticsOf(faulty, laboratory.pool).enrollmentCombinations.reached).toBe(0);
  });

  it.each([
    ['alone', [], 'some'],
    ['beside a member that fails', [remove(scepAddress('device', 'Missing'))], 'none'],
    ['behind a Get', [get(scepAddress('device', 'Missing'))], 'none'],
  ] as const)('count an enrollment %s in its Atomic', (_, others, expected) => {
    const commands = enrollmentCommands(usualEnrollment, laboratory.pool).map((command) =>
      command.kind === 'Atomic' ? { ...command, commands: [...others, ...command.commands] } : command,
    );
    const testCase = caseOf(laboratory, 'scep', ['R-SCEP-29'], 'matrix', {
      id: 'counted',
      title: 'One enrollment.',
      device: scepDeviceFor([usualEnrollment], laboratory.pool),
      parts: [commands],
      watched: [],
    });
    const { reached } = statisticsOf([testCase], laboratory.pool).enrollmentCombinations;
    expect(reached > 0 ? 'some' : 'none').toBe(expected);
  });
});
