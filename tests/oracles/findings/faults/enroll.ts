import type { Fault } from './fault.ts';
import { deviceAndUser, right, state } from '../kit.ts';
import type { Line } from '../support.ts';
import { add, atomic, commandOf, loose, moved, scep } from '../support.ts';

const enroll: Line = { verb: 'Exec', node: 'SCEP/id1/Install/Enroll' };
const userTree = './User/Vendor/MSFT/ClientCertificateInstall';

/** The commands of an enrollment, with the nodes of some moved to another place. */
function relocated(names: RegExp, to: (node: string) => string): readonly Line[] {
  return scep().map((line) => (names.test(line.node) ? { ...line, node: to(line.node) } : line));
}

/** A payload with something behind its Atomic. */
function followed(lines: readonly Line[], text: string): string {
  return atomic(lines).replace('<Final/>', `${text}\n<Final/>`);
}

/** Faults of the Exec that starts an enrollment, of what it belongs to, and of what is there before. */
export const enrollFaults: readonly Fault[] = [
  {
    id: 'enroll-not-last',
    title: 'Enroll before the last setting',
    source: () => atomic(moved(scep(), 15, 14)),
    says: /Add in line 20/,
  },
  {
    id: 'enroll-outside-atomic',
    title: 'Enroll behind the Atomic of its settings',
    source: () => followed(scep().slice(0, -1), commandOf(enroll, 99)),
    says: /Atomic of its settings \(line 4\)/,
  },
  {
    id: 'enroll-outside-atomic',
    title: 'Enroll in an Atomic of its own',
    source: () => followed(scep().slice(0, -1), `<Atomic><CmdID>98</CmdID>${commandOf(enroll, 99)}</Atomic>`),
    says: /Atomic of its settings \(line 4\)/,
  },
  {
    id: 'enroll-twice',
    title: 'Enroll twice',
    source: () => atomic([...scep(), enroll]),
    says: /line 20/,
  },
  {
    id: 'enroll-with-value',
    title: 'Enroll with Data',
    source: () => atomic([...scep().slice(0, -1), { ...enroll, data: '1' }]),
    says: /Remove its Data/,
  },
  {
    id: 'scep-never-started',
    title: 'settings without Exec',
    source: () => atomic(scep().slice(0, -1)),
    says: /no Exec of Enroll/,
  },
  {
    id: 'torn-install',
    title: 'Enroll of a mistyped UniqueID',
    source: () => atomic(relocated(/Enroll/, (node) => node.replace('id1', 'idl'))),
    says: /^Enroll stands under idl \(device\), and 14 others under id1/,
  },
  {
    id: 'torn-install',
    title: 'Enroll in the other scope',
    source: () => atomic(relocated(/Enroll/, (node) => `${userTree}/${node}`)),
    says: /^Enroll stands in the user's tree, and 14 others in the device's.*same scope/,
  },
  {
    id: 'torn-install',
    title: 'a required setting of a mistyped UniqueID',
    source: () => atomic(relocated(/ServerURL/, (node) => node.replace('id1', 'id2'))),
    says: /^ServerURL stands under id2/,
  },
  {
    id: 'torn-install',
    title: 'KeyLocation of a mistyped UniqueID',
    source: () =>
      atomic(
        right().map((line) =>
          line.node.endsWith('KeyLocation') ? { ...line, node: 'PFXCertInstall/id2/KeyLocation' } : line,
        ),
      ),
    says: /^KeyLocation stands under id2/,
  },
  {
    id: 'uniqueid-case',
    title: 'Enroll of the UniqueID in another case',
    source: () => atomic(relocated(/Enroll/, (node) => node.replace('id1', 'ID1'))),
    says: /ID1 \(device\) and id1 \(device\) \(line 5\)/,
  },
  {
    id: 'settings-outside-install',
    title: 'settings directly below the UniqueID',
    source: () => atomic(relocated(/KeyLength|KeyUsage/, (node) => node.replace('/Install', ''))),
    says: /^KeyUsage, KeyLength stand directly below.*: SCEP\/id1\/Install\/KeyUsage/,
  },
  {
    id: 'settings-outside-install',
    title: 'Enroll directly below the UniqueID',
    source: () => atomic(relocated(/Enroll/, (node) => node.replace('/Install', ''))),
    says: /^Enroll stands directly below/,
  },
  {
    id: 'unknown-node',
    title: 'a required setting mistyped',
    source: () => atomic(relocated(/KeyLength/, (node) => node.replace('Length', 'Lenght'))),
    says: /Did you mean KeyLength\?/,
  },
  {
    id: 'verb-not-allowed',
    title: 'Add of Enroll',
    source: () => atomic([...scep().slice(0, -1), add('SCEP/id1/Install/Enroll', 'null')]),
    says: /with Exec/,
  },
  {
    id: 'add-of-existing',
    title: 'a setting added twice',
    source: () => atomic([add('SCEP/id1/Install/KeyUsage', 'int', '160'), ...scep().slice(1)]),
    says: /^KeyUsage was made by line 5.* 418, and the Atomic fails/,
  },
  {
    id: 'add-of-existing',
    title: 'UniqueID added after a setting below it',
    source: () => atomic(moved(scep(), 0, 1)),
    says: /^The node id1 was made by line 5/,
  },
  {
    id: 'add-of-existing',
    title: 'Add of a setting that is given',
    source: () => loose([add('PFXCertInstall/id1/KeyLocation', 'int', '3')]),
    says: /^KeyLocation exists on the given device.* Use Replace/,
    given: () => ({ nodes: state }),
  },
  {
    id: 'replace-of-new',
    title: 'settings of a new request by Replace',
    source: () => atomic(scep().map((line) => (line.format === 'int' ? { ...line, verb: 'Replace' } : line))),
    says: /6 nodes of id1.*Use Add/,
  },
  {
    id: 'replace-of-new',
    title: 'a new UniqueID by Replace',
    source: () => atomic(scep().map((line, index) => (index === 0 ? { ...line, verb: 'Replace' } : line))),
    says: /for the UniqueID of id1/,
  },
  {
    id: 'replace-of-missing-blob',
    title: 'a new blob by Replace',
    source: () =>
      atomic(right().map((line) => (/Blob/.test(line.node) ? { ...line, verb: 'Replace' } : line))),
    says: /Use Add/,
  },
  {
    id: 'settings-after-enrollment',
    title: 'a setting that changes after the enrollment',
    source: () => loose([{ verb: 'Replace', node: 'SCEP/id1/Install/RetryCount', format: 'int', data: '5' }]),
    says: /until an Exec of Enroll/,
    given: () => ({
      nodes: { './Device/Vendor/MSFT/ClientCertificateInstall/SCEP/id1/Status': { value: '1' } },
    }),
  },
  {
    id: 'device-and-user',
    title: 'device and user installs in one message',
    source: () => deviceAndUser(),
    says: /two messages/,
  },
];
