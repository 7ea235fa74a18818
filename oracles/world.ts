import { createHash } from 'node:crypto';
import type { Answers, Preparation } from '../cases/case.ts';
import type { Assumptions } from './asking.ts';
import type { Device, PreparedCertificate } from './device.ts';
import { stateOfNodes, type GivenNodes } from './given-nodes.ts';
import type { Enrollment } from './scep/enrollment.ts';
import { knownServer } from './scep/server.ts';
import type { Transactions } from './scep/transactions.ts';
import { emptyState, type Exportable, type InstalledCertificate, type State } from './state.ts';

/**
 * One device that the documents allow: what it has, what it holds, and how it answers the open questions as far
 * as it has shown so. Worlds are values; a step makes new ones.
 */
export interface World {
  readonly device: Device;
  readonly answers: Answers;
  readonly assumptions: Assumptions;
  readonly state: State;
}

/**
 * The worlds before the first step: one, since nothing is known yet of the answers.
 *
 * @param nodes that exist already, by LocURI; an install that they describe counts as done
 * @param transactions what the SCEP servers will have been asked in the end, where that was seen
 */
export function initialWorlds(
  preparation: Preparation,
  nodes: GivenNodes = {},
  transactions?: Transactions,
): readonly World[] {
  const device = { ...deviceOf(preparation), ...(transactions === undefined ? {} : { transactions }) };
  const state = Object.keys(nodes).length === 0 ? emptyState : stateOfNodes(nodes, device);
  return [{ device, answers: {}, assumptions: {}, state }];
}

function deviceOf(preparation: Preparation): Device {
  const { edition, tpm, helloContainers, mdmCertificate, certificates } = preparation;
  const { entraKeyIdentifier, scepServers = [] } = preparation;
  return {
    edition,
    tpm,
    helloContainers: new Set(helloContainers),
    scepServers: scepServers.map(knownServer),
    ...(entraKeyIdentifier === undefined ? {} : { entraKeyIdentifier }),
    ...(mdmCertificate === undefined ? {} : { mdmCertificate: preparedOf(mdmCertificate) }),
    certificates: certificates.map((entry) => ({
      ...preparedOf(entry),
      scope: entry.scope,
      store: entry.store,
    })),
  };
}

function preparedOf(entry: {
  readonly certificate: string;
  readonly privateKey: string;
}): PreparedCertificate {
  const certificate = Buffer.from(entry.certificate, 'base64');
  return {
    certificate,
    pkcs8: Buffer.from(entry.privateKey, 'base64'),
    thumbprint: createHash('sha1').update(certificate).digest('hex').toUpperCase(),
  };
}

/** Merges the worlds that nothing tells apart any more: same answers, same nodes, same certificates. */
export function mergeWorlds(worlds: readonly World[]): readonly World[] {
  if (worlds.length < 2) return worlds;
  return [...new Map(worlds.map((world) => [fingerprintOf(world), world])).values()];
}

/** A text that is equal for worlds that behave alike. Reasons are left out: they change no behaviour. */
function fingerprintOf({ answers, assumptions, state }: World): string {
  const requests = [...state.requests].map(([key, request]) => [
    key,
    request.hasInstallNode,
    request.enrollment,
    request.challengeTakenAt,
    [...request.settings]
      .map(([name, setting]) => [
        name,
        setting.text,
        setting.unclear,
        setting.flaws.map(({ shows }) => shows),
      ])
      .sort(),
    request.install.kind,
    'showing' in request.install ? request.install.showing : '',
    'thumbprints' in request.install ? request.install.thumbprints : '',
    'certificates' in request.install ? request.install.certificates.map(certificateFingerprint) : '',
  ]);
  return JSON.stringify([
    Object.entries(answers).sort(),
    Object.entries(assumptions).sort(),
    requests.sort(),
    state.copies.map(certificateFingerprint),
    [...state.gone].map(([key, { withKey }]) => [key, withKey]).sort(),
    [...state.keyless].sort(),
    state.unknownCertificates,
    state.enrollments.map(enrollmentFingerprint),
    state.keysRemoved,
    state.bothScopesAtOnce,
    state.lost,
  ]);
}

function enrollmentFingerprint({ number, request, fate, startedAt, forecast }: Enrollment): unknown {
  const phases = forecast.phases.map(({ from, statuses, certificate }) => [from, statuses, certificate]);
  const talks = forecast.talks.map(({ url, sends, retries, interval }) => [url, sends, retries, interval]);
  return [number, request, fate, startedAt, phases, talks, forecast.key.providers];
}

function certificateFingerprint(certificate: InstalledCertificate): unknown {
  const { scope, thumbprint, providers, exportable, container, hold } = certificate;
  return [scope, thumbprint, providers, exportable satisfies Exportable, container ?? '', hold];
}
