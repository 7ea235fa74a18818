import type { Answers } from '../../../cases/case.ts';
import type { EnrollmentRequest } from '../../../simulator/csp/enrollment.ts';
import { add, atomic, csp, execute, open, remove, replace, type Sent, type Session } from '../client.ts';
import { aspect, type AspectTest } from './aspect.ts';

const id = `${csp}/SCEP/a`;
const install = `${id}/Install`;

const settings = {
  ServerURL: 'http://ca.example/scep',
  Challenge: 'secret',
  EKUMapping: '1.3.6.1.5.5.7.3.2',
  KeyUsage: '160',
  SubjectName: 'CN=device',
  KeyLength: '2048',
  HashAlgorithm: 'SHA-2',
  CAThumbprint: '00112233445566778899AABBCCDDEEFF00112233',
};

export const enroll = execute(`${install}/Enroll`);

/** Adds of all required settings, with some changed, added or (undefined) left out. */
export function settingUp(changes: Readonly<Record<string, string | undefined>> = {}): readonly Sent[] {
  const all: Readonly<Record<string, string | undefined>> = { ...settings, ...changes };
  return Object.entries(all).flatMap(([name, text]) =>
    text === undefined ? [] : [add(`${install}/${name}`, text)],
  );
}

function statusOf(session: Session): string {
  return session.read(`${id}/Status`);
}

/** Statuses of setting one value and of the Exec, and the Status node. */
function enrollWith(answers: Answers, changes: Readonly<Record<string, string>>): string {
  const session = open(answers);
  const { all } = session.send(...settingUp(changes), enroll);
  const failed = all
    .split(' ')
    .slice(0, -1)
    .filter((code) => code !== '200');
  return `${failed.join(' ') || 'set'} ${all.split(' ').at(-1)} ${statusOf(session)}`;
}

/** What the SCEP client of a device is told. */
function toldToClient(answers: Answers, ...commands: readonly Sent[]): EnrollmentRequest | undefined {
  const told: EnrollmentRequest[] = [];
  const client = {
    start: (request: EnrollmentRequest) => void told.push(request),
    forget: () => undefined,
    timePassed: () => undefined,
  };
  open(answers, {}, { enrollmentClient: client }).send(...commands);
  return told[0];
}

const requiredIsInvalid = {
  // Refused when set, the setting is missing at the Exec.
  'when-set': '500 500 32',
  'at-trigger': 'set 500 32',
  'in-status': 'set 200 16',
};
const optionalIsInvalid = { ...requiredIsInvalid, 'when-set': '500 200 32' };

export const scepAspects: readonly AspectTest[] = [
  aspect('A-04/KeyUsage', (answers) => enrollWith(answers, { KeyUsage: '64' }), requiredIsInvalid),
  aspect('A-04/KeyProtection', (answers) => enrollWith(answers, { KeyProtection: '5' }), optionalIsInvalid),
  aspect('A-04/KeyLength', (answers) => enrollWith(answers, { KeyLength: '512' }), requiredIsInvalid),
  aspect('A-04/HashAlgorithm', (answers) => enrollWith(answers, { HashAlgorithm: 'MD5' }), requiredIsInvalid),
  aspect('A-04/ValidPeriod', (answers) => enrollWith(answers, { ValidPeriod: 'Weeks' }), optionalIsInvalid),
  aspect(
    'A-11/SubjectName',
    (answers) =>
      open(answers).send(add(`${install}/SubjectName`, 'CN=x'), remove(`${install}/SubjectName`)).all,
    { 'as-source': '200 405', 'as-ddf': '200 200' },
  ),
  aspect('A-11/SCEP-UniqueID', (answers) => open(answers).send(add(id), replace(id), remove(id)).all, {
    'as-source': '200 405 405',
    'as-ddf': '200 200 200',
  }),
  aspect(
    'A-06',
    (answers) =>
      open(answers)
        .send(atomic(...settingUp(), enroll))
        .all.split(' ')
        .at(-1) ?? '',
    {
      '200': '200',
      '202': '202',
    },
  ),
  ...(['int', 'chr'] as const).map((format) =>
    aspect(
      `A-13/${format}`,
      (answers) => open(answers).send(add(`${install}/ValidPeriodUnits`, '30', format)).all,
      {
        accepted: '200',
        refused: '415',
      },
    ),
  ),
  ...(
    [
      ['A-16/without-hyphen', 'SHA1'],
      ['A-16/by-length', 'SHA-256'],
      ['A-16/SHA-3', 'SHA-1+SHA-3'],
      ['A-16/semicolon', 'SHA-1;SHA-2'],
    ] as const
  ).map(([key, text]) =>
    aspect(key, (answers) => open(answers).send(add(`${install}/HashAlgorithm`, text)).all, {
      accepted: '200',
      refused: '500',
    }),
  ),
  aspect('A-17', (answers) => enrollWith(answers, { CAThumbprint: '12345087E648875D1DF5D9F9FF89DD10' }), {
    'when-set': '500 500 32',
    'enrollment-fails': 'set 200 16',
  }),
  aspect(
    'A-20',
    (answers) => {
      const { ServerURL, ...others } = settings;
      const session = open(answers);
      const late = add(`${install}/ServerURL`, ServerURL);
      const inAtomic = session
        .send(atomic(...settingUp({ ...others, ServerURL: undefined }), enroll, late))
        .codes('9');
      const request = toldToClient(
        answers,
        atomic(...settingUp(), enroll, add(`${install}/RetryCount`, '7')),
      );
      return `${inAtomic} ${request?.retryCount ?? 'not started'}`;
    },
    { 'works-then': '500 3', 'waits-for-commit': '200 7', fails: '500 not started' },
  ),
  aspect(
    'A-21',
    (answers) => {
      const session = open(answers);
      session.send(...settingUp(), enroll);
      return session.read(`${install}/Challenge`);
    },
    { '404': '404', empty: '' },
  ),
  aspect(
    'A-24',
    (answers) => {
      const set = open(answers).send(
        add(`${install}/RetryDelay`, '0'),
        add(`${install}/RetryCount`, '-1'),
      ).all;
      const told = toldToClient(answers, ...settingUp({ RetryDelay: '0', RetryCount: '-1' }), enroll);
      return `${set} ${told?.retryDelay} ${told?.retryCount}`;
    },
    { refused: '500 500 5 3', clamped: '200 200 1 0', default: '200 200 5 3' },
  ),
  aspect(
    'A-31',
    (answers) => {
      const told = toldToClient(answers, ...settingUp({ RetryCount: '31' }), enroll);
      return `${open(answers).send(add(`${install}/RetryCount`, '31')).all} ${told?.retryCount}`;
    },
    { accepted: '200 30', refused: '500 3' },
  ),
];
