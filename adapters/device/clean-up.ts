import type { Scope } from '../../cases/case.ts';
import { TargetFailure } from '../target.ts';
import type { DeviceConnection } from './connection.ts';
import { ask } from './dialogue.ts';
import { isSameCertificate, type Journal, type Thumbprinted } from './journal.ts';
import { placeOf, thumbprintOf } from './store-entries.ts';
import { suiteThumbprints } from './suite-certificates.ts';

/** Milliseconds for each call of local management. */
const patience = 120_000;
/** Commands in one SyncBody: a machine takes more, but then nobody waits for one long call. */
const mostCommands = 100;

/**
 * Undoes everything that the journal has: certificate requests, certificates with their keys, registration,
 * embedded-mode flag. May be called as often as wanted, also after it was cut off itself; the journal stays until all is
 * done. What the journal does not have is not touched.
 * @throws TargetFailure with what is left, or with why it can not be looked at
 */
export async function cleanUpDevice(connection: DeviceConnection, journal: Journal): Promise<void> {
  const { machine, flag, requests, certificates } = journal.state();
  if (machine === undefined) return;
  const { smbiosUuid, computerName } = await connection.describe();
  if (smbiosUuid !== machine.smbiosUuid) {
    throw new TargetFailure(
      'laboratory',
      `${journal.file} is about ${machine.computerName}, but the machine that answers is ${computerName}: give the --device of that run`,
    );
  }
  if (requests.length > 0 || certificates.length > 0) {
    journal.note({ kind: 'registering' });
    await connection.register();
    await removeWhatIsThere(connection, journal);
  }
  if (journal.state().registered || flag !== undefined) {
    await unregister(connection, journal);
    journal.note({ kind: 'unregistered' });
  }
  journal.finish();
}

/**
 * Where it was cut off, nobody knows whether the machine is registered, and it may not be in embedded mode, without
 * which it lets nobody unregister it.
 */
async function unregister(connection: DeviceConnection, journal: Journal): Promise<void> {
  try {
    await connection.unregister();
  } catch (error) {
    if (!(error instanceof TargetFailure)) throw error;
    const { isRegistered } = await connection.describe();
    if (isRegistered === false && journal.state().flag === undefined) return;
    await connection.register();
    await connection.unregister();
  }
}

/**
 * Removes the requests and certificates that the journal has, and leaves the machine registered: also between two cases.
 * @param mayHaveInstalled false: no certificate can have come, so that nobody has to look for one
 * @throws TargetFailure with what is left
 */
export async function removeWhatIsThere(
  connection: DeviceConnection,
  journal: Journal,
  mayHaveInstalled = true,
): Promise<void> {
  const problems: string[] = [];
  const { requests } = journal.state();
  for (let start = 0; start < requests.length; start += mostCommands) {
    const some = requests.slice(start, start + mostCommands);
    if (mayHaveInstalled) await noteCertificatesOf(connection, journal, some);
    problems.push(...(await removeRequests(connection, journal, some)));
  }
  if (mayHaveInstalled) problems.push(...(await removeCertificates(connection, journal)));
  if (problems.length === 0) return;
  throw new TargetFailure(
    'laboratory',
    `the machine could not be cleaned up: ${problems.join('; ')}. ${journal.file} keeps what is left: try "npx conform cleanup" again, or remove it by hand`,
  );
}

/** The machine says which certificates belong to requests, and it has to be asked before they are gone. */
async function noteCertificatesOf(
  connection: DeviceConnection,
  journal: Journal,
  addresses: readonly string[],
): Promise<void> {
  const nodes = addresses.map((address) => ({
    verb: 'Get' as const,
    address: `${address}/${/\/+scep\/+[^/]+$/i.test(address) ? 'CertThumbprint' : 'Thumbprint'}`,
  }));
  const answers = await ask(connection, nodes, patience);
  const installed = addresses.flatMap((address, index): readonly Thumbprinted[] => {
    const value = answers[index]?.value?.trim().toUpperCase() ?? '';
    return /^[0-9A-F]{40}$/.test(value) ? [{ scope: scopeOf(address), store: 'My', thumbprint: value }] : [];
  });
  if (installed.length > 0) journal.note({ kind: 'certificates', certificates: installed });
}

async function removeRequests(
  connection: DeviceConnection,
  journal: Journal,
  addresses: readonly string[],
): Promise<readonly string[]> {
  const deletions = addresses.map((address) => ({ verb: 'Delete' as const, address }));
  const deleted = await ask(connection, deletions, patience);
  const gone = (index: number): boolean => /^(?:2\d\d|404)$/.test(deleted[index]?.code ?? '');
  // 405, 500 and the like may just mean that it was never there: what counts is whether it still is.
  const doubtful = addresses.filter((_, index) => !gone(index));
  const looked = await ask(
    connection,
    doubtful.map((address) => ({ verb: 'Get' as const, address })),
    patience,
  );
  // Nothing is at an address that is not there, is wrong or is too long.
  const nowhere = ['400', '404', '414'];
  const still = doubtful.filter((_, index) => !nowhere.includes(looked[index]?.code ?? ''));
  journal.note({ kind: 'requests-gone', addresses: addresses.filter((address) => !still.includes(address)) });
  return still.map(
    (address) => `${address} is not deleted (Status ${deleted[addresses.indexOf(address)]?.code ?? 'none'})`,
  );
}

/** Certificates that were not there before and are known to come from the run, those of a chain too. */
async function removeCertificates(
  connection: DeviceConnection,
  journal: Journal,
): Promise<readonly string[]> {
  const { before, certificates } = journal.state();
  if (before === undefined) return [];
  const ofSuite = await suiteThumbprints();
  const left = async (): Promise<readonly Thumbprinted[]> =>
    (await connection.readStores(before.scopes))
      .filter((reading) => !before.places.has(placeOf(reading)))
      .map((reading) => ({ scope: reading.scope, store: reading.store, thumbprint: thumbprintOf(reading) }))
      .filter(
        (one) => ofSuite.has(one.thumbprint) || certificates.some((other) => isSameCertificate(one, other)),
      );

  const ours = await left();
  if (ours.length > 0) journal.note({ kind: 'certificates', certificates: ours });
  for (const { scope, store } of new Map(ours.map((one) => [`${one.scope}/${one.store}`, one])).values()) {
    const there = ours.filter((one) => one.scope === scope && one.store === store);
    await connection.removeCertificates(
      scope,
      there.map(({ thumbprint }) => thumbprint),
      store,
    );
  }
  const still = ours.length === 0 ? [] : await left();
  const gone = journal
    .state()
    .certificates.filter((one) => !still.some((other) => isSameCertificate(one, other)));
  if (gone.length > 0) journal.note({ kind: 'certificates-gone', certificates: gone });
  return still.map(
    ({ scope, store, thumbprint }) =>
      `certificate ${thumbprint} is still in the store ${store} of the ${scope}`,
  );
}

function scopeOf(address: string): Scope {
  return /^(?:\.?\/)?user\//i.test(address) ? 'user' : 'device';
}
