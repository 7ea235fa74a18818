import type { Scope } from '../../cases/case.ts';
import { scopeRoots } from '../../csp/tree.ts';
import { TargetFailure, type Capabilities } from '../target.ts';
import { deviceCapabilities } from './capabilities.ts';
import { beginRun } from './begin.ts';
import { cleanUpDevice } from './clean-up.ts';
import type { DeviceConnection, MachineDescription } from './connection.ts';
import { markupOf } from './dialogue.ts';
import type { Allowances } from './fitness.ts';
import type { Journal } from './journal.ts';
import { probeQuestions, type ProbeAnswer } from './probes.ts';
import { missingForScep, probeScepServer, serverOfCases, type ScepReach } from './scep-reach.ts';
import { atomicOf, describeTried, probePlace, tryBody, type ProbePlace } from './probing.ts';

export interface ProbeOptions {
  readonly journal: Journal;
  /** As for deviceTarget. */
  readonly run: string;
  readonly allow?: Allowances;
  /** A SCEP CA of the user's, such as that of "conform scep-ca": whether the machine reaches it. */
  readonly scepUrl?: string;
}

export interface ProbeReport {
  readonly machine: MachineDescription;
  readonly capabilities: Capabilities;
  readonly probes: readonly ProbeAnswer[];
  /** The servers of the cases, then that of the user. */
  readonly scepServers: readonly ScepReach[];
}

/**
 * Asks a machine what it can do and how it answers the open questions of this way. It is registered for that, and two
 * requests without content are made and deleted: no certificate comes or goes. Everything is undone at the end.
 * @throws TargetFailure with what to do
 */
export async function probeDevice(
  connection: DeviceConnection,
  { journal, run, allow = {}, scepUrl }: ProbeOptions,
): Promise<ProbeReport> {
  const machine = await connection.describe();
  const { probed } = await beginRun({ connection, journal, machine, allow, run });
  try {
    const place = probePlace(run);
    const answers: Readonly<Record<string, string>> = {
      P1: probed.atomic.answer === 'yes' ? 'yes' : probed.atomic.reason,
      P2: await failingAtomic(connection, journal, place),
      P3: probed.userScope.answer === 'yes' ? 'yes' : probed.userScope.reason,
      P4: await unusualBodies(connection),
      P12: await storesAndKeys(connection),
    };
    const ofCases = await probeScepServer(connection, serverOfCases);
    return {
      machine,
      capabilities: deviceCapabilities(machine, probed, 0, missingForScep(ofCases)),
      scepServers: [ofCases, ...(scepUrl === undefined ? [] : [await probeScepServer(connection, scepUrl)])],
      probes: probeQuestions.map((question) => {
        const answer = answers[question.number];
        return answer === undefined ? question : { ...question, answer };
      }),
    };
  } finally {
    await cleanUpDevice(connection, journal);
  }
}

/** P2: the second member adds a node that the CSP does not have. */
async function failingAtomic(
  connection: DeviceConnection,
  journal: Journal,
  place: ProbePlace,
): Promise<string> {
  journal.note({ kind: 'requests', addresses: [place.first, place.second] });
  const wrong = { verb: 'Add', address: `${place.second}/NoSuchNode`, format: 'int', value: '1' } as const;
  return describeTried(await tryBody(connection, atomicOf(place, wrong), ['1', '2', '3']));
}

/** P4: four unusual ways of asking for the same node. */
async function unusualBodies(connection: DeviceConnection): Promise<string> {
  const get = markupOf({ verb: 'Get', address: `${scopeRoots.device}/PFXCertInstall` }, 1);
  const header =
    '<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>' +
    '<Target><LocURI>./device</LocURI></Target><Source><LocURI>./server</LocURI></Source></SyncHdr>';
  const body = (command: string): string => `<SyncBody>${command}<Final/></SyncBody>`;
  const tries: readonly (readonly [string, string, string])[] = [
    [
      'Format without namespace',
      body(get.replace('<Item>', '<Meta><Format>node</Format></Meta><Item>')),
      '1',
    ],
    ['CmdID 313$', body(get.replace('<CmdID>1<', '<CmdID>313$$<')), '313$'],
    ['no CmdID', body(get.replace('<CmdID>1</CmdID>', '')), ''],
    ['whole SyncML', `<SyncML xmlns="SYNCML:SYNCML1.2">${header}${body(get)}</SyncML>`, '1'],
  ];
  const said: string[] = [];
  for (const [name, markup, cmdId] of tries) {
    const tried = await tryBody(connection, markup, [cmdId]);
    said.push(`${name}: ${tried.hresult === 0 ? (tried.codes[cmdId] ?? 'none') : describeTried(tried)}`);
  }
  return said.join('; ');
}

/** P12: how many certificates are seen, and of how many the key can not be looked at. */
async function storesAndKeys(connection: DeviceConnection): Promise<string> {
  const said: string[] = [];
  for (const scope of ['device', 'user'] satisfies readonly Scope[]) {
    try {
      const readings = await connection.readStores([scope]);
      const keyed = readings.filter(({ hasPrivateKey, store }) => hasPrivateKey && store === 'My');
      const closed = keyed.filter(({ keyError }) => keyError !== undefined);
      said.push(
        `${scope}: ${readings.length} certificates, ${keyed.length} with keys in My` +
          (closed.length === 0
            ? ''
            : `, ${closed.length} of which can not be opened (${closed[0]?.keyError})`),
      );
    } catch (error) {
      if (!(error instanceof TargetFailure)) throw error;
      said.push(`${scope}: ${error.message}`);
    }
  }
  return said.join('; ');
}
