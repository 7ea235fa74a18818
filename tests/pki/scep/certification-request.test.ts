import { deepEqual, equal, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  readCertificationRequest,
  writeCertificationRequest,
  type RequestSpecification,
} from '../../../pki/scep/certification-request.ts';
import { readDer } from '../../../pki/scep/der-read.ts';
import { ScepMessageError } from '../../../pki/scep/error.ts';
import type { GeneralName } from '../../../pki/scep/general-names.ts';
import { readName, writeName } from '../../../pki/scep/names.ts';
import { pool } from './client.ts';

const privateKey = pool.identity('rsa-1024', 0).privateKey;
const arc = fc.integer({ min: 0, max: 2 ** 31 });
const identifier = fc
  .tuple(fc.integer({ min: 0, max: 39 }), fc.array(arc, { minLength: 1, maxLength: 6 }))
  .map(([second, more]) => [1, second, ...more].join('.'));
const hextet = fc.integer({ min: 0, max: 0xffff }).map((value) => value.toString(16));
const generalName: fc.Arbitrary<GeneralName> = fc.oneof(
  fc.record({ kind: fc.constant('upn' as const), value: fc.string({ unit: 'grapheme', maxLength: 30 }) }),
  fc.record({
    kind: fc.constantFrom('dns' as const, 'rfc822' as const, 'url' as const),
    value: fc.stringMatching(/^[ -~]{1,30}$/),
  }),
  fc.record({
    kind: fc.constant('ip' as const),
    value: fc.oneof(
      fc.ipV4(),
      fc.array(hextet, { minLength: 8, maxLength: 8 }).map((all) => all.join(':')),
    ),
  }),
  fc.record({ kind: fc.constant('guid' as const), value: fc.uuid() }),
  fc.record({ kind: fc.constant('registered' as const), value: identifier }),
  fc.record({ kind: fc.constant('directory' as const), value: fc.constant('CN=Anna M, O=Contoso') }),
);
const value = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 });
const escaped = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '""')}"`;
const keyUsage = fc.integer({ min: 0, max: 0xff }).chain((low) => fc.constantFrom(low, low | 0x8000));

const specification = fc.record(
  {
    common: value,
    hash: fc.constantFrom('sha1' as const, 'sha256' as const, 'sha384' as const, 'sha512' as const),
    challenge: fc.string({ unit: 'grapheme', maxLength: 40 }),
    template: fc.oneof(identifier, fc.stringMatching(/^[A-Z][a-z]{1,10}$/)),
    validity: fc.record({ period: fc.constantFrom('Days', 'Months', 'Years'), units: fc.nat().map(String) }),
    keyUsage,
    extendedKeyUsages: fc.array(identifier, { minLength: 1, maxLength: 4 }),
    subjectAlternativeNames: fc.array(generalName, { minLength: 1, maxLength: 4 }),
  },
  { requiredKeys: ['common', 'hash'] },
);

describe('a certification request', () => {
  it('is read as what it was written with', () => {
    fc.assert(
      fc.property(specification, ({ common, ...asked }) => {
        const request = readCertificationRequest(
          writeCertificationRequest({ ...asked, subject: `CN=${escaped(common)},O=Contoso`, privateKey }),
        );
        equal(request.subject, readName(readDer(writeName(`CN=${escaped(common)}, O=Contoso`))));
        const { hash, challenge, template, validity, extendedKeyUsages, subjectAlternativeNames } = request;
        const read = {
          hash,
          challenge,
          template,
          validity,
          keyUsage: request.keyUsage,
          extendedKeyUsages,
          subjectAlternativeNames,
        };
        deepEqual(JSON.parse(JSON.stringify(read)), JSON.parse(JSON.stringify(asked)));
      }),
    );
  });

  it('is refused with any bit flipped', () => {
    const bytes = writeCertificationRequest({
      subject: 'CN=device',
      privateKey,
      hash: 'sha256',
      challenge: 'secret',
    });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 * bytes.length - 1 }), (bit) => {
        const damaged = Uint8Array.from(bytes);
        damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
        throws(() => readCertificationRequest(damaged), ScepMessageError);
      }),
      { numRuns: 2000 },
    );
  });

  it.each<[string, Partial<RequestSpecification>]>([
    ['a subject that is no distinguished name', { subject: 'device' }],
    ['a subject with a quote that is not closed', { subject: 'CN="device' }],
    ['an empty value in the subject', { subject: 'CN=' }],
    ['an extended key usage that is no object identifier', { extendedKeyUsages: ['1.3.6..1'] }],
    ['an object identifier whose second arc is too large', { extendedKeyUsages: ['1.40.1'] }],
    ['an address that is none', { subjectAlternativeNames: [{ kind: 'ip', value: '1.2.3' }] }],
    ['a DNS name beyond ASCII', { subjectAlternativeNames: [{ kind: 'dns', value: 'münchen.example' }] }],
    ['a GUID that is none', { subjectAlternativeNames: [{ kind: 'guid', value: '1234' }] }],
  ])('can not be written with %s', (_title, asked) => {
    throws(() => writeCertificationRequest({ subject: 'CN=device', privateKey, hash: 'sha256', ...asked }), {
      reason: 'value',
    });
  });
});

describe('a distinguished name', () => {
  it('is read from text as it was written, whatever its values', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const text = readName(readDer(writeName(values.map((one) => `OU=${escaped(one)}`).join(','))));
        deepEqual(
          Buffer.from(writeName(text)),
          Buffer.from(writeName(values.map((one) => `OU=${escaped(one)}`).join(';'))),
        );
      }),
    );
  });

  it('may have a value that is blanks of any kind, or a sharp', () => {
    for (const one of [' ', '  ', '\u00a0', '\u2028\u00a0', '\t', '#', '\\ ', ' \\']) {
      const encoded = writeName(`OU=${escaped(one)}`);
      deepEqual(Buffer.from(writeName(readName(readDer(encoded)))), Buffer.from(encoded));
    }
  });

  it('takes the keys of Windows, several attributes in one part, and object identifiers', () => {
    expect(readName(readDer(writeName('E=a@b.c+CN=x;S=Bavaria,2.5.4.10=Contoso , OID.1.2.3=y')))).toBe(
      'CN=x+emailAddress=a@b.c, ST=Bavaria, O=Contoso, 1.2.3=y',
    );
    expect(readName(readDer(writeName('')))).toBe('');
  });
});
