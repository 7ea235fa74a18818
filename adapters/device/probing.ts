import { scopeRoots } from '../../csp/tree.ts';
import type { Capability } from '../target.ts';
import { removeWhatIsThere } from './clean-up.ts';
import type { DeviceConnection } from './connection.ts';
import { answersIn, ask, markupOf, type OwnCommand } from './dialogue.ts';
import type { Journal } from './journal.ts';

/** Milliseconds for each call of local management. */
const patience = 60_000;

export const yes: Capability = { answer: 'yes' };
export const no = (reason: string): Capability => ({ answer: 'no', reason });

/** Certificate requests that are there before the run has made any. */
export type RequestsThere =
  | { readonly kind: 'seen'; readonly addresses: readonly string[] }
  /** It can not be seen whether there are any, with what the machine said. */
  | { readonly kind: 'unseen'; readonly reason: string };

/** Looks for certificate requests of the device: a Get of an inner node gives the names of its children. */
export async function requestsThere(connection: DeviceConnection): Promise<RequestsThere> {
  const parents = ['PFXCertInstall', 'SCEP'].map((half) => `${scopeRoots.device}/${half}`);
  const answers = await ask(
    connection,
    parents.map((address) => ({ verb: 'Get' as const, address })),
    patience,
  );
  const addresses: string[] = [];
  for (const [index, parent] of parents.entries()) {
    const { code, value } = answers[index] ?? {};
    if (code === '404') continue;
    if (code !== '200' || value === undefined) {
      return { kind: 'unseen', reason: `a Get of ${parent} is answered with Status ${code ?? 'none'}` };
    }
    // Names of children stand with a slash between them (OMA DM Protocol, Get of an interior node).
    const names = value.split('/').filter((name) => name.trim() !== '');
    addresses.push(...names.map((name) => `${parent}/${name.trim()}`));
  }
  return { kind: 'seen', addresses };
}

/** What was seen of a message that a probe sent. */
export interface Tried {
  readonly hresult: number;
  /** Status codes by CmdID; 'none' where there is none. */
  readonly codes: Readonly<Record<string, string>>;
}

/** In words, such as `1: 200, 2: none`. */
export function describeTried({ hresult, codes }: Tried): string {
  if (hresult !== 0) return `HRESULT 0x${hresult.toString(16).toUpperCase().padStart(8, '0')}`;
  return Object.entries(codes)
    .map(([cmdId, code]) => `${cmdId}: ${code}`)
    .join(', ');
}

/** Sends a body as it is, and does not mind if it is refused. */
export async function tryBody(
  connection: DeviceConnection,
  body: string,
  cmdIds: readonly string[],
): Promise<Tried> {
  const { hresult, result = '' } = await connection.apply(body, patience);
  const answers = answersIn(result);
  return { hresult, codes: Object.fromEntries(cmdIds.map((id) => [id, answers(id).code ?? 'none'])) };
}

/** Addresses that belong to the probes of one run: nothing is triggered below them. */
export interface ProbePlace {
  readonly first: string;
  readonly second: string;
}

/** @param run makes the names ones that nobody else has */
export function probePlace(run: string): ProbePlace {
  const request = (name: string): string => `${scopeRoots.device}/PFXCertInstall/ConformProbe-${run}-${name}`;
  return { first: request('1'), second: request('2') };
}

/** An Atomic with two members; the first of them can not fail. */
export function atomicOf({ first }: ProbePlace, second: OwnCommand): string {
  const add: OwnCommand = { verb: 'Add', address: first, format: 'node' };
  return `<SyncBody><Atomic><CmdID>1</CmdID>${markupOf(add, 2)}${markupOf(second, 3)}</Atomic><Final/></SyncBody>`;
}

/**
 * P1: whether an Atomic is carried out on this way, by two requests without content, which install nothing. They are
 * deleted at once.
 */
export async function probeAtomic(
  connection: DeviceConnection,
  journal: Journal,
  place: ProbePlace,
): Promise<Capability> {
  journal.note({ kind: 'requests', addresses: [place.first, place.second] });
  const second: OwnCommand = { verb: 'Add', address: place.second, format: 'node' };
  const tried = await tryBody(connection, atomicOf(place, second), ['1', '2', '3']);
  await removeWhatIsThere(connection, journal, false);
  return tried.hresult === 0 && Object.values(tried.codes).every((code) => code === '200')
    ? yes
    : no(`local management does not carry out an Atomic on this machine (${describeTried(tried)}, probe P1)`);
}

/** P3: whether settings of a user can be reached on this way. */
export async function probeUserScope(
  connection: DeviceConnection,
  userLoggedOn: boolean,
): Promise<Capability> {
  if (!userLoggedOn) return no('no user is logged on to the machine');
  const body = `<SyncBody>${markupOf({ verb: 'Get', address: `${scopeRoots.user}/PFXCertInstall` }, 1)}<Final/></SyncBody>`;
  const tried = await tryBody(connection, body, ['1']);
  return tried.codes['1'] === '200'
    ? yes
    : no(
        `local management reaches the device only (${describeTried(tried)}, probe P3); the target mdm reaches users`,
      );
}
