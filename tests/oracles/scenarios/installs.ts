import type { Answers, Preparation } from '../../../cases/case.ts';
import type { RequirementId } from '../../../csp/requirements.ts';
import { bare, device, encryptedPassword, pfxFile, pool } from '../support/laboratory.ts';
import { add, atomic, get, leaf, message, pfx, replace, type Leaf } from '../support/payload.ts';
import { brings, both, entries, value, type Scenario } from '../support/scenario.ts';

export type Settings = Readonly<Record<string, Leaf | undefined>>;

const usual: Settings = {
  KeyLocation: leaf.int(3),
  PFXCertPassword: leaf.text('secret'),
  PFXKeyExportable: leaf.bool(false),
  PFXCertBlob: leaf.blob(pfxFile()),
};

/** An install that works, its blob last, but for what is given: undefined leaves a node out. */
export function install(
  id: string,
  changes: Settings = {},
  scope: 'device' | 'user' = 'device',
  first = 10,
): string {
  const { PFXCertBlob, ...others } = { ...usual, ...changes };
  const members = [...Object.entries(others), ['PFXCertBlob', PFXCertBlob] as const];
  return atomic(
    first,
    add(first + 1, pfx(id, undefined, scope), leaf.node),
    ...members.flatMap(([name, setting], place) =>
      setting === undefined ? [] : [add(first + 2 + place, pfx(id, name, scope), setting)],
    ),
  );
}

const statusOf = get(1, pfx('a', 'Status'));
const statusOfSecond = get(1, pfx('b', 'Status'));
const thumbprintOf = get(2, pfx('a', 'Thumbprint'));

/**
 * An install that fails on some devices, as Status tells. The device shows so once, and the next time says that it
 * went well.
 */
function failing(
  rule: string,
  settings: Settings,
  blamed: RequirementId,
  answers: Answers = {},
  preparation: Preparation = device,
): Scenario {
  return {
    rule,
    preparation,
    steps: [message([install('a', settings), statusOf]), message([install('b', settings), statusOfSecond])],
    answers: { 'A-28/settings': 'in-status', 'A-28/import': 'in-status', ...answers },
    broken: { step: 1, reply: value(1, '0') },
    blamed,
  };
}

/** A password for a certificate that the device does not have: it can say so in Status. */
function undecryptable(type: 1 | 2, store: Leaf | undefined, blamed: RequirementId): Scenario {
  const settings: Settings = {
    PFXCertPasswordEncryptionType: leaf.int(type),
    PFXCertPasswordEncryptionStore: store,
    PFXCertPassword: leaf.text(encryptedPassword(pool.custom(1))),
  };
  return failing('password-undecryptable', settings, blamed);
}

/** An install that fails in an Atomic, which is answered as if it had worked. */
function accepted(
  rule: string,
  settings: Settings,
  blamed: RequirementId,
  answers: Answers = {},
  preparation: Preparation = device,
): Scenario {
  return {
    rule,
    preparation,
    steps: [message([install('a', settings), statusOf])],
    answers: { 'A-28/settings': 'failure', 'A-28/import': 'failure', ...answers },
    broken: {
      step: 0,
      reply: both(
        ({ statuses, results }) => ({
          results,
          statuses: statuses.map((line) => ({ ...line, code: '200' })),
        }),
        brings(1, pfx('a', 'Status'), '0', 'int'),
      ),
    },
    blamed,
  };
}

const store = (settings: Settings): readonly string[] => [message([install('a', settings)]), 'stores'];
const noPassword = { PFXCertPassword: undefined };

export const installScenarios: readonly Scenario[] = [
  accepted('key-location-missing', { KeyLocation: undefined }, 'R-PFX-04'),
  accepted('tpm-missing', { KeyLocation: leaf.int(1) }, 'R-PFX-05', {}, bare),
  accepted('container-missing', { KeyLocation: leaf.int(4) }, 'R-PFX-10'),
  failing('container-unknown', { KeyLocation: leaf.int(4), ContainerName: leaf.text('none') }, 'R-PFX-08', {
    'A-63': 'fails',
  }),
  accepted(
    'encryption-store-missing',
    {
      PFXCertPasswordEncryptionType: leaf.int(2),
      PFXCertPassword: leaf.text(encryptedPassword(pool.custom(0))),
    },
    'R-PFX-19',
  ),
  accepted(
    'exportable-with-location-at-trigger',
    { KeyLocation: leaf.int(1), PFXKeyExportable: leaf.bool(true) },
    'R-GEN-04',
    { 'A-04/exportable-location': 'at-trigger' },
  ),
  failing(
    'exportable-with-location-2',
    { KeyLocation: leaf.int(2), PFXKeyExportable: leaf.bool(true) },
    'R-GEN-04',
    {
      'A-09': 'fails-always',
    },
  ),
  failing(
    'exportable-absent-with-other-location',
    { KeyLocation: leaf.int(1), PFXKeyExportable: undefined },
    'R-GEN-04',
    {
      'A-41': 'fails',
    },
  ),
  accepted('pfx-unreadable', { PFXCertBlob: leaf.blob('AAAA') }, 'R-PFX-12'),
  {
    ...failing(
      'blob-in-unusual-base64',
      { PFXCertBlob: leaf.blob(pfxFile().replace(/(.{64})/g, '$1\n')) },
      'R-PFX-11',
    ),
    assumptions: { 'base64 with blanks or line breaks': 'refused' },
  },
  accepted('password-wrong', { PFXCertPassword: leaf.text('wrong') }, 'R-PFX-16'),
  accepted(
    'password-undecryptable',
    {
      PFXCertPasswordEncryptionType: leaf.int(1),
      PFXCertPassword: leaf.text(encryptedPassword(pool.custom(1))),
    },
    'R-PFX-18',
  ),
  undecryptable(1, undefined, 'R-PFX-18'),
  undecryptable(2, leaf.text('My'), 'R-PFX-19'),
  failing(
    'empty-password-not-given',
    { ...noPassword, PFXCertBlob: leaf.blob(pfxFile({ password: '' })) },
    'R-PFX-16',
    {
      'A-53/empty-absent': 'fails',
    },
  ),
  failing('password-unneeded', { PFXCertBlob: leaf.blob(pfxFile({ password: null })) }, 'R-PFX-16', {
    'A-53/unneeded': 'fails',
  }),
  failing(
    'pfx-without-key',
    { PFXCertBlob: leaf.blob(pfxFile({ content: 'certificates-only' })) },
    'R-PFX-12',
    {
      'A-51/no-key': 'fails',
    },
  ),
  failing(
    'pfx-without-certificate',
    { PFXCertBlob: leaf.blob(pfxFile({ content: 'keys-only' })) },
    'R-PFX-12',
    {
      'A-51/no-certificate': 'fails',
    },
  ),
  {
    rule: 'key-to-tpm',
    steps: store({ KeyLocation: leaf.int(1) }),
    broken: { step: 1, stores: entries((entry) => ({ ...entry, provider: 'software' })) },
    blamed: 'R-PFX-05',
  },
  {
    rule: 'key-to-tpm-or-software',
    steps: store({ KeyLocation: leaf.int(2) }),
    broken: { step: 1, stores: entries((entry) => ({ ...entry, provider: 'software' })) },
    blamed: 'R-PFX-06',
  },
  {
    rule: 'key-to-software',
    steps: store({}),
    broken: { step: 1, stores: entries((entry) => ({ ...entry, provider: 'tpm' })) },
    blamed: 'R-PFX-07',
  },
  {
    rule: 'key-to-hello',
    steps: store({ KeyLocation: leaf.int(4), ContainerName: leaf.text('container') }),
    broken: { step: 1, stores: entries((entry) => ({ ...entry, container: 'other' })) },
    blamed: 'R-PFX-08',
  },
  {
    rule: 'key-in-tpm-not-exportable',
    steps: store({ KeyLocation: leaf.int(1) }),
    broken: { step: 1, stores: entries((entry) => ({ ...entry, exportable: true })) },
    blamed: 'R-PFX-21',
  },
  {
    rule: 'exportable-ignored-with-location-2',
    preparation: bare,
    // In the status of the trigger A-09 shows only by what the second install does.
    steps: [
      message([install('a', { KeyLocation: leaf.int(2), PFXKeyExportable: leaf.bool(true) })]),
      'stores',
      message([
        install('b', {
          KeyLocation: leaf.int(2),
          PFXKeyExportable: leaf.bool(true),
          PFXCertBlob: leaf.blob(pfxFile({ identities: [pool.identity('rsa-2048', 1)] })),
        }),
      ]),
      'stores',
    ],
    answers: { 'A-09': 'ignored' },
    broken: {
      step: 3,
      stores: entries((entry) =>
        entry.thumbprint === pool.identity('rsa-2048', 1).thumbprint ? { ...entry, exportable: true } : entry,
      ),
    },
    blamed: 'R-GEN-04',
  },
  {
    rule: 'exportable-as-set',
    steps: store({ PFXKeyExportable: leaf.bool(true) }),
    broken: { step: 1, stores: entries((entry) => ({ ...entry, exportable: false })) },
    blamed: 'R-PFX-20',
  },
  {
    rule: 'exportable-absent',
    steps: [...store({ PFXKeyExportable: undefined }), 'stores'],
    broken: { step: 2, stores: entries((entry) => ({ ...entry, exportable: !entry.exportable })) },
    blamed: 'R-PFX-20',
  },
  {
    rule: 'blob-triggers-install',
    steps: store({}),
    broken: { step: 1, stores: entries(() => undefined) },
    blamed: 'R-PFX-12',
  },
  {
    rule: 'blob-taken-in-one-format',
    steps: [...(['bin', 'b64', 'chr'] as const), undefined].map((format) => {
      const id = `in-${format ?? 'none'}`;
      const data = pfxFile();
      return message([
        add(1, pfx(id), leaf.node),
        add(2, pfx(id, 'KeyLocation'), leaf.int(3)),
        add(3, pfx(id, 'PFXCertPassword'), leaf.text('secret')),
        add(4, pfx(id, 'PFXCertBlob'), format === undefined ? { data } : { data, format }),
      ]);
    }),
    answers: {
      'A-38/UniqueID': 'accepted',
      'A-38/settings': 'accepted',
      'A-14/bin': 'refused',
      'A-14/b64': 'refused',
      'A-14/chr': 'refused',
    },
    broken: {
      step: 3,
      reply: ({ statuses, results }) => ({
        results,
        statuses: statuses.map((line, place) =>
          place === statuses.length - 1 ? { ...line, code: '415' } : line,
        ),
      }),
    },
    blamed: 'R-PFX-11',
  },
  {
    rule: 'add-of-existing-blob',
    steps: [
      message([install('a')]),
      message([atomic(5, add(6, pfx('a', 'PFXCertBlob'), leaf.blob(pfxFile())))]),
    ],
    broken: {
      step: 1,
      reply: ({ statuses, results }) => ({
        results,
        statuses: statuses.map((line) => ({ ...line, code: '200' })),
      }),
    },
    blamed: 'R-PFX-13',
  },
  {
    rule: 'replace-of-missing-blob',
    steps: [message([atomic(5, replace(6, pfx('a', 'PFXCertBlob'), leaf.blob(pfxFile())))])],
    broken: {
      step: 0,
      reply: ({ statuses, results }) => ({
        results,
        statuses: statuses.map((line) => ({ ...line, code: '200' })),
      }),
    },
    blamed: 'R-PFX-15',
  },
  {
    rule: 'parameter-after-install',
    steps: [
      message([install('a')]),
      message([replace(1, pfx('a', 'KeyLocation'), leaf.int(1)), get(2, pfx('a', 'KeyLocation'))]),
    ],
    answers: { 'A-38/settings': 'accepted', 'A-65': 'refused' },
    broken: { step: 1, reply: value(2, '1') },
    blamed: 'R-PFX-12',
  },
  {
    rule: 'get-of-status',
    steps: [message([install('a'), statusOf])],
    broken: { step: 0, reply: value(1, '1') },
    blamed: 'R-PFX-23',
  },
  {
    rule: 'get-of-thumbprint',
    steps: [message([install('a'), thumbprintOf])],
    broken: { step: 0, reply: value(2, 'AB'.repeat(20)) },
    blamed: 'R-PFX-22',
  },
];
