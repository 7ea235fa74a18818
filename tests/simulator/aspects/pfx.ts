import type { Answers, Preparation } from '../../../cases/case.ts';
import { add, atomic, csp, get, open, remove, replace, type Session } from '../client.ts';
import { installing, pfxOf, pool, type InstallNodes } from '../pfx-files.ts';
import { aspect, type AspectTest } from './aspect.ts';

const pfx = `${csp}/PFXCertInstall`;
const id = `${pfx}/a`;
const damaged = (): string => pfxOf(undefined, { damage: 'truncated' });
const second = pool.identity('rsa-2048', 1);

/** Statuses of an install outside an Atomic, the Status node, and what is in the stores. */
function install(answers: Answers, nodes: InstallNodes, preparation: Partial<Preparation> = {}): string {
  const session = open(answers, preparation);
  const { all } = session.send(...installing(id, nodes));
  return `${all}; ${session.read(`${id}/Status`)}; ${storesOf(session)}`;
}

function storesOf(session: Session): string {
  const texts = session.stores().map(({ provider, exportable }) => `${provider}${exportable ? '+' : '-'}`);
  return texts.join(' ') || 'nothing';
}

const isInvalid = {
  'when-set': '500 200 500; 404; nothing',
  'at-trigger': '200 200 500; 404; nothing',
  'in-status': '200 200 200; -2147024809; nothing',
};

export const pfxAspects: readonly AspectTest[] = [
  aspect('A-04/not-an-int', (answers) => install(answers, { KeyLocation: 'three' }), isInvalid),
  aspect('A-04/KeyLocation', (answers) => install(answers, { KeyLocation: '5' }), isInvalid),
  aspect(
    'A-04/PFXCertPasswordEncryptionType',
    (answers) => install(answers, { PFXCertPasswordEncryptionType: '3' }),
    {
      // Refused when set, the type is the default, and the install goes on.
      'when-set': '200 200 500 200; 0; software+',
      'at-trigger': '200 200 200 500; 404; nothing',
      'in-status': '200 200 200 200; -2147024809; nothing',
    },
  ),
  aspect('A-04/PFXKeyExportable', (answers) => install(answers, { PFXKeyExportable: 'maybe' }), {
    'when-set': '200 200 500 200; 0; software+',
    'at-trigger': '200 200 200 500; 404; nothing',
    'in-status': '200 200 200 200; -2147024809; nothing',
  }),
  aspect(
    'A-04/exportable-location',
    (answers) => install(answers, { KeyLocation: '1', PFXKeyExportable: 'true' }),
    {
      'when-set': '200 200 500 200; 0; tpm-',
      'at-trigger': '200 200 200 500; 404; nothing',
      'in-status': '200 200 200 200; -2146893808; nothing',
    },
  ),
  aspect(
    'A-08',
    (answers) => {
      const session = open(answers);
      const [location, password, blob] = installing(id);
      if (location === undefined || password === undefined || blob === undefined)
        throw new Error('three Adds');
      const { all } = session.send(atomic(location, blob, password));
      return `${all}; ${session.read(`${id}/Status`)}; ${storesOf(session)}`;
    },
    { 'at-commit': '200 200 200 200; 0; software+', 'at-add': '200 200 200 200; 86; nothing' },
  ),
  aspect(
    'A-09',
    (answers) =>
      [true, false]
        .map((tpm) => install(answers, { KeyLocation: '2', PFXKeyExportable: 'true' }, { tpm }))
        .join(' | '),
    {
      'fails-always': '200 200 200 500; 404; nothing | 200 200 200 500; 404; nothing',
      'fails-with-tpm': '200 200 200 500; 404; nothing | 200 200 200 200; 0; software+',
      ignored: '200 200 200 200; 0; tpm- | 200 200 200 200; 0; software-',
    },
  ),
  aspect(
    'A-10',
    (answers) => {
      const session = open(answers);
      session.send(...installing(id));
      return `${session.send(remove(id)).all}; ${storesOf(session)}`;
    },
    { allowed: '200; nothing', '405': '405; software+' },
  ),
  aspect(
    'A-11/PFX-ContainerName',
    (answers) => open(answers).send(add(`${id}/ContainerName`, 'c'), remove(`${id}/ContainerName`)).all,
    { 'as-source': '200 200', 'as-ddf': '200 405' },
  ),
  aspect('A-12', (answers) => install(answers, {}), {
    exportable: '200 200 200; 0; software+',
    'not-exportable': '200 200 200; 0; software-',
  }),
  ...(['bin', 'b64', 'chr'] as const).map((format) =>
    aspect(
      `A-14/${format}`,
      (answers) => open(answers).send(add(`${id}/PFXCertBlob`, pfxOf(), format)).all,
      {
        accepted: '200',
        refused: '415',
      },
      { 'A-28/settings': 'in-status' },
    ),
  ),
  aspect(
    'A-22',
    (answers) => {
      const session = open(answers);
      session.send(add(`${id}/PFXCertPassword`, 'secret'));
      return session.read(`${id}/PFXCertPassword`);
    },
    { value: 'secret', empty: '', masked: '********' },
  ),
  aspect(
    'A-23',
    (answers) => {
      const session = open(answers);
      session.send(...installing(id));
      return session.read(`${id}/Thumbprint`);
    },
    {
      upper: pool.identity('rsa-2048', 0).thumbprint,
      lower: pool.identity('rsa-2048', 0).thumbprint.toLowerCase(),
    },
  ),
  ...(
    [
      ['A-25/1024', 'rsa-1024'],
      ['A-25/4096', 'rsa-4096'],
      ['A-25/ec', 'ec-p256'],
    ] as const
  ).map(([key, kind]) =>
    aspect(
      key,
      (answers) => install(answers, { KeyLocation: '1', PFXCertBlob: pfxOf([pool.identity(kind, 0)]) }),
      { taken: '200 200 200; 0; tpm-', refused: '200 200 500; 404; nothing' },
    ),
  ),
  aspect(
    'A-25/fallback',
    (answers) => install(answers, { KeyLocation: '2', PFXCertBlob: pfxOf([pool.identity('rsa-4096', 0)]) }),
    { fails: '200 200 500; 404; nothing', software: '200 200 200; 0; software+' },
    { 'A-25/4096': 'refused' },
  ),
  aspect(
    'A-27',
    (answers) => {
      const session = open(answers);
      session.send(...installing(id), ...installing(`${pfx}/b`), remove(id));
      return storesOf(session);
    },
    { stays: 'software+', goes: 'nothing' },
  ),
  aspect(
    'A-71',
    (answers) => {
      const session = open(answers);
      const replaced = pfxOf([pool.identity('rsa-2048', 1)]);
      session.send(...installing(id), ...installing(`${pfx}/b`), replace(`${id}/PFXCertBlob`, replaced));
      return String(session.stores().length);
    },
    { stays: '2', goes: '1' },
  ),
  aspect('A-28/import', (answers) => install(answers, { PFXCertBlob: damaged() }), {
    'in-status': '200 200 200; -2146881269; nothing',
    failure: '200 200 500; 404; nothing',
  }),
  aspect('A-28/settings', (answers) => install(answers, { KeyLocation: '1' }, { tpm: false }), {
    'in-status': '200 200 200; -2144845816; nothing',
    failure: '200 200 500; 404; nothing',
  }),
  aspect('A-36/capitalised', (answers) => open(answers).send(add(`${id}/PFXKeyExportable`, 'True')).all, {
    accepted: '200',
    refused: '500',
  }),
  aspect('A-36/number', (answers) => open(answers).send(add(`${id}/PFXKeyExportable`, '1')).all, {
    accepted: '200',
    refused: '500',
  }),
  aspect('A-37/leading-zero', (answers) => open(answers).send(add(`${id}/KeyLocation`, '03')).all, {
    accepted: '200',
    refused: '500',
  }),
  aspect('A-37/plus-sign', (answers) => open(answers).send(add(`${id}/KeyLocation`, '+3')).all, {
    accepted: '200',
    refused: '500',
  }),
  aspect('A-37/blanks', (answers) => open(answers).send(add(`${id}/KeyLocation`, ' 3 ')).all, {
    accepted: '200',
    refused: '500',
  }),
  aspect('A-39/Thumbprint', (answers) => open(answers).send(add(id), get(`${id}/Thumbprint`)).all, {
    '404': '200 404',
    present: '200 200',
  }),
  aspect('A-39/Status', (answers) => open(answers).send(add(id), get(`${id}/Status`)).all, {
    '404': '200 404',
    present: '200 200',
  }),
  aspect('A-41', (answers) => install(answers, { KeyLocation: '1' }), {
    installs: '200 200 200; 0; tpm-',
    fails: '200 200 500; 404; nothing',
  }),
  aspect(
    'A-48',
    (answers) => {
      const session = open(answers);
      session.send(...installing(id), replace(`${id}/PFXCertBlob`, damaged()));
      return `${session.read(`${id}/Status`)}; ${storesOf(session)}`;
    },
    { stays: '-2146881269; software+', goes: '-2146881269; nothing' },
  ),
  aspect(
    'A-51/no-key',
    (answers) => install(answers, { PFXCertBlob: pfxOf(undefined, { content: 'certificates-only' }) }),
    { imported: '200 200 200; 0; none-', fails: '200 200 200; -2146893811; nothing' },
  ),
  aspect(
    'A-51/no-certificate',
    (answers) => install(answers, { PFXCertBlob: pfxOf(undefined, { content: 'keys-only' }) }),
    { imported: '200 200 200; 0; nothing', fails: '200 200 200; -2146885628; nothing' },
  ),
  aspect(
    'A-53/empty-absent',
    (answers) =>
      install(answers, { PFXCertPassword: undefined, PFXCertBlob: pfxOf(undefined, { password: '' }) }),
    { installs: '200 200; 0; software+', fails: '200 200; 86; nothing' },
  ),
  aspect(
    'A-53/unneeded',
    (answers) => install(answers, { PFXCertBlob: pfxOf(undefined, { password: null }) }),
    { installs: '200 200 200; 0; software+', fails: '200 200 200; 86; nothing' },
  ),
  aspect('A-63', (answers) => install(answers, { KeyLocation: '4', ContainerName: 'new' }), {
    created: '200 200 200 200; 0; hello-',
    fails: '200 200 200 500; 404; nothing',
  }),
  aspect(
    'A-65',
    (answers) => {
      const session = open(answers);
      session.send(...installing(id));
      const alone = session.send(replace(`${id}/PFXCertPassword`, 'other')).all;
      const withBlob = session.send(
        atomic(
          replace(`${id}/PFXCertPassword`, 'new'),
          replace(`${id}/PFXCertBlob`, pfxOf([second], { password: 'new' })),
        ),
      ).all;
      return `${alone}; ${withBlob}; ${session.stores()[0]?.thumbprint === second.thumbprint}`;
    },
    { stored: '200; 200 200 200; true', refused: '500; 200 200 200; true' },
  ),
];
