import { describe, expect, it } from 'vitest';
import { authoritiesOf } from '../../../pki/scep/authorities.ts';
import { thumbprintOf } from '../../../pki/scep/log.ts';
import type { AuthorityName, Fault, FaultRule, Operation } from '../../../pki/scep/script.ts';
import { effectOf, isOutOfDate, serverAt, type FaultEffect } from '../../../oracles/scep/server.ts';
import { isOddUrl } from '../../../oracles/scep/server-url.ts';
import { pool } from '../support/laboratory.ts';
import { serverOf } from './kit.ts';

type Kind = FaultEffect['kind'];

/** One fault of each kind, and what it comes to at GetCACaps, at GetCACert and at PKIOperation. */
const below: Readonly<Record<string, readonly [fault: Fault, ...Kind[]]>> = {
  'an HTTP status': [{ kind: 'http-status', status: 500 }, 'open', 'broken', 'broken'],
  'redirects without end': [{ kind: 'endless-redirect' }, 'open', 'broken', 'broken'],
  'a connection that is closed': [{ kind: 'drop' }, 'open', 'broken', 'broken'],
  'data without end': [{ kind: 'endless-data', bytes: 1_000_000_000 }, 'open', 'broken', 'broken'],
  'half an answer': [{ kind: 'truncated' }, 'open', 'broken', 'broken'],
  garbage: [{ kind: 'garbage', bytes: 100 }, 'open', 'broken', 'broken'],
  'an empty answer': [{ kind: 'empty' }, 'open', 'broken', 'broken'],
  'a wrong content type': [{ kind: 'content-type', value: 'text/html' }, 'open', 'open', 'open'],
  'one bit': [{ kind: 'bit-flipped' }, 'open', 'open', 'open'],
  'an answer soon': [{ kind: 'late', seconds: 20 }, 'none', 'none', 'none'],
  'an answer after a minute': [{ kind: 'late', seconds: 60 }, 'open', 'open', 'open'],
};

/** Faults of the CertRep, and whether they show in every one or only where there is a certificate. */
const inAnswers = {
  'wrong-nonce': 'any-answer',
  'no-nonce': 'any-answer',
  'another-transaction': 'any-answer',
  'signed-by-stranger': 'any-answer',
  'certificate-for-another-key': 'certificate',
  'no-certificate': 'certificate',
  unencrypted: 'certificate',
  'encrypted-for-another': 'certificate',
} as const;

const operations: readonly Operation[] = ['GetCACaps', 'GetCACert', 'PKIOperation'];

describe('effectOf', () => {
  for (const [name, [fault, ...kinds]] of Object.entries(below)) {
    it.each(operations)(`says of ${name} at %s what a device can make of it`, (operation) => {
      const effect = effectOf({ faults: [{ operation, fault }] }, operation);
      expect(effect).toMatchObject({ kind: kinds[operations.indexOf(operation)], from: 1 });
      expect(effect.needs).toBe('any-answer');
      for (const other of operations.filter((one) => one !== operation)) {
        expect(effectOf({ faults: [{ operation, fault }] }, other)).toMatchObject({ kind: 'none', delay: 0 });
      }
    });
  }

  it.each(Object.entries(inAnswers))(
    'says that %s must not be believed, and where it shows',
    (kind, needs) => {
      const fault = { kind: kind as keyof typeof inAnswers };
      expect(effectOf({ faults: [{ operation: 'PKIOperation', fault }] }, 'PKIOperation')).toEqual({
        kind: 'unbelievable',
        delay: 0,
        from: 1,
        needs,
      });
    },
  );

  it('says of no fault that there is none', () => {
    for (const operation of operations) expect(effectOf({}, operation).kind).toBe('none');
  });

  it('leaves open what a fault that passes does', () => {
    const passing: FaultRule = { operation: 'PKIOperation', times: 1, fault: { kind: 'wrong-nonce' } };
    expect(effectOf({ faults: [passing] }, 'PKIOperation').kind).toBe('open');
  });

  it('says from when on', () => {
    const later: FaultRule = { operation: 'PKIOperation', from: 3, fault: { kind: 'drop' } };
    expect(effectOf({ pending: 2, faults: [later] }, 'PKIOperation')).toMatchObject({
      kind: 'broken',
      from: 3,
    });
    // A device that has its answer before asks no third time.
    expect(effectOf({ pending: 1, faults: [later] }, 'PKIOperation').kind).toBe('none');
  });

  it('takes the worst of several, in whatever order, and all of their delays', () => {
    const rules: readonly FaultRule[] = [
      { operation: 'PKIOperation', fault: { kind: 'late', seconds: 5 } },
      { operation: 'PKIOperation', fault: { kind: 'unencrypted' } },
      { operation: 'PKIOperation', fault: { kind: 'drop' } },
      { operation: 'PKIOperation', fault: { kind: 'late', seconds: 7 } },
    ];
    for (const some of [rules, rules.toReversed()]) {
      expect(effectOf({ faults: some }, 'PKIOperation')).toMatchObject({ kind: 'broken', delay: 12 });
    }
    const unsure: FaultRule = { operation: 'PKIOperation', fault: { kind: 'bit-flipped' } };
    expect(effectOf({ faults: [...rules, unsure] }, 'PKIOperation').kind).toBe('open');
  });
});

describe('a server of the case', () => {
  it.each<[AuthorityName, number]>([
    ['root', 1],
    ['root-with-registration', 1],
    ['intermediate-with-registration', 2],
    ['another', 1],
  ])('shows as %s the certificates that are CAs, its root among them', (authority, count) => {
    const { root } = authoritiesOf(pool).byName[authority];
    const { authorities } = serverOf({ authority });
    expect(authorities).toHaveLength(count);
    expect(authorities.filter(({ isRoot }) => isRoot)).toEqual([
      { thumbprint: thumbprintOf(root), isRoot: true },
    ]);
  });

  it('is found by its URL and by everything below, and by no other', () => {
    const server = serverOf();
    const servers = [serverOf({}, 'device-Alpha2'), server];
    for (const below of ['', '/', '/pkiclient.exe', '?ca=1']) {
      expect(serverAt(`${server.url}${below}`, servers)).toBe(server);
    }
    for (const url of [`${server.url}3`, server.url.slice(0, -1), server.url.toUpperCase(), '']) {
      expect(serverAt(url, servers)).toBeUndefined();
    }
  });
});

describe('isOddUrl', () => {
  it('finds what a client that appends a name would make something else of', () => {
    const { url } = serverOf();
    for (const odd of ['?ca=1', '#part', '/pkiclient.exe', '/PKIClient.exe/'])
      expect(isOddUrl(url + odd)).toBe(true);
    for (const plain of ['', '/', '/scep/mscep.dll', '/pkiclient.exe/x'])
      expect(isOddUrl(url + plain)).toBe(false);
  });
});

describe('isOutOfDate', () => {
  it('takes what RFC 8894, 2.9 has every server do for up to date', () => {
    expect(isOutOfDate({})).toBe(false);
    expect(isOutOfDate({ capabilities: ['SCEPStandard'] })).toBe(false);
    expect(isOutOfDate({ capabilities: ['AES', 'SHA-256', 'POSTPKIOperation', 'Unheard'] })).toBe(false);
    expect(isOutOfDate({ hash: 'sha512', cipher: 'aes-256-cbc' })).toBe(false);
  });

  it('takes a server for old that can only do less', () => {
    expect(isOutOfDate({ capabilities: [] })).toBe(true);
    expect(isOutOfDate({ capabilities: ['AES', 'SHA-256'] })).toBe(true);
    expect(isOutOfDate({ hash: 'sha1' })).toBe(true);
    expect(isOutOfDate({ cipher: '3des-cbc' })).toBe(true);
  });
});
