import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyDevice, GivenStateError, readGivenState } from '../../../oracles/explain/given.ts';

describe('given state', () => {
  it('is an empty device where nothing is said', () => {
    expect(readGivenState('{}')).toEqual(emptyDevice);
  });

  it('keeps what is said', () => {
    const state = {
      edition: '10.0.10586',
      tpm: false,
      helloContainers: ['work'],
      nodes: { './User/Vendor/MSFT/ClientCertificateInstall/SCEP/a/Status': { format: 'int', value: '1' } },
      mdmCertificate: { certificate: 'AAAA', privateKey: 'AA==' },
      certificates: [{ scope: 'user', store: 'My', certificate: 'AAAA', privateKey: 'AAA=' }],
    };
    expect(readGivenState(JSON.stringify(state))).toEqual(state);
  });

  it.each([
    ['not json', /^the given state is no JSON: /],
    ['[]', /^the given state has to be a JSON object, and is \[\]$/],
    ['{"tpn": true}', /member "tpn" that is not known; known are edition, tpm/],
    ['{"tpm": "yes"}', /^tpm has to be true or false, and is "yes"$/],
    ['{"edition": "10.0.1"}', /^edition has to be one of 10\.0\.10240, .*, and is "10\.0\.1"$/],
    ['{"helloContainers": "work"}', /^helloContainers has to be a list/],
    ['{"helloContainers": [1]}', /^helloContainers\[0\] has to be a text in quotes, and is 1$/],
    ['{"nodes": {"KeyLocation": {"value": "1"}}}', /^nodes\["KeyLocation"\] has to be a LocURI/],
    ['{"nodes": {"./a": {}}}', /^nodes\["\.\/a"\]\.value has to be a text in quotes, and is missing$/],
    ['{"nodes": {"./a": {"value": 3}}}', /^nodes\["\.\/a"\]\.value .* is 3$/],
    ['{"nodes": {"./a": {"value": "3", "form": "int"}}}', /^nodes\["\.\/a"\] has a member "form"/],
    [
      '{"mdmCertificate": {"certificate": "no base64!", "privateKey": ""}}',
      /^mdmCertificate\.certificate has to be DER/,
    ],
    ['{"certificates": [{"scope": "all"}]}', /^certificates\[0\]/],
    [
      '{"certificates": [{"scope": "all", "store": "My", "certificate": "AAAA", "privateKey": "AAAA"}]}',
      /^certificates\[0\]\.scope has to be "device" or "user", and is "all"$/,
    ],
  ])('refuses %s in one clear line', (text, message) => {
    let error: unknown;
    try {
      readGivenState(text);
    } catch (thrown) {
      error = thrown;
    }
    assert.ok(error instanceof GivenStateError);
    expect(error.message).toMatch(message);
    expect(error.message).not.toContain('\n');
  });

  it('is read or refused, whatever the JSON', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string(), members), (text) => {
        try {
          const state = readGivenState(text);
          assert.equal(typeof state.tpm, 'boolean');
        } catch (error) {
          assert.ok(error instanceof GivenStateError, String(error));
        }
      }),
    );
  });

  it.skipIf(!existsSync('docs/explain.md'))('of the example in docs/explain.md is valid', () => {
    const examples = [...readFileSync('docs/explain.md', 'utf8').matchAll(/```json given\n(.*?)```/gs)];
    expect(examples.length).toBeGreaterThan(0);
    for (const [, text] of examples) readGivenState(text ?? '');
  });
});

/** Objects with the right names and any values. */
const members = fc
  .record(
    {
      edition: fc.jsonValue(),
      tpm: fc.jsonValue(),
      helloContainers: fc.jsonValue(),
      nodes: fc.dictionary(fc.constantFrom('./a', '__proto__', './b'), fc.jsonValue()),
      certificates: fc.jsonValue(),
      mdmCertificate: fc.jsonValue(),
    },
    { requiredKeys: [] },
  )
  .map((state) => JSON.stringify(state));
