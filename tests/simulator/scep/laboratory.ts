import type { Answers, Preparation } from '../../../cases/case.ts';
import { openPool } from '../../../pki/pool.ts';
import { seededRandom } from '../../../pki/random.ts';
import { authoritiesOf } from '../../../pki/scep/authorities.ts';
import { createScepCa, type ScepCa } from '../../../pki/scep/ca.ts';
import { thumbprintOf, type ScepLogEntry } from '../../../pki/scep/log.ts';
import type { AuthorityName, Fault, Operation, ScepScript } from '../../../pki/scep/script.ts';
import { syncTransport, type TransportLimits } from '../../../pki/scep/transport.ts';
import { createClock } from '../../../simulator/clock.ts';
import { hresultOf, type WindowsErrorName } from '../../../simulator/csp/windows-errors.ts';
import type { CspRules } from '../../../simulator/csp/rules.ts';
import type { DeviceParts } from '../../../simulator/device.ts';
import { poolKeys } from '../../../simulator/scep/key-source.ts';
import { add, atomic, csp, execute, open, type Reply, type Sent, type Session } from '../client.ts';

export const pool = await openPool();
export const authorities = authoritiesOf(pool);

/** SHA-1 of a CA's root: what CAThumbprint has to be. */
export const rootOf = (name: AuthorityName): string => thumbprintOf(authorities.byName[name].root);

/** First moment of every device here, within the life of all certificates of the CAs. */
export const start = Date.UTC(2030, 5, 1, 12);

export interface Options {
  readonly answers?: Answers;
  readonly preparation?: Partial<Preparation>;
  /** The CA at http://second.test/scep; there is none without. */
  readonly second?: ScepScript;
  /** Single rules of the CSP or of its SCEP client, in the place of the right ones. */
  readonly rules?: Partial<CspRules>;
  readonly parts?: DeviceParts;
  readonly limits?: Partial<TransportLimits>;
}

/** A device, and CAs that share its clock. */
export interface Laboratory extends Session {
  readonly ca: ScepCa;
  readonly second: ScepCa;
  /** Sends the settings and the Exec in one Atomic. */
  readonly enroll: (changes?: Settings, id?: string) => Reply;
  /** Status, ErrorCode and so on of an id. */
  readonly node: (name: string, id?: string) => string;
}

export const server = 'http://ca.test/scep';
export const secondServer = 'http://second.test/scep';

/** A laboratory whose CA, at http://ca.test/scep, follows the script. */
export function laboratory(script: ScepScript = {}, options: Options = {}): Laboratory {
  const { answers = {}, preparation = {}, rules = {}, parts = {} } = options;
  const clock = createClock(start);
  const caWith = (behaviour: ScepScript, seed: string): ScepCa =>
    createScepCa({
      authorities,
      script: behaviour,
      now: () => new Date(clock.now()),
      random: seededRandom(seed),
    });
  const ca = caWith(script, 'ca');
  const second = caWith(options.second ?? {}, 'second');
  const servers = options.second === undefined ? { [server]: ca } : { [server]: ca, [secondServer]: second };
  const session = open(answers, preparation, {
    clock,
    scep: {
      transport: syncTransport(servers, options.limits),
      keys: poolKeys(pool),
      random: seededRandom('device'),
    },
    adjustRules: (right) => ({ ...right, csp: { ...right.csp, ...rules } }),
    ...parts,
  });
  return {
    ...session,
    ca,
    second,
    enroll: (changes = {}, id = device) => session.send(atomic(...settingUp(changes, id), exec(id))),
    node: (name, id = device) => session.read(`${id}/${name}`),
  };
}

export const device = `${csp}/SCEP/a`;

export type Settings = Readonly<Record<string, string | undefined>>;

const settings: Settings = {
  ServerURL: server,
  Challenge: 'secret',
  EKUMapping: '1.3.6.1.5.5.7.3.2',
  KeyUsage: '160',
  SubjectName: 'CN=device',
  KeyLength: '2048',
  HashAlgorithm: 'SHA-2',
  CAThumbprint: rootOf('root'),
};

/** Adds of all required settings, with some changed, added or (undefined) left out. */
export function settingUp(changes: Settings = {}, id = device): readonly Sent[] {
  return Object.entries({ ...settings, ...changes }).flatMap(([name, text]) =>
    text === undefined ? [] : [add(`${id}/Install/${name}`, text)],
  );
}

export const exec = (id = device): Sent => execute(`${id}/Install/Enroll`);

/** The PKIOperations that a CA has seen. */
export function operationsOf(ca: ScepCa): readonly ScepLogEntry[] {
  return ca.log.filter(({ operation }) => operation === 'PKIOperation');
}

/** The request that a CA could read. */
export function requestTo(ca: ScepCa): NonNullable<ScepLogEntry['request']> | undefined {
  return ca.log.find(({ request }) => request !== undefined)?.request;
}

/** A fault in every answer to an operation. */
export function always(operation: Operation, fault: Fault): ScepScript {
  return { faults: [{ operation, fault }] };
}

/** An HRESULT as a node of format int gives it. */
export const code = (name: WindowsErrorName): string => String(hresultOf(name) | 0);
