import type { Scope } from '../../cases/case.ts';
import { thisProcess } from '../process-mark.ts';
import { TargetFailure } from '../target.ts';
import type { ProbedCapabilities } from './capabilities.ts';
import { cleanUpDevice } from './clean-up.ts';
import type { DeviceConnection, MachineDescription, StoredCertificateReading } from './connection.ts';
import { unfitness, type Allowances } from './fitness.ts';
import type { Journal } from './journal.ts';
import { probeAtomic, probePlace, probeUserScope, requestsThere } from './probing.ts';
import { placeOf, thumbprintOf } from './store-entries.ts';
import { suiteThumbprints } from './suite-certificates.ts';

/** A machine that is ready for cases. */
export interface RunOnDevice {
  readonly machine: MachineDescription;
  readonly probed: ProbedCapabilities;
  readonly scopes: readonly Scope[];
  /** Certificates that were there before, as `placeOf` names them. */
  readonly before: ReadonlySet<string>;
  /** All certificate requests on the machine are the run's own, so that a case may change the nodes above them too. */
  readonly isOwner: boolean;
  /** Requests of others, in lower case. */
  readonly foreign: ReadonlySet<string>;
}

export interface Beginning {
  readonly connection: DeviceConnection;
  readonly journal: Journal;
  readonly machine: MachineDescription;
  readonly allow: Allowances;
  /** Name of the run. */
  readonly run: string;
}

/**
 * Takes the machine for a run: looks whether it may be taken, registers, notes what was there before, and asks what it
 * can do. Where that fails, what was done is undone.
 * @throws TargetFailure with what to do
 */
export async function beginRun(beginning: Beginning): Promise<RunOnDevice> {
  const { connection, journal, machine, allow } = beginning;
  const reason = unfitness(machine, allow);
  if (reason !== undefined) throw new TargetFailure('laboratory', reason);
  const { smbiosUuid, computerName } = machine;
  journal.begin({
    kind: 'begun',
    smbiosUuid,
    computerName,
    at: new Date().toISOString(),
    owner: thisProcess(),
  });
  try {
    return await taken(beginning);
  } catch (error) {
    // Why the run can not begin is what people have to know; what can not be undone now stays in the journal.
    await cleanUpDevice(connection, journal).catch(() => undefined);
    throw error;
  }
}

async function taken({ connection, journal, machine, allow, run }: Beginning): Promise<RunOnDevice> {
  journal.note({ kind: 'registering' });
  await connection.register();
  const there = await requestsThere(connection);
  const objection = objectionTo(there, allow);
  if (objection !== undefined) throw new TargetFailure('laboratory', objection);

  const userScope = await probeUserScope(connection, machine.userLoggedOn);
  const scopes: readonly Scope[] = userScope.answer === 'yes' ? ['device', 'user'] : ['device'];
  const readings = await connection.readStores(scopes);
  const leftover = await leftoverIn(readings);
  if (leftover !== undefined) throw new TargetFailure('laboratory', leftover);
  const before = new Set(readings.map(placeOf));
  journal.note({ kind: 'certificates-before', scopes, places: [...before] });
  const atomic = await probeAtomic(connection, journal, probePlace(run));
  const foreign = there.kind === 'seen' ? there.addresses : [];
  return {
    machine,
    probed: { atomic, userScope },
    scopes,
    before,
    isOwner: there.kind === 'seen' && foreign.length === 0 && machine.enrolledIn.length === 0,
    foreign: new Set(foreign.map((address) => address.toLowerCase())),
  };
}

/**
 * A certificate that cases install and delete would be deleted with them, and not be seen where it is expected. Those of
 * a chain may stay: nobody asks for them.
 */
async function leftoverIn(readings: readonly StoredCertificateReading[]): Promise<string | undefined> {
  const ofSuite = await suiteThumbprints();
  const found = readings.find((reading) => reading.store === 'My' && ofSuite.has(thumbprintOf(reading)));
  return found === undefined
    ? undefined
    : `certificate ${thumbprintOf(found)}, one of the suite's own for tests, is in the store My of the ${found.scope} already, left there by a run whose journal is lost; delete it and start again`;
}

function objectionTo(
  there: Awaited<ReturnType<typeof requestsThere>>,
  { existingRequests }: Allowances,
): string | undefined {
  if (existingRequests === true) return undefined;
  if (there.kind === 'unseen') {
    return `it can not be seen whether there are certificate requests of others on the machine, since ${there.reason}; allow it by name for a machine that nobody else uses (docs/device.md)`;
  }
  const [first] = there.addresses;
  return first === undefined
    ? undefined
    : `there are certificate requests on the machine that this run did not make, such as ${first}; take a machine without, or allow it by name (docs/device.md)`;
}
