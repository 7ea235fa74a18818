import type { Fault } from './fault.ts';
import { loose, message } from '../support.ts';

/** Faults of LocURIs and verbs. */
export const addressFaults: readonly Fault[] = [
  {
    id: 'no-target',
    title: 'an Item without Target',
    source: () => message(['<Get><CmdID>1</CmdID><Item></Item></Get>']),
    says: /no Target/,
  },
  {
    id: 'malformed-locuri',
    title: 'a LocURI with an empty name',
    source: () => loose([{ verb: 'Get', node: 'PFXCertInstall//Status' }]),
    says: /empty name/,
  },
  {
    id: 'unknown-node',
    title: 'a name that csp-source.txt uses for PFXCertPassword',
    source: () => loose([{ verb: 'Get', node: 'PFXCertInstall/id1/CertPassword' }]),
    says: /Did you mean PFXCertPassword\?/,
  },
  {
    id: 'unknown-node',
    title: 'a node that stands below Install in place of UniqueID',
    source: () => loose([{ verb: 'Get', node: 'SCEP/id1/Install/CertThumbprint' }]),
    says: /stands at SCEP\/\{UniqueID\}\/CertThumbprint/,
  },
  {
    id: 'mistyped-path',
    title: 'a path that looks like that of the CSP',
    source: () => loose([{ verb: 'Get', node: './Device/Vendor/MSFT/ClientCertificatesInstall/SCEP' }]),
    says: /ClientCertificateInstall/,
  },
  {
    id: 'other-csp',
    title: 'a node of another CSP',
    source: () => loose([{ verb: 'Get', node: './DevInfo/DevId' }]),
    says: /other parts/,
  },
  {
    id: 'verb-not-allowed',
    title: 'Replace of Thumbprint',
    source: () =>
      loose([{ verb: 'Replace', node: 'PFXCertInstall/id1/Thumbprint', format: 'chr', data: 'ab' }]),
    says: /405/,
  },
  {
    id: 'verb-in-doubt',
    title: 'Delete of a PFX UniqueID',
    source: () => loose([{ verb: 'Delete', node: 'PFXCertInstall/id1' }]),
    says: /DDF/,
  },
  {
    id: 'node-of-later-edition',
    title: 'PFXCertPasswordEncryptionStore on version 1507',
    source: () => loose([{ verb: 'Get', node: 'PFXCertInstall/id1/PFXCertPasswordEncryptionStore' }]),
    says: /1511/,
    given: () => ({ edition: '10.0.10240' }),
  },
  {
    id: 'other-case',
    title: 'a node in another case',
    source: () => loose([{ verb: 'Get', node: 'PFXCertInstall/id1/thumbprint' }]),
    says: /Thumbprint/,
  },
  {
    id: 'prefix-case',
    title: './device in lower case',
    source: () => loose([{ verb: 'Get', node: './device/Vendor/MSFT/ClientCertificateInstall/SCEP' }]),
    says: /\.\/Device/,
  },
  {
    id: 'no-prefix',
    title: 'a LocURI without scope',
    source: () => loose([{ verb: 'Get', node: './Vendor/MSFT/ClientCertificateInstall/SCEP' }]),
    says: /device's tree/,
  },
  {
    id: 'uniqueid-characters',
    title: 'a blank in the UniqueID',
    source: () => loose([{ verb: 'Get', node: 'PFXCertInstall/my id/Status' }]),
    says: /" "/,
  },
  {
    id: 'delete-of-missing',
    title: 'Delete of what the device does not have',
    source: () => loose([{ verb: 'Delete', node: 'SCEP/id1' }]),
    says: /404/,
  },
];
