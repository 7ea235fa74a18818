import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../cases/case.ts';
import type { FaultRule } from '../../../pki/scep/script.ts';
import type { Forecast } from '../../../oracles/scep/enrollment.ts';
import type { Changes } from '../support/enrolling.ts';
import { deviceWith, foreseen, serverOf } from './kit.ts';

const own = 'http://scep.conformance.test/device-Alpha';
const other = 'http://scep.conformance.test/device-Bravo';
const nobody = 'http://nobody.test/scep';
const day = 86_400;

/** The forecasts of all ways in which the Exec is accepted. */
function forecasts(...[changes, answers, device]: Parameters<typeof foreseen>): readonly Forecast[] {
  return foreseen(changes, answers, device).flatMap((one) => (one.kind === 'begins' ? [one.forecast] : []));
}

/** The only way. */
function forecast(changes: Changes, answers?: Answers, device?: Parameters<typeof foreseen>[2]): Forecast {
  const all = foreseen(changes, answers, device);
  const [first] = all;
  assert.equal(all.length, 1);
  assert.ok(first?.kind === 'begins');
  return first.forecast;
}

/** Seconds and Status of each phase. */
const course = ({ phases }: Forecast): unknown => phases.map(({ from, statuses }) => [from, statuses.join()]);

const late = (operation: FaultRule['operation'], seconds: number): FaultRule => ({
  operation,
  fault: { kind: 'late', seconds },
});

describe('the course of an enrollment', () => {
  it('is at its end at once where the server issues at once', () => {
    const usual = forecast({});
    expect(course(usual)).toEqual([
      [0, '32'],
      [0, '1'],
    ]);
    expect(usual.phases.at(-1)).toMatchObject({ certificate: 'present', respondents: [own] });
    expect(usual.talks).toMatchObject([
      { url: own, sends: 'must', comparable: true, retries: { atLeast: 0, atMost: 0 } },
    ]);
  });

  it('goes from pending to the certificate by as many retries as the server wants', () => {
    const pending = forecast({ server: { pending: 2 }, retryDelay: '10' });
    expect(course(pending)).toEqual([
      [0, '32'],
      [0, '2'],
      [1200, '1'],
    ]);
    expect(pending.talks).toMatchObject([{ retries: { atLeast: 2, atMost: 2 }, interval: 600 }]);
  });

  it('comes later by what answers come late, each of them', () => {
    const faults = [late('GetCACaps', 20), late('GetCACert', 10), late('PKIOperation', 5)];
    expect(course(forecast({ server: { faults } }))).toEqual([
      [0, '32'],
      [35, '1'],
    ]);
    expect(course(forecast({ server: { faults, pending: 2 }, retryDelay: '1' }))).toEqual([
      [0, '32'],
      [35, '2'],
      [165, '1'],
    ]);
  });

  it('ends with the last retry that RetryCount allows, as failed or as pending still (A-69)', () => {
    const changes: Changes = { server: { pending: 9 }, retryDelay: '1', retryCount: '2' };
    expect(course(forecast(changes, { 'A-69': 'failed' }))).toEqual([
      [0, '32'],
      [0, '2'],
      [120, '16'],
    ]);
    expect(course(forecast(changes, { 'A-69': 'pending' }))).toEqual([
      [0, '32'],
      [0, '2'],
    ]);
    expect(forecasts(changes)).toHaveLength(2);
  });

  it('has no retry at all with RetryCount 0', () => {
    const none = forecast({ server: { pending: 1 }, retryCount: '0' }, { 'A-69': 'failed' });
    expect(none.talks).toMatchObject([{ retries: { atLeast: 0, atMost: 0 } }]);
    expect(none.phases.at(-1)).toMatchObject({ statuses: ['16'], failed: true, certificate: 'absent' });
  });

  it('meets a fault of a later answer only after the answers before it', () => {
    const server = {
      pending: 2,
      faults: [{ operation: 'PKIOperation', from: 2, fault: { kind: 'drop' } }],
    } as const;
    const all = forecasts({ server, retryDelay: '1' });
    expect(all.map(course)).toContainEqual([
      [0, '32'],
      [0, '2'],
      [60, '16'],
    ]);
  });

  it('does not meet a fault of an answer that is never asked for', () => {
    const faults = [{ operation: 'PKIOperation', from: 3, fault: { kind: 'drop' } }] as const;
    expect(forecast({ server: { faults, pending: 1 } }).phases.at(-1)).toMatchObject({ statuses: ['1'] });
  });

  it('is open where devices may differ in whether they get along with the server', () => {
    const [open] = forecasts({ server: { capabilities: [] } });
    expect(open?.phases).toMatchObject([{ from: 0, certificate: 'perhaps' }]);
    expect(open?.talks).toMatchObject([{ sends: 'may' }]);
  });
});

describe('an enrollment that can not succeed', () => {
  it('fails in Status or is refused, and may or must not reach its server', () => {
    const missing = foreseen({ challenge: undefined });
    expect(missing.map(({ kind }) => kind).sort()).toEqual(['begins', 'refused']);
    const [failing] = forecasts({ keyProtection: '1' });
    expect(failing?.phases.at(-1)).toMatchObject({ failed: true, certificate: 'absent' });
    expect(failing?.talks).toMatchObject([{ sends: 'never', comparable: false }]);
  });

  it('does not reach its server where one of two obstacles forbids it', () => {
    const both = forecasts({ challenge: undefined, keyProtection: '1' });
    const sends = both.flatMap(({ talks }) => talks.map((one) => one.sends));
    expect(new Set(sends)).toEqual(new Set(['never']));
  });
});

describe('several URLs', () => {
  const servers = { scepServers: [serverOf(), serverOf({}, 'device-Bravo')] };

  it('of servers that are alike may be asked in any order', () => {
    const alike = forecast({ serverUrl: `${own};${other}` }, {}, servers);
    expect(alike.phases.at(-1)).toMatchObject({ statuses: ['1'], respondents: [own, other] });
    expect(alike.talks).toMatchObject([
      { url: own, sends: 'may' },
      { url: other, sends: 'may' },
    ]);
  });

  it.each([`${nobody};${own}`, `${own};${nobody}`])(
    'go on after one where nobody answers, in whatever order they are asked: %s (A-26)',
    (serverUrl) => {
      for (const foreseen of forecasts({ serverUrl })) {
        expect(foreseen.phases.at(-1)).toMatchObject({
          statuses: ['1'],
          respondents: [own],
          reason: { requirement: 'R-SCEP-05' },
        });
        expect(foreseen.talks).toContainEqual(expect.objectContaining({ url: own, sends: 'must' }));
        expect(foreseen.talks).toContainEqual(expect.objectContaining({ url: nobody, sends: 'never' }));
      }
    },
  );

  it('leave the outcome open after a refusal, in a device that asks in any order (A-26)', () => {
    const refusing = {
      scepServers: [serverOf(), serverOf({ failure: { failInfo: 'badRequest' } }, 'device-Bravo')],
    };
    const any = forecast({ serverUrl: `${own};${other}` }, { 'A-26': 'any-order' }, refusing);
    expect(any.phases).toMatchObject([{ certificate: 'perhaps' }]);
    const inOrder = forecast({ serverUrl: `${own};${other}` }, { 'A-26': 'in-order' }, refusing);
    expect(inOrder.phases.at(-1)).toMatchObject({ statuses: ['1'], respondents: [own] });
  });

  it('are not asked behind the one that issues, in a device that goes by the order (A-26)', () => {
    const refusing = serverOf({ failure: { failInfo: 'badRequest' } }, 'device-Bravo');
    const inOrder = forecast(
      { serverUrl: `${own};${other}` },
      { 'A-26': 'in-order' },
      { scepServers: [serverOf(), refusing] },
    );
    expect(inOrder.talks).toMatchObject([
      { url: own, sends: 'may' },
      { url: other, sends: 'never' },
    ]);
  });

  it.each([
    ['an HTTP error', `${other};${own}`],
    ['a text that is no URL', `no url;${own}`],
  ])('leave it open what comes after %s', (_, serverUrl) => {
    const fault: FaultRule = { operation: 'GetCACert', fault: { kind: 'http-status', status: 500 } };
    const broken = { scepServers: [serverOf(), serverOf({ faults: [fault] }, 'device-Bravo')] };
    const any = forecast({ serverUrl }, { 'A-26': 'any-order' }, broken);
    expect(any.phases).toMatchObject([{ certificate: 'perhaps' }]);
  });

  it('fail together where all of them fail', () => {
    const none = forecasts({ serverUrl: `${nobody};${nobody}/2` });
    expect(none.length).toBeGreaterThan(0);
    for (const { phases } of none) expect(phases.at(-1)).toMatchObject({ certificate: 'absent' });
  });

  it('leave nothing to ask where there is none', () => {
    expect(forecast({ serverUrl: ';' })).toMatchObject({ phases: [{ certificate: 'perhaps' }], talks: [] });
  });
});

describe('the key', () => {
  it.each<[Changes, Answers, object]>([
    [{}, {}, { providers: ['software'] }],
    [{ keyProtection: '3' }, {}, { providers: ['software'] }],
    [{ keyProtection: '1' }, {}, { providers: ['tpm'] }],
    [{ keyProtection: '2' }, {}, { providers: ['tpm'] }],
    [{ keyProtection: '2', keyLength: '4096' }, { 'A-25/4096': 'taken' }, { providers: ['tpm'] }],
    [
      { keyProtection: '2', keyLength: '4096' },
      { 'A-25/4096': 'refused', 'A-25/fallback': 'software' },
      { providers: ['software'] },
    ],
    [{ keyProtection: '4', containerName: 'Work' }, {}, { providers: ['hello'], container: 'Work' }],
  ])('of %j on a device with a TPM is there', (changes, answers, key) => {
    const { key: expected } = forecast(changes, answers, { tpm: true, helloContainers: new Set(['Work']) });
    expect(expected).toMatchObject(key);
    expect('container' in expected).toBe('container' in key);
  });
});

describe('the length of life', () => {
  it.each<[Changes, number, number]>([
    [{}, 365 * day, 365 * day],
    [{ server: { validitySeconds: 60 } }, 60, 60],
    [{ validPeriodUnits: '1' }, day, 365 * day],
    [{ validPeriod: 'Years', validPeriodUnits: '2' }, 365 * day, 732 * day],
    [{ validPeriod: 'Months', validPeriodUnits: '1', server: { validitySeconds: 60 } }, 60, 31 * day],
    [{ validPeriodUnits: '1', server: { validitySeconds: 60, honoursValidityWish: false } }, 60, 60],
  ])('of %j is between what the server gives and what is wished for', (changes, atLeast, atMost) => {
    expect(forecast(changes).lifetime).toEqual({ atLeast, atMost });
  });
});

describe('every forecast', () => {
  const maybe = <Value>(...values: readonly Value[]): fc.Arbitrary<Value | undefined> =>
    fc.constantFrom(undefined, ...values);
  const enrollments: fc.Arbitrary<Changes> = fc.record({
    serverUrl: fc.constantFrom('own', 'own', nobody, `${nobody};${own}`, `${own};${nobody}`, ';'),
    server: fc.record({
      pending: fc.nat(4),
      faults: fc.array(fc.constantFrom(late('PKIOperation', 5), late('GetCACert', 30)), { maxLength: 1 }),
    }),
    challenge: fc.constantFrom('Y2hhbGxlbmdlLTE=', 'not base64!', undefined),
    keyProtection: maybe('1', '2', '3', '4'),
    containerName: maybe('Work'),
    keyLength: fc.constantFrom('1024', '2048', '4096'),
    hashAlgorithm: fc.constantFrom('SHA-1', 'SHA-2', 'SHA-3'),
    caThumbprint: fc.constantFrom('root' as const, 'another' as const),
    retryCount: maybe('0', '2', '31', '-1'),
    retryDelay: maybe('1', '0'),
  });

  it('begins at the Exec, goes on in time, and brings a certificate where it succeeds only', () => {
    fc.assert(
      fc.property(enrollments, fc.boolean(), (changes, tpm) => {
        const device = deviceWith(changes.server, { tpm });
        for (const { phases, talks } of forecasts(changes, {}, device)) {
          assert.equal(phases[0]?.from, 0);
          for (const [place, { from }] of phases.entries()) assert.ok(from >= (phases[place - 1]?.from ?? 0));
          for (const { statuses, certificate, failed } of phases) {
            assert.ok(statuses.every((status) => ['1', '2', '16', '32'].includes(status)));
            if (certificate === 'present') assert.deepEqual(statuses, ['1']);
            if (failed) assert.equal(certificate, 'absent');
            if (statuses.includes('1')) assert.notEqual(certificate, 'absent');
          }
          for (const { retries } of talks) assert.ok(retries.atLeast <= retries.atMost);
        }
      }),
    );
  });

  it('is made of the same doubts each time', () => {
    fc.assert(
      fc.property(enrollments, (changes) => {
        assert.deepEqual(foreseen(changes), foreseen(changes));
      }),
    );
  });
});
