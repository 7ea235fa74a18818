import type { Fault } from './fault.ts';
import { deviceAndUser, right, state } from '../kit.ts';
import { add, atomic, commandOf, loose, message, moved, scep } from '../support.ts';

/** Faults of order, and of what stands around the commands. */
export const orderFaults: readonly Fault[] = [
  {
    id: 'scep-without-atomic',
    title: 'an enrollment outside an Atomic',
    source: () => loose(scep()),
    says: /No Atomic/,
  },
  {
    id: 'pfx-without-atomic',
    title: 'a PFX install outside an Atomic',
    source: () => loose(right()),
    says: /No Atomic/,
  },
  {
    id: 'scep-without-atomic',
    title: 'one setting before the Atomic',
    source: () => {
      const [, ...settings] = scep({ RetryCount: undefined });
      return atomic(settings).replace(
        '<Atomic>',
        `${commandOf(add('SCEP/id1/Install/RetryCount', 'int', '3'), 99)}\n<Atomic>`,
      );
    },
    says: /RetryCount stands outside/,
  },
  {
    id: 'pfx-never-started',
    title: 'parameters without PFXCertBlob',
    source: () => atomic(right().slice(0, -1)),
    says: /no PFXCertBlob/,
  },
  {
    id: 'settings-after-install',
    title: 'parameters that change after the install',
    source: () =>
      loose([{ verb: 'Replace', node: 'PFXCertInstall/id1/KeyLocation', format: 'int', data: '3' }]),
    says: /stays as it is/,
    given: () => ({ nodes: state }),
  },
  {
    id: 'blob-before-parameter',
    title: 'PFXCertBlob before the password',
    source: () => atomic(moved(right(), 4, 3)),
    says: /PFXCertPassword \(line 9\)/,
  },
  {
    id: 'get-in-atomic',
    title: 'Get inside an Atomic',
    source: () => atomic([{ verb: 'Get', node: 'SCEP/id1' }]),
    says: /500/,
  },
  {
    id: 'nested-atomic',
    title: 'an Atomic inside an Atomic',
    source: () =>
      message([
        '<Atomic><CmdID>1</CmdID><Atomic><CmdID>2</CmdID>',
        commandOf(add('SCEP/id1', 'node'), 3),
        '</Atomic></Atomic>',
      ]),
    says: /507/,
  },
  {
    id: 'add-then-replace',
    title: 'Add and Replace of one node in an Atomic',
    source: () =>
      atomic(
        moved(
          [...scep(), { verb: 'Replace', node: 'SCEP/id1/Install/KeyUsage', format: 'int', data: '160' }],
          16,
          15,
        ),
      ),
    says: /line 8/,
  },
  {
    id: 'device-and-user-1511',
    title: 'device and user installs in one message, version 1511',
    source: () => deviceAndUser(),
    says: /1511/,
    given: () => ({ edition: '10.0.10586' }),
  },
];
