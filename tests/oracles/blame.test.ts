import { describe, expect, it } from 'vitest';
import type { RequirementId } from '../../csp/requirements.ts';
import { judge } from '../../oracles/judge.ts';
import { install } from './scenarios/installs.ts';
import { bare, device, encryptedPassword, pfxFile, pool } from './support/laboratory.ts';
import {
  add,
  atomic,
  command,
  get,
  item,
  leaf,
  message,
  pfx,
  remove,
  replace,
  root,
} from './support/payload.ts';
import { both, brings, entries, play, status, surplus, value, type Scenario } from './support/scenario.ts';

/** One thing that a wrong device shows, and the sentence that it breaks rather than another which says less. */
type Shown = Omit<Scenario, 'rule'> & { readonly title: string };

const outside = { 'A-38/UniqueID': 'accepted', 'A-38/settings': 'accepted' } as const;
const inStatus = { 'A-28/settings': 'in-status', 'A-28/import': 'in-status' } as const;
const addId = add(1, pfx('a'), leaf.node);
const addLocation = add(2, pfx('a', 'KeyLocation'), leaf.int(3));
const statusOf = get(1, pfx('a', 'Status'));
const thumbprintOf = get(2, pfx('a', 'Thumbprint'));
const { thumbprint } = pool.identity('rsa-2048', 0);
const wrong = { PFXCertPassword: leaf.text('wrong') };
const withoutDevice = (locUri: string): string => locUri.replace('./Device/', './');
const encrypted = {
  PFXCertPasswordEncryptionType: leaf.int(1),
  PFXCertPassword: leaf.text(encryptedPassword(pool.mdm)),
};
const twoItems = command('Get', 3, item(pfx('a', 'KeyLocation')), item(pfx('a', 'ContainerName')));

const nodes: readonly Shown[] = [
  {
    title: 'refuses Get of the root',
    steps: [message([get(1, root)])],
    broken: { step: 0, reply: status(1, '405') },
    blamed: 'R-DM-02',
  },
  {
    title: 'has no tree of the user',
    steps: [message([get(1, root.replace('./Device', './User'))])],
    broken: { step: 0, reply: status(1, '404') },
    blamed: 'R-GEN-05',
  },
  {
    title: 'finds nothing to add a UniqueID of the user to',
    steps: [message([atomic(9, add(1, pfx('a').replace('./Device', './User'), leaf.node))])],
    broken: { step: 0, reply: both(status(9, '507'), status(1, '404')) },
    blamed: 'R-GEN-05',
  },
  {
    title: 'deletes the root',
    steps: [message([remove(1, root)])],
    broken: { step: 0, reply: status(1, '200') },
    blamed: 'R-DM-04',
  },
  {
    title: 'brings something for Enroll',
    steps: [
      message([
        atomic(9, add(1, `${root}/SCEP/a/Install`, leaf.node)),
        get(2, `${root}/SCEP/a/Install/Enroll`),
      ]),
    ],
    answers: { 'A-35/Get': '405', 'A-02': 'parents-created' },
    broken: { step: 0, reply: brings(2, `${root}/SCEP/a/Install/Enroll`, '', 'chr') },
    blamed: 'R-SCEP-29',
  },
  {
    title: 'answers 500 for a Status that is not there yet',
    steps: [message([atomic(9, addId), get(5, pfx('a', 'Status'))])],
    answers: { 'A-39/Status': '404' },
    broken: { step: 0, reply: status(5, '500') },
    blamed: 'R-DM-03',
  },
  {
    title: 'refuses Get of a node whose Add was refused',
    steps: [
      message([
        atomic(9, addId, addLocation),
        add(3, pfx('a', 'KeyLocation'), leaf.int(1)),
        get(4, pfx('a', 'KeyLocation')),
      ]),
    ],
    answers: outside,
    broken: { step: 0, reply: status(4, '405') },
    blamed: 'R-PFX-04',
  },
  {
    title: 'shows a cut thumbprint after a Replace of it was refused',
    steps: [
      message([install('a')]),
      message([replace(3, pfx('a', 'Thumbprint'), leaf.text('x')), thumbprintOf]),
    ],
    broken: { step: 1, reply: value(2, thumbprint.slice(2)) },
    blamed: 'R-PFX-22',
  },
  {
    title: 'shows the thumbprint that a refused Replace brought',
    steps: [
      message([install('a')]),
      message([replace(3, pfx('a', 'Thumbprint'), leaf.text('x')), thumbprintOf]),
    ],
    broken: { step: 1, reply: value(2, 'x') },
    blamed: 'R-DM-04',
  },
  {
    title: 'answers 406 to an element that is no command',
    steps: [message([command('Remove', 1, item(pfx('a'))), get(2, root)])],
    broken: { step: 0, reply: status(1, '406') },
    blamed: 'R-DM-12',
  },
  {
    title: 'writes Status in hexadecimal',
    steps: [message([install('a', wrong), statusOf])],
    answers: inStatus,
    broken: { step: 0, reply: value(1, '0x56') },
    blamed: 'R-PFX-16',
  },
];

const trees: readonly Shown[] = [
  {
    title: 'does not find a LocURI without prefix',
    steps: [message([atomic(9, addId, addLocation), get(3, withoutDevice(pfx('a', 'KeyLocation')))])],
    broken: { step: 0, reply: status(3, '404') },
    blamed: 'R-DM-15',
  },
  {
    title: "brings what is in the user's tree for a LocURI without prefix",
    steps: [
      message([
        atomic(9, addId, addLocation),
        atomic(8, add(3, pfx('a', 'KeyLocation', 'user'), leaf.int(2))),
        get(4, withoutDevice(pfx('a', 'KeyLocation'))),
      ]),
    ],
    answers: { 'A-02': 'parents-created' },
    broken: { step: 0, reply: value(4, '2') },
    blamed: 'R-DM-15',
  },
  {
    title: 'does not find the parent of a setting whose Install is missing',
    steps: [
      message([
        atomic(
          9,
          add(1, `${root}/SCEP/a`, leaf.node),
          add(2, `${root}/SCEP/a/Install/KeyUsage`, leaf.int(160)),
        ),
      ]),
    ],
    broken: { step: 0, reply: both(status(9, '507'), status(1, '216'), status(2, '404')) },
    blamed: 'R-DM-06',
  },
  {
    title: 'says that a request exists of which another name does',
    steps: [message([atomic(9, addId), atomic(8, add(3, pfx('b'), leaf.node))])],
    broken: { step: 0, reply: both(status(8, '507'), status(3, '418')) },
    blamed: 'R-GEN-01',
  },
  {
    title: 'brings the setting of another request',
    steps: [
      message([
        atomic(9, addId, addLocation),
        atomic(8, add(3, pfx('b'), leaf.node), add(4, pfx('b', 'KeyLocation'), leaf.int(2))),
        get(5, pfx('b', 'KeyLocation')),
      ]),
    ],
    broken: { step: 0, reply: value(5, '3') },
    blamed: 'R-GEN-01',
  },
  {
    title: 'says that a setting exists which went with its request',
    steps: [
      message([atomic(9, addId, addLocation)]),
      message([remove(1, pfx('a'))]),
      message([atomic(9, addId, addLocation)]),
    ],
    answers: { 'A-10': 'allowed' },
    broken: { step: 2, reply: both(status(9, '507'), status(1, '216'), status(2, '418')) },
    blamed: 'R-DM-07',
  },
  {
    title: 'says so in the message of the Delete',
    steps: [
      message([atomic(9, addId, addLocation)]),
      message([remove(7, pfx('a')), atomic(9, addId, addLocation)]),
    ],
    answers: { 'A-10': 'allowed' },
    broken: { step: 1, reply: both(status(9, '507'), status(1, '216'), status(2, '418')) },
    blamed: 'R-DM-07',
  },
  {
    title: 'has lost a node that a failed Atomic deleted',
    steps: [
      message([
        atomic(9, addId, addLocation),
        atomic(8, remove(3, pfx('a')), add(4, root, leaf.node)),
        get(5, pfx('a', 'KeyLocation')),
      ]),
    ],
    answers: { 'A-10': 'allowed' },
    broken: { step: 0, reply: status(5, '404') },
    blamed: 'R-DM-08',
  },
  {
    title: 'has lost a node that was set before the Atomic that failed',
    steps: [
      message([
        atomic(9, addId, addLocation),
        atomic(8, add(4, root, leaf.node)),
        get(5, pfx('a', 'KeyLocation')),
      ]),
    ],
    broken: { step: 0, reply: status(5, '404') },
    blamed: 'R-DM-08',
  },
  {
    title: 'has one Status for Items that fared differently',
    steps: [message([atomic(9, addId, addLocation), twoItems])],
    broken: {
      step: 0,
      reply: ({ statuses, results }) => ({
        results,
        statuses: statuses.flatMap(({ targetRef, ...line }) =>
          line.cmdRef !== '3' ? [line] : targetRef === pfx('a', 'KeyLocation') ? [line] : [],
        ),
      }),
    },
    blamed: 'R-DM-01',
  },
];

const installs: readonly Shown[] = [
  {
    title: 'says in Status 0 that it installed what it did not',
    steps: [message([install('a', wrong), statusOf]), 'stores'],
    answers: inStatus,
    broken: { step: 0, reply: value(1, '0') },
    blamed: 'R-PFX-23',
  },
  {
    title: 'installs and says in Status 0 what it was not to install, with the thumbprint',
    preparation: bare,
    steps: [message([install('a', { KeyLocation: leaf.int(1) }), statusOf, thumbprintOf])],
    answers: inStatus,
    broken: { step: 0, reply: both(value(1, '0'), value(2, thumbprint)) },
    blamed: 'R-PFX-05',
  },
  {
    title: 'can not decrypt a password that it can',
    steps: [message([install('a', encrypted), statusOf])],
    broken: { step: 0, reply: value(1, '-2146893780') },
    blamed: 'R-PFX-18',
  },
  {
    title: 'decrypts a password that is plain',
    steps: [message([install('a'), statusOf])],
    broken: { step: 0, reply: value(1, '-2146893780') },
    blamed: 'R-PFX-17',
  },
  {
    title: 'has no Status after a blob was accepted',
    steps: [message([install('a'), statusOf])],
    broken: { step: 0, reply: status(1, '404') },
    blamed: 'R-PFX-12',
  },
  {
    title: 'takes a right password for a wrong one',
    steps: [message([install('a'), statusOf])],
    broken: { step: 0, reply: value(1, '86') },
    blamed: 'R-PFX-16',
  },
  {
    title: 'tells of a wrong password after an install that worked',
    steps: [message([install('a'), statusOf]), 'stores'],
    broken: { step: 0, reply: value(1, '86') },
    blamed: 'R-PFX-23',
  },
  {
    title: 'imports again once the password is right',
    steps: [
      message([install('a', wrong)]),
      message([replace(3, pfx('a', 'PFXCertPassword'), leaf.text('secret')), statusOf]),
    ],
    answers: { ...outside, ...inStatus, 'A-65': 'stored' },
    broken: { step: 1, reply: value(1, '0') },
    blamed: 'R-PFX-12',
  },
  {
    title: 'imports again once PFXKeyExportable is replaced',
    steps: [
      message([install('a')]),
      message([replace(3, pfx('a', 'PFXKeyExportable'), leaf.bool(true))]),
      'stores',
    ],
    answers: { ...outside, 'A-65': 'stored' },
    broken: { step: 2, stores: entries((entry) => ({ ...entry, exportable: true })) },
    blamed: 'R-PFX-12',
  },
  {
    title: 'deletes the key and leaves the certificate',
    steps: [message([install('a')]), message([remove(1, pfx('a'))]), 'stores'],
    answers: { 'A-10': 'allowed' },
    broken: { step: 2, stores: surplus({ thumbprint, provider: 'none' }) },
    blamed: 'R-PFX-03',
  },
  {
    title: 'has dropped the certificate of a request that a failed Atomic deleted',
    steps: [
      message([install('a')]),
      message([atomic(8, remove(3, pfx('a')), add(4, root, leaf.node))]),
      'stores',
    ],
    answers: { 'A-10': 'allowed' },
    broken: { step: 2, stores: entries(() => undefined) },
    blamed: 'R-DM-08',
  },
];

describe.each([
  ['nodes', nodes],
  ['trees', trees],
  ['installs', installs],
] as const)('blame of %s', (_, all) => {
  it.each(all.map((shown) => [shown.title, shown.blamed, shown] as const))(
    'a device that %s breaks %s',
    (__, blamed: RequirementId, shown) => {
      const played = play({ ...shown, rule: '' });
      expect(judge(played.case, played.kept)).toMatchObject({ kind: 'conform' });
      expect(judge(played.case, played.broken)).toMatchObject({ kind: 'violation', requirement: blamed });
    },
  );
});

it('lets a certificate stay without its key that another PFX held without one', () => {
  const chain = leaf.blob(pfxFile({ identities: [pool.identity('rsa-2048', 1)] }));
  const played = play({
    rule: '',
    preparation: device,
    steps: [
      message([install('a')]),
      message([install('b', { PFXCertBlob: chain })]),
      message([remove(1, pfx('b'))]),
      'stores',
    ],
    answers: { 'A-10': 'allowed' },
    broken: { step: 3, stores: surplus({ provider: 'none' }) },
    blamed: 'R-PFX-03',
  });
  expect(judge(played.case, played.broken)).toMatchObject({ kind: 'conform' });
});
