import type { Pool } from '../../pki/pool.ts';
import { add, atomic, exec, remove, replace } from '../command.ts';
import type { Part } from '../draft.ts';
import {
  scepAddress,
  scepServer,
  serverUrlOf,
  usualEnrollment,
  type Enrollment,
} from '../scep/enrollment.ts';
import { lookAfter, settled } from '../scep/observing.ts';
import { alwaysPending } from '../scep/settling.ts';
import { enrolling, enrollmentOf, execOf, prepared, settingsOf, started } from './enrolling.ts';
import { alone, eachAlone, findBlame, type Probe } from './probe.ts';

const alpha = (...below: readonly string[]): string => scepAddress('device', 'Alpha', ...below);

/** A server that is not done when the device is asked again. */
const slow = enrollmentOf({ retryDelay: '1', retryCount: '5', server: { pending: 4 } });

function asking(enrollment: Enrollment, parts: (pool: Pool) => readonly Part[]): Probe['steps'] {
  return (pool) => ({ device: prepared([enrollment], pool), parts: [findBlame, ...parts(pool)] });
}

const usual = enrollmentOf({});
const intermediate = enrollmentOf({
  caThumbprint: 'intermediate',
  server: { authority: 'intermediate-with-registration' },
});
const elsewhere = enrollmentOf({ keyProtection: '4', containerName: 'NoSuchContainer' });
const several = enrollmentOf({ serverUrl: ['issuing', 'refusing'].map(serverUrlOf).join(';') });
const inTpm = (['1024', '4096'] as const).map((keyLength) =>
  enrollmentOf({ uniqueId: `rsa-${keyLength}`, keyLength, keyProtection: '2', tpm: true }),
);
const inBothScopes = (['device', 'user'] as const).map((scope) => enrollmentOf({ scope }));
const wishing = enrollmentOf({ validPeriod: 'Years' });
const exhausted = enrollmentOf({ retryDelay: '1', retryCount: '1', server: { pending: alwaysPending } });

/** What comes of an enrollment. */
export const scepEnrollmentProbes: readonly Probe[] = [
  {
    asks: ['A-06', 'A-07', 'A-15', 'A-21', 'A-32', 'A-23'],
    requirement: 'R-SCEP-29',
    title: 'The usual enrollment',
    steps: asking(usual, (pool) => enrolling(usual, pool)),
  },
  {
    asks: ['A-20'],
    requirement: 'R-GEN-03',
    title: 'A setting is replaced behind Enroll in its Atomic',
    steps: asking(usual, (pool) => [
      settingsOf(usual, pool),
      [
        atomic([
          exec(alpha('Install', 'Enroll')),
          replace(alpha('Install', 'SubjectName'), 'chr', 'CN=Bravo'),
        ]),
      ],
      ...settled([usual]),
    ]),
  },
  {
    // Whoever asks the second one at all does not go by the order: the first one issues the certificate.
    asks: ['A-26'],
    requirement: 'R-SCEP-05',
    title: 'Enrollment at two servers, of which the second refuses',
    steps: (pool) => {
      const device = prepared([several], pool);
      const refusing = scepServer('refusing', { failure: { failInfo: 'badRequest' } }, pool);
      return {
        device: { ...device, scepServers: [scepServer('issuing', {}, pool), refusing] },
        parts: [findBlame, ...enrolling(several, pool)],
      };
    },
  },
  {
    asks: ['A-63'],
    requirement: 'R-SCEP-15',
    title: 'Enrollment into a container that does not exist',
    steps: (pool) => ({
      device: { ...prepared([elsewhere], pool), helloContainers: [] },
      parts: [findBlame, ...enrolling(elsewhere, pool)],
    }),
  },
  {
    // The other way to a TPM, for devices to which no PFX can be sent.
    asks: ['A-25/1024', 'A-25/4096', 'A-25/fallback'],
    variant: 'enrolled',
    requirement: 'R-SCEP-14',
    positive: true,
    title: 'Enrollments with KeyProtection 2 of keys that not every TPM makes',
    steps: (pool) => ({
      device: prepared(inTpm, pool),
      parts: [findBlame, ...inTpm.flatMap((one) => [settingsOf(one, pool), started(one)]), ...settled(inTpm)],
    }),
  },
  {
    asks: ['A-62'],
    variant: 'enrolled',
    requirement: 'R-GEN-05',
    title: 'Enrollments for device and user in one message',
    steps: (pool) => ({
      device: prepared(inBothScopes, pool),
      parts: [
        findBlame,
        ...inBothScopes.map((one) => settingsOf(one, pool)),
        inBothScopes.map(execOf),
        ...settled(inBothScopes),
      ],
    }),
  },
  {
    asks: ['A-66'],
    requirement: 'R-SCEP-23',
    title: 'Enrollment with the CAThumbprint of an intermediate CA',
    steps: asking(intermediate, (pool) => enrolling(intermediate, pool)),
  },
  {
    asks: ['A-67'],
    requirement: 'R-SCEP-04',
    title: 'A second Exec with another subject while the enrollment is under way',
    steps: asking(slow, (pool) => [
      settingsOf(slow, pool),
      started(slow),
      ...lookAfter(150, [slow]),
      [
        remove(alpha('Install', 'Challenge')),
        ...eachAlone([
          replace(alpha('Install', 'SubjectName'), 'chr', 'CN=Bravo'),
          add(alpha('Install', 'Challenge'), 'chr', usualEnrollment.challenge),
        ]),
      ],
      started(slow),
      ...settled([slow]),
    ]),
  },
  {
    asks: ['A-68'],
    requirement: 'R-SCEP-26',
    title: 'Enrollment with a wish for its period of validity',
    steps: asking(wishing, (pool) => [
      settingsOf(wishing, pool),
      (['int', 'chr', undefined] as const).map((format) =>
        alone(add(alpha('Install', 'ValidPeriodUnits'), format, '2')),
      ),
      started(wishing),
      ...settled([wishing]),
    ]),
  },
  {
    asks: ['A-69'],
    requirement: 'R-SCEP-17',
    title: 'The server is pending for longer than the device asks',
    steps: asking(exhausted, (pool) => enrolling(exhausted, pool)),
  },
  {
    asks: ['A-70'],
    requirement: 'R-SCEP-38',
    title: 'The request is deleted while its enrollment is under way',
    steps: asking(slow, (pool) => [
      settingsOf(slow, pool),
      started(slow),
      ...lookAfter(150, [slow]),
      [remove(alpha())],
      ...settled([slow]),
    ]),
  },
];
