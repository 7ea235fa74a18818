import { add, atomic, csp, execute, get, open, replace, sequence, withoutFormat } from '../client.ts';
import { installing, pfxOf, pool } from '../pfx-files.ts';
import { aspect, type AspectTest } from './aspect.ts';

const pfx = `${csp}/PFXCertInstall`;
const location = `${pfx}/a/KeyLocation`;
const codes = {
  '400': '400',
  '405': '405',
  '406': '406',
  '415': '415',
  '425': '425',
  '500': '500',
  other: '403',
};

/** An Atomic whose second of three members fails: Add of what is there already. */
const failing = [add(`${pfx}/a`), add(location, '3'), add(location, '3'), add(`${pfx}/a/ContainerName`, 'c')];

export const protocolAspects: readonly AspectTest[] = [
  aspect(
    'A-01/leaf',
    (answers) =>
      open(answers)
        .send(add(`${pfx}/a`), replace(location, '3'))
        .codes('2'),
    {
      '404': '404',
      created: '200',
    },
  ),
  aspect('A-01/UniqueID', (answers) => open(answers).send(replace(`${pfx}/a`)).all, {
    '404': '404',
    created: '200',
  }),
  aspect('A-02', (answers) => open(answers).send(add(location, '3')).all, {
    'parents-created': '200',
    '404': '404',
  }),
  aspect('A-03/blame', (answers) => open(answers).send(atomic(...failing)).all, {
    'at-fault': '507 216 216 418 215',
    'first-member': '507 500 216 216 216',
  }),
  aspect('A-03/done', (answers) => open(answers).send(atomic(...failing)).all, {
    '216': '507 216 216 418 215',
    '200': '507 200 200 418 215',
    '516': '507 516 516 418 215',
  }),
  aspect('A-03/not-reached', (answers) => open(answers).send(atomic(...failing)).all, {
    '215': '507 216 216 418 215',
    '216': '507 216 216 418 216',
    '404': '507 216 216 418 404',
    '500': '507 216 216 418 500',
  }),
  aspect('A-05/format', (answers) => open(answers).send(add(location, '3', 'chr')).all, codes),
  aspect('A-05/value', (answers) => open(answers).send(add(location, '9')).all, codes),
  aspect(
    'A-05/trigger',
    (answers) =>
      open(answers)
        .send(...installing(`${pfx}/a`, { KeyLocation: undefined }))
        .codes('2'),
    codes,
  ),
  aspect(
    'A-18',
    (answers) => {
      const session = open(answers);
      const reply = session.send({ ...atomic(add(location, '3')), cmdId: null });
      return `${reply.codes('')} ${reply.codes('2')} ${session.read(location)}`;
    },
    { '400': '400 215 404', executed: '200 200 3' },
  ),
  aspect(
    'A-19/not-a-number',
    (answers) =>
      open(answers)
        .send({ ...get(csp), cmdId: '313$' })
        .codes('313$'),
    {
      accepted: '200',
      '400': '400',
    },
  ),
  aspect(
    'A-19/duplicate',
    (answers) =>
      open(answers)
        .send({ ...get(csp), cmdId: '7' }, { ...get(csp), cmdId: '7' })
        .codes('7'),
    { accepted: '200 200', '400': '200 400' },
  ),
  aspect('A-19/zero', (answers) => open(answers).send({ ...get(csp), cmdId: '0' }).all, {
    accepted: '200',
    '400': '400',
  }),
  ...(
    [
      ['PFXCertInstall/a', 'PFXCertPasswordEncryptionType', '0'],
      ['PFXCertInstall/a', 'PFXKeyExportable', 'true'],
      ['SCEP/a/Install', 'KeyProtection', '3'],
      ['SCEP/a/Install', 'RetryDelay', '5'],
      ['SCEP/a/Install', 'RetryCount', '3'],
      ['SCEP/a/Install', 'ValidPeriod', 'Days'],
      ['SCEP/a/Install', 'ValidPeriodUnits', '0'],
    ] as const
  ).map(([parent, name, value]) =>
    aspect(
      `A-29/${name}`,
      (answers) => {
        const session = open(answers);
        session.send(add(`${csp}/${parent}`, '', 'node'));
        return session.read(`${csp}/${parent}/${name}`);
      },
      { '404': '404', default: value },
    ),
  ),
  aspect(
    'A-30/scope-prefix',
    (answers) => open(answers).send(get('./device/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall')).all,
    { sensitive: '404', insensitive: '200' },
  ),
  aspect(
    'A-30/node-name',
    (answers) => open(answers).send(get('./Device/vendor/msft/clientcertificateinstall/pfxcertinstall')).all,
    { sensitive: '404', insensitive: '200' },
  ),
  aspect('A-30/UniqueID', (answers) => open(answers).send(add(`${pfx}/a`), add(`${pfx}/A`)).all, {
    sensitive: '200 200',
    insensitive: '200 418',
  }),
  aspect(
    'A-33',
    (answers) => {
      const session = open(answers);
      const sent = { target: `${pfx}/a/ContainerName`, format: 'chr', data: 'c', cdata: true };
      const reply = session.send({ kind: 'Add', items: [sent] });
      return `${reply.all} ${session.read(`${pfx}/a/ContainerName`)}`;
    },
    { read: '200 c', fails: '400 404' },
  ),
  aspect('A-34', (answers) => open(answers).send(atomic(...failing)).all, {
    'one-by-one': '507 216 216 418 215',
    'checked-first': '507 215 215 418 215',
  }),
  aspect('A-35/Get', (answers) => open(answers).send(get(`${csp}/SCEP/a/Install/Enroll`)).all, {
    '405': '405',
    '406': '406',
  }),
  aspect('A-35/Exec', (answers) => open(answers).send(execute(`${pfx}/a/KeyLocation`)).all, {
    '405': '405',
    '406': '406',
  }),
  aspect(
    'A-38/UniqueID',
    (answers) => {
      const session = open(answers);
      const outside = session.send(add(`${pfx}/a`, undefined)).all;
      return `${outside}, then ${session.send(atomic(add(`${pfx}/b`, undefined))).all}`;
    },
    { accepted: '200, then 200 200', refused: '500, then 200 200' },
  ),
  aspect(
    'A-38/settings',
    (answers) => {
      const session = open(answers);
      const outside = session.send(add(location, '3')).all;
      return `${outside}, then ${session.send(atomic(add(`${pfx}/b/KeyLocation`, '3'))).all}`;
    },
    { accepted: '200, then 200 200', refused: '500, then 200 200' },
  ),
  aspect('A-42', (answers) => open(answers).send(withoutFormat(add(location, '3'))).all, {
    accepted: '200',
    refused: '415',
  }),
  aspect(
    'A-43',
    (answers) => {
      const session = open(answers);
      session.send(atomic(...installing(`${pfx}/a`)));
      const { all } = session.send(replace(`${pfx}/a`));
      return `${all} ${session.read(location)} ${session.stores().length}`;
    },
    { 'nothing-changes': '200 3 1', emptied: '200 404 0' },
  ),
  aspect('A-58', (answers) => open(answers).send(sequence(get(`${pfx}/none`), get(pfx), get(csp))).all, {
    executed: '200 404 200 200',
    '215': '200 404 215 215',
  }),
  aspect(
    'A-60',
    (answers) => {
      const session = open(answers);
      const { all } = session.send(atomic(add(location, '3'), replace(location, '2')));
      return `${all} ${session.read(location)}`;
    },
    { works: '200 200 200 2', fails: '507 216 500 404' },
  ),
  aspect(
    'A-62',
    (answers) => {
      const session = open(answers);
      const user = pfx.replace('./Device', './User');
      const other = { PFXCertBlob: pfxOf([pool.identity('rsa-2048', 1)]) };
      session.send(atomic(...installing(`${pfx}/a`)), atomic(...installing(`${user}/b`, other)));
      return session
        .stores()
        .map(({ scope, store }) => `${scope} ${store}`)
        .join(', ');
    },
    { separate: 'device My, user My', both: 'device My, user My, user My' },
  ),
];
