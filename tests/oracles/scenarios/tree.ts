import { device } from '../support/laboratory.ts';
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
  scep,
} from '../support/payload.ts';
import type { Shown } from '../support/reply.ts';
import { both, brings, status, type Scenario } from '../support/scenario.ts';

const addId = add(1, pfx('a'), leaf.node);
const addLocation = add(2, pfx('a', 'KeyLocation'), leaf.int(3));
/** Tells that this device takes settings outside an Atomic. */
const settled = add(7, pfx('z'), leaf.node) + add(17, pfx('z', 'KeyLocation'), leaf.int(3));
const outside = { 'A-38/UniqueID': 'accepted', 'A-38/settings': 'accepted' } as const;

const allDone = ({ statuses, results }: Shown): Shown => ({
  results,
  statuses: statuses.map((line) => ({ ...line, code: '200' })),
});

/** Addresses, verbs, presence and what stands around a command. */
export const treeScenarios: readonly Scenario[] = [
  {
    rule: 'target-missing',
    steps: [message([command('Get', 1, '<Item/>')])],
    broken: { step: 0, reply: status(1, '200') },
    blamed: 'R-DM-14',
  },
  {
    rule: 'locuri-malformed',
    steps: [message([add(1, pfx('a').slice(1), leaf.node)])],
    broken: { step: 0, reply: status(1, '200') },
    blamed: 'R-DM-14',
  },
  {
    // A device that tells ./device from ./Device once has to do it again.
    rule: 'locuri-in-another-case',
    steps: [message([get(1, root.replace('Device', 'device')), get(2, root.replace('Device', 'device'))])],
    answers: { 'A-30/scope-prefix': 'sensitive' },
    broken: { step: 0, reply: brings(2, root, 'PFXCertInstall/SCEP', 'node') },
    blamed: 'R-DM-14',
  },
  {
    rule: 'name-unknown',
    steps: [message([addId, get(2, pfx('a', 'KeySize'))])],
    answers: outside,
    broken: { step: 0, reply: status(2, '405') },
    blamed: 'R-DM-03',
  },
  {
    rule: 'node-of-a-later-edition',
    preparation: { ...device, edition: '10.0.10240' },
    steps: [message([addId, add(2, pfx('a', 'PFXCertPasswordEncryptionStore'), leaf.text('My'))])],
    answers: outside,
    broken: { step: 0, reply: status(2, '200') },
    blamed: 'R-PFX-24',
  },
  {
    rule: 'uniqueid-of-odd-characters',
    steps: [message([add(1, pfx('a b'), leaf.node), get(2, pfx('a b'))])],
    answers: outside,
    assumptions: { 'a UniqueID with the character  ': 'refused' },
    broken: { step: 0, reply: brings(2, pfx('a b'), '', 'node') },
    blamed: 'R-DM-14',
  },
  {
    rule: 'verb-not-allowed',
    steps: [message([remove(1, `${root}/PFXCertInstall`)])],
    broken: { step: 0, reply: status(1, '403') },
    blamed: 'R-DM-04',
  },
  {
    rule: 'add-of-existing-node',
    steps: [message([atomic(9, addId)]), message([atomic(9, addId)])],
    broken: { step: 1, reply: allDone },
    blamed: 'R-DM-05',
  },
  {
    rule: 'replace-of-missing-node',
    steps: [
      message([
        settled,
        addId,
        replace(2, pfx('a', 'KeyLocation'), leaf.int(3)),
        get(3, pfx('a', 'KeyLocation')),
      ]),
    ],
    answers: { ...outside, 'A-01/leaf': '404' },
    broken: { step: 0, reply: status(2, '403') },
    blamed: 'R-DM-03',
  },
  {
    rule: 'parent-missing',
    steps: [message([atomic(9, addLocation), get(3, pfx('a'))])],
    answers: { 'A-02': '404' },
    broken: { step: 0, reply: brings(3, pfx('a'), 'KeyLocation', 'node') },
    blamed: 'R-DM-08',
  },
  {
    rule: 'node-missing',
    steps: [message([remove(1, scep('a', 'RetryCount'))])],
    broken: { step: 0, reply: status(1, '200') },
    blamed: 'R-DM-03',
  },
  {
    rule: 'setting-outside-atomic',
    steps: [message([addId, get(2, pfx('a'))])],
    answers: { 'A-38/UniqueID': 'refused' },
    broken: { step: 0, reply: brings(2, pfx('a'), '', 'node') },
    blamed: 'R-GEN-02',
  },
  {
    rule: 'replace-after-add-in-atomic',
    steps: [
      message([
        atomic(9, addId, addLocation, replace(3, pfx('a', 'KeyLocation'), leaf.int(1))),
        get(4, pfx('a')),
      ]),
    ],
    answers: { 'A-60': 'fails' },
    broken: { step: 0, reply: brings(4, pfx('a'), 'KeyLocation', 'node') },
    blamed: 'R-DM-08',
  },
  {
    rule: 'replace-of-uniqueid',
    steps: [message([atomic(9, addId, addLocation), atomic(8, replace(3, pfx('a'), leaf.node))])],
    answers: { 'A-43': 'nothing-changes' },
    broken: { step: 0, reply: both(status(8, '507'), status(3, '405')) },
    blamed: 'R-PFX-02',
  },
  {
    rule: 'locuri-without-scope',
    steps: [message([atomic(9, add(1, pfx('a').replace('./Device/', './'), leaf.node))])],
    broken: { step: 0, reply: both(status(9, '507'), status(1, '500')) },
    blamed: 'R-DM-15',
  },
  {
    rule: 'add-creates-parents',
    steps: [
      message([
        atomic(9, add(2, scep('a', 'RetryCount'), leaf.int(3))),
        atomic(8, add(3, scep('b', 'RetryCount'), leaf.int(3))),
      ]),
    ],
    broken: { step: 0, reply: both(status(8, '507'), status(3, '404')) },
    blamed: 'R-DM-06',
    answers: { 'A-02': 'parents-created' },
  },
  {
    rule: 'delete-removes-subtree',
    steps: [message([atomic(9, addId, addLocation), remove(3, pfx('a')), get(4, pfx('a', 'KeyLocation'))])],
    answers: { 'A-10': 'allowed' },
    broken: { step: 0, reply: brings(4, pfx('a', 'KeyLocation'), '3', 'int') },
    blamed: 'R-DM-07',
  },
  {
    rule: 'command-allowed',
    steps: [message([atomic(9, addId), get(2, pfx('a')), replace(3, pfx('a'), leaf.node)])],
    answers: outside,
    broken: { step: 0, reply: status(2, '405') },
    blamed: 'R-PFX-02',
  },
  {
    rule: 'atomic-in-atomic',
    steps: [message([atomic(9, atomic(8, addId))])],
    broken: { step: 0, reply: status(9, '200') },
    blamed: 'R-DM-09',
  },
  {
    rule: 'get-in-atomic',
    steps: [message([atomic(9, get(1, root))])],
    broken: { step: 0, reply: status(9, '200') },
    blamed: 'R-DM-10',
  },
  {
    rule: 'atomic-all-or-nothing',
    steps: [message([atomic(9, addId, add(2, root, leaf.node)), get(3, pfx('a'))])],
    broken: { step: 0, reply: brings(3, pfx('a'), '', 'node') },
    blamed: 'R-DM-08',
  },
  {
    rule: 'atomic-carried-out',
    steps: [message([atomic(9, addId)])],
    broken: { step: 0, reply: status(9, '406') },
    blamed: 'R-DM-08',
  },
  {
    rule: 'sequence-in-order',
    steps: [
      message([
        atomic(9, addId, addLocation),
        command(
          'Sequence',
          8,
          replace(3, pfx('a', 'KeyLocation'), leaf.int(1)),
          replace(4, pfx('a', 'KeyLocation'), leaf.int(2)),
        ),
        get(5, pfx('a', 'KeyLocation')),
      ]),
    ],
    answers: outside,
    broken: {
      step: 0,
      reply: ({ statuses, results }) => ({
        statuses,
        results: results.map((line) => ({ ...line, text: '1' })),
      }),
    },
    blamed: 'R-DM-13',
  },
  {
    rule: 'data-in-cdata',
    steps: [
      message([
        atomic(9, addId, addLocation),
        settled,
        replace(3, pfx('a', 'KeyLocation'), leaf.int(1)).replace('>1<', '><![CDATA[1]]><'),
        get(5, pfx('a', 'KeyLocation')),
      ]),
    ],
    answers: { ...outside, 'A-33': 'fails' },
    broken: {
      step: 0,
      reply: ({ statuses, results }) => ({
        statuses,
        results: results.map((line) => ({ ...line, text: '1' })),
      }),
    },
    blamed: 'R-DM-16',
  },
  {
    rule: 'data-missing',
    steps: [
      message([
        atomic(9, addId),
        settled,
        command('Add', 2, item(pfx('a', 'ContainerName'), { format: 'chr' })),
        get(3, pfx('a', 'ContainerName')),
      ]),
    ],
    answers: outside,
    assumptions: { 'a value without Data': 'refused' },
    broken: { step: 0, reply: brings(3, pfx('a', 'ContainerName'), 'x', 'chr') },
    blamed: 'R-DM-17',
  },
  {
    rule: 'data-for-interior-node',
    steps: [message([settled, add(1, pfx('a'), { format: 'node', data: 'x' }), get(3, pfx('a'))])],
    answers: outside,
    assumptions: { 'Data for an interior node': 'refused' },
    broken: { step: 0, reply: brings(3, pfx('a'), '', 'node') },
    blamed: 'R-DM-17',
  },
];
