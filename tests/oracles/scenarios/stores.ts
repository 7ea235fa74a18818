import { device, pfxFile, pool } from '../support/laboratory.ts';
import { atomic, get, leaf, message, pfx, remove, replace, root } from '../support/payload.ts';
import { brings, entries, surplus, value, type Scenario } from '../support/scenario.ts';
import { install } from './installs.ts';

const other = pool.identity('rsa-2048', 1);
const otherBlob = leaf.blob(pfxFile({ identities: [other] }));
const second = { PFXCertBlob: otherBlob };
const { thumbprint } = pool.identity('rsa-2048', 0);

/** What stays and what goes, and what a Get brings. */
export const storeScenarios: readonly Scenario[] = [
  {
    rule: 'delete-removes-certificates',
    steps: [message([install('a')]), message([remove(1, pfx('a'))]), 'stores'],
    answers: { 'A-10': 'allowed' },
    broken: { step: 2, stores: surplus({ thumbprint }) },
    blamed: 'R-PFX-03',
  },
  {
    rule: 'shared-certificate',
    steps: [message([install('a')]), message([install('b')]), message([remove(1, pfx('a'))]), 'stores'],
    answers: { 'A-10': 'allowed', 'A-27': 'goes' },
    broken: { step: 3, stores: surplus({ thumbprint, scope: 'user' }) },
    blamed: 'R-PFX-03',
  },
  {
    rule: 'shared-certificate-replaced',
    steps: [
      message([install('a')]),
      message([install('b')]),
      message([atomic(1, replace(2, pfx('a', 'PFXCertBlob'), otherBlob))]),
      'stores',
    ],
    answers: { 'A-71': 'goes' },
    broken: { step: 3, stores: surplus({ thumbprint, scope: 'user' }) },
    blamed: 'R-PFX-14',
  },
  {
    rule: 'replace-overwrites-certificate',
    steps: [
      message([install('a')]),
      message([atomic(1, replace(2, pfx('a', 'PFXCertBlob'), otherBlob))]),
      'stores',
    ],
    broken: { step: 2, stores: surplus({ thumbprint }) },
    blamed: 'R-PFX-14',
  },
  {
    rule: 'other-uniqueids-untouched',
    steps: [message([install('a')]), message([install('b', second)]), 'stores'],
    broken: { step: 2, stores: entries((entry) => (entry.thumbprint === thumbprint ? undefined : entry)) },
    blamed: 'R-GEN-01',
  },
  {
    rule: 'scopes-do-not-leak',
    steps: [message([install('a', {}, 'user')]), 'stores'],
    broken: { step: 1, stores: surplus({ thumbprint: other.thumbprint }) },
    blamed: 'R-GEN-05',
  },
  {
    rule: 'device-and-user-in-one-message',
    steps: [message([install('a', {}, 'device', 10), install('b', second, 'user', 30)]), 'stores'],
    answers: { 'A-62': 'separate' },
    broken: { step: 1, stores: surplus({ thumbprint: other.thumbprint, scope: 'device' }) },
    blamed: 'R-GEN-05',
  },
  {
    rule: 'erratum-of-1511',
    preparation: { ...device, edition: '10.0.10586' },
    steps: [message([install('a', {}, 'device', 10), install('b', second, 'user', 30)]), 'stores'],
    broken: { step: 1, stores: surplus({ thumbprint: other.thumbprint, scope: 'device' }) },
    blamed: 'R-GEN-05',
  },
  {
    rule: 'get-below-missing-uniqueid',
    steps: [message([get(1, pfx('a', 'Status'))])],
    broken: { step: 0, reply: brings(1, pfx('a', 'Status'), '0', 'int') },
    blamed: 'R-DM-03',
  },
  {
    rule: 'get-of-interior-node',
    steps: [message([get(1, root)])],
    broken: { step: 0, reply: value(1, 'PFXCertInstall') },
    blamed: 'R-DM-02',
  },
  {
    rule: 'get-of-password',
    // What the device showed once, it has to show again.
    steps: [
      message([install('a')]),
      message([get(1, pfx('a', 'PFXCertPassword')), get(2, pfx('a', 'PFXCertPassword'))]),
    ],
    answers: { 'A-22': 'value' },
    broken: { step: 1, reply: value(2, '') },
    blamed: 'R-PFX-16',
  },
  {
    rule: 'get-of-blob',
    steps: [message([install('a')]), message([get(1, pfx('a', 'PFXCertBlob'))])],
    broken: { step: 1, reply: value(1, otherBlob.data ?? '') },
    blamed: 'R-PFX-11',
  },
  {
    rule: 'get-of-unset-leaf-with-default',
    steps: [message([install('a'), get(1, pfx('a', 'PFXCertPasswordEncryptionType'))])],
    answers: { 'A-29/PFXCertPasswordEncryptionType': 'default' },
    broken: { step: 0, reply: value(1, '1') },
    blamed: 'R-DM-03',
  },
  {
    rule: 'get-of-missing-leaf',
    steps: [message([install('a'), get(1, pfx('a', 'ContainerName'))])],
    broken: { step: 0, reply: brings(1, pfx('a', 'ContainerName'), 'x', 'chr') },
    blamed: 'R-DM-03',
  },
];
