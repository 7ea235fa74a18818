import { X509Certificate } from 'node:crypto';
import type { ScepServer } from '../../cases/case.ts';
import type { FaultRule, ScepScript } from '../../pki/scep/script.ts';
import { remember } from '../../pki/remember.ts';
import { isSameServer } from './server-url.ts';

/** A SCEP server of a case as the oracle knows it: what it shows, and how it behaves. */
export interface KnownServer {
  readonly url: string;
  readonly script: ScepScript;
  /** The CAs that GetCACert shows: SHA-1 in upper-case hex. */
  readonly authorities: readonly { readonly thumbprint: string; readonly isRoot: boolean }[];
}

export function knownServer({ url, script, presented }: ScepServer): KnownServer {
  return { url, script, authorities: authoritiesIn(presented) };
}

/** The suite has few CAs, and nearly all cases the same ones. */
const authoritiesIn = remember(
  20,
  (presented: readonly string[]) => presented.join(),
  (presented): KnownServer['authorities'] =>
    presented
      .map((base64) => new X509Certificate(Buffer.from(base64, 'base64')))
      .filter(({ ca }) => ca)
      .map((certificate) => ({
        thumbprint: certificate.fingerprint.replaceAll(':', ''),
        isRoot: certificate.checkIssued(certificate),
      })),
);

/** The server that a URL of ServerURL leads to. */
export function serverAt(url: string, servers: readonly KnownServer[]): KnownServer | undefined {
  return servers.find((server) => isSameServer(url, server.url));
}

/** What the faults of a script come to for a device that asks each operation as often as it has to. */
export interface FaultEffect {
  /**
   * `none`: answers arrive as they should. `open`: some devices get along with it. `broken`: no answer that could be
   * read. `unbelievable`: an answer that must not be believed.
   */
  readonly kind: 'none' | 'open' | 'broken' | 'unbelievable';
  /** Seconds that answers come late. */
  readonly delay: number;
  /** Of a fault of PKIOperation: the first request that meets it, counted from 1. */
  readonly from: number;
  /** Whether it shows in every answer, or only in one that brings a certificate. */
  readonly needs: 'any-answer' | 'certificate';
}

const noEffect: FaultEffect = { kind: 'none', delay: 0, from: 1, needs: 'any-answer' };

/** Longer than this, and a device may lose patience. */
const patience = 25;

/**
 * The faults of one operation together: of those that a device meets, the one that it meets first. Where devices may
 * differ in one of them, they may differ in all.
 */
export function effectOf(script: ScepScript, operation: FaultRule['operation']): FaultEffect {
  const { pending = 0, faults = [] } = script;
  // GetCACaps and GetCACert are asked once.
  const requests = operation === 'PKIOperation' ? pending + 1 : 1;
  const met = faults
    .filter((rule) => rule.operation === operation && (rule.from ?? 1) <= requests)
    .map(effectOfRule);
  const delay = met.reduce((sum, effect) => sum + effect.delay, 0);
  const open = met.find(({ kind }) => kind === 'open');
  if (open !== undefined || delay > patience) return { ...noEffect, kind: 'open' };
  const position = ({ from, needs }: FaultEffect): number => (needs === 'certificate' ? requests : from);
  const [first] = met
    .filter(({ kind }) => kind !== 'none')
    .sort((one, other) => position(one) - position(other) || severity(other) - severity(one));
  return { ...(first ?? noEffect), delay };
}

function severity({ kind }: FaultEffect): number {
  return ['none', 'unbelievable', 'broken', 'open'].indexOf(kind);
}

function effectOfRule({ operation, from = 1, times, fault }: FaultRule): FaultEffect {
  const effect = (
    kind: FaultEffect['kind'],
    delay = 0,
    needs: FaultEffect['needs'] = 'any-answer',
  ): FaultEffect => ({
    // A fault that passes may be got over by asking again.
    kind: kind !== 'none' && times !== undefined ? 'open' : kind,
    delay,
    from,
    needs,
  });
  switch (fault.kind) {
    case 'late':
      return from === 1 && times === undefined ? effect('none', fault.seconds) : effect('open');
    // What the header says, and a single bit, need not matter to the reader of a message.
    case 'content-type':
    case 'bit-flipped':
      return effect('open');
    case 'http-status':
    case 'endless-redirect':
    case 'drop':
    case 'endless-data':
    case 'truncated':
    case 'garbage':
    case 'empty':
      // Without capabilities a client may go on with what RFC 8894, 3.5.2 has every server do.
      return effect(operation === 'GetCACaps' ? 'open' : 'broken');
    case 'wrong-nonce':
    case 'no-nonce':
    case 'another-transaction':
    case 'signed-by-stranger':
      return effect('unbelievable');
    case 'certificate-for-another-key':
    case 'no-certificate':
    case 'unencrypted':
    case 'encrypted-for-another':
      return effect('unbelievable', 0, 'certificate');
  }
}

/** Whether a script asks for algorithms that not every device has. */
export function isOutOfDate({ capabilities, hash, cipher }: ScepScript): boolean {
  const modern =
    capabilities === undefined ||
    capabilities.includes('SCEPStandard') ||
    ['AES', 'SHA-256', 'POSTPKIOperation'].every((keyword) => capabilities.includes(keyword));
  const strong = hash === undefined || hash === 'sha256' || hash === 'sha512';
  return !modern || !strong || (cipher !== undefined && !cipher.startsWith('aes'));
}
