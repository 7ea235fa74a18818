import type { Draft } from './draft.ts';
import type { Laboratory } from './family.ts';
import { faultsIn, withOnly, type InstallFault } from './faults/install-faults.ts';
import { describePfx } from './fixtures.ts';
import { deviceFor, installCommands, type Install } from './install.ts';

/**
 * One install in one message, with what the device has to have for it.
 * @param more.twin counts only where the install has a fault
 */
export function installDraft(
  { pool }: Laboratory,
  id: string,
  install: Install,
  { twin, ...more }: Partial<Draft> = {},
): Draft {
  const faults = faultsIn(install);
  return {
    id,
    title: describeInstall(install),
    alsoAims: faults.map((fault) => fault.requirement),
    faults: faults.map((fault) => fault.words),
    device: deviceFor([install], pool),
    parts: [installCommands(install, pool)],
    watched: [{ prefix: install.scope, uniqueId: install.uniqueId }],
    ...(twin === undefined || (more.faults ?? faults).length === 0 ? {} : { twin }),
    ...more,
  };
}

/** An install with one fault, and its twin without. */
export function faultDrafts(
  laboratory: Laboratory,
  id: string,
  install: Install,
  fault: InstallFault,
): readonly Draft[] {
  const faulty = withOnly(install, fault);
  return [
    installDraft(laboratory, `${id}/${fault.id}`, faulty, { twin: `${id}/${fault.id}/twin` }),
    installDraft(laboratory, `${id}/${fault.id}/twin`, fault.leaveOut(faulty)),
  ];
}

/** What an install does, in one sentence. */
export function describeInstall(install: Install): string {
  const settings = [
    install.keyLocation === undefined ? 'no KeyLocation' : `KeyLocation ${install.keyLocation}`,
    install.tpm ? 'with TPM' : 'without TPM',
    ...named('container', install.containerName),
    ...named('exportable', install.exportable),
    ...named('encryption type', install.encryptionType),
    ...named('encryption store', install.encryptionStore),
    `password ${install.password}`,
    ...(install.blobPosition === 'last' ? [] : [`blob ${install.blobPosition}`]),
    ...(install.wrapping === 'atomic' ? [] : ['no Atomic']),
  ];
  return `Install for the ${install.scope} of a PFX (${describePfx(install.pfx)}): ${settings.join(', ')}.`;
}

function named(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${name} ${JSON.stringify(value)}`];
}
