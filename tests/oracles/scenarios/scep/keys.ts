import type { StoreEntry } from '../../../../cases/observation.ts';
import type { RequirementId } from '../../../../csp/requirements.ts';
import { holds } from '../../support/edits.ts';
import { enrolls, readsLog, readsStores, soon, type Changes } from '../../support/enrolling.ts';
import type { ExecutedScenario, Wrong } from '../../support/executed.ts';

/** An enrollment whose key the stores are asked for. */
function keeps(
  rule: string,
  title: string,
  changes: Changes,
  broken: Wrong,
  blamed: RequirementId,
): ExecutedScenario {
  return {
    rule,
    title,
    enrollments: [changes],
    parts: [enrolls(changes), soon, readsStores, readsLog],
    broken,
    blamed,
  };
}

const inSoftware: Wrong = { rules: () => ({ placeKey: () => ({ kind: 'placed', provider: 'software' }) }) };
const inTpm: Wrong = { rules: () => ({ placeKey: () => ({ kind: 'placed', provider: 'tpm' }) }) };
const where = (change: Partial<StoreEntry>): Wrong => ({
  edits: [holds((entry) => ({ ...entry, ...change }))],
});

/** Where the key of an enrolled certificate is. */
export const keyScenarios: readonly ExecutedScenario[] = [
  keeps(
    'scep-key-in-tpm',
    'keeps it in software',
    { tpm: true, keyProtection: '1' },
    inSoftware,
    'R-SCEP-13',
  ),
  keeps(
    'scep-key-in-tpm-or-software',
    'does not use its TPM',
    { tpm: true, keyProtection: '2' },
    inSoftware,
    'R-SCEP-14',
  ),
  keeps('scep-key-in-tpm-or-software', 'says that it has a TPM', { keyProtection: '2' }, inTpm, 'R-SCEP-14'),
  keeps(
    'scep-key-in-hello',
    'keeps it in software',
    { keyProtection: '4', containerName: 'WorkContainer' },
    inSoftware,
    'R-SCEP-15',
  ),
  keeps(
    'scep-key-in-hello',
    'keeps it in another container',
    { keyProtection: '4', containerName: 'WorkContainer' },
    where({ container: 'Default' }),
    'R-SCEP-15',
  ),
  keeps('scep-key-in-software', 'keeps it in its TPM, unasked', { tpm: true }, inTpm, 'R-SCEP-12'),
  keeps(
    'scep-key-in-software',
    'keeps it in its TPM, though 3 is set',
    { tpm: true, keyProtection: '3' },
    inTpm,
    'R-SCEP-12',
  ),
];
