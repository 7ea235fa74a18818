import { describe, expect, it } from 'vitest';
import { parseScepScript, readScepScript, ScepScriptError } from '../../../pki/scep/script-read.ts';
import type { ScepScript } from '../../../pki/scep/script.ts';

describe('a script', () => {
  it('is taken with everything that it may have', () => {
    const script: ScepScript = {
      authority: 'another',
      challenge: 'secret',
      capabilities: ['AES'],
      hash: 'sha512',
      cipher: '3des-cbc',
      pending: 2,
      failure: { failInfo: 'badTime', text: 'late' },
      validitySeconds: 60,
      honoursValidityWish: false,
      faults: [
        { operation: 'GetCACaps', fault: { kind: 'http-status', status: 500 } },
        { operation: 'GetCACert', from: 2, times: 1, fault: { kind: 'endless-redirect' } },
        { operation: 'PKIOperation', fault: { kind: 'wrong-nonce' } },
      ],
    };
    expect(parseScepScript(JSON.stringify(script))).toEqual(script);
    expect(parseScepScript('{}')).toEqual({});
  });

  it.each<[string, unknown, string]>([
    ['a list', [], 'script: expected an object, not []'],
    ['a member that there is not', { pendng: 1 }, 'script: expected only authority, challenge'],
    [
      'a number as text',
      { pending: '1' },
      'script.pending: expected a whole number from 0 to 1000000000, not "1"',
    ],
    [
      'an unknown authority',
      { authority: 'me' },
      'script.authority: expected one of root, root-with-registration',
    ],
    [
      'an unknown fault',
      { faults: [{ operation: 'GetCACaps', fault: { kind: 'x' } }] },
      'script.faults[0].fault.kind: expected one of http-status',
    ],
    [
      'a fault that lacks a member',
      { faults: [{ operation: 'GetCACaps', fault: { kind: 'late' } }] },
      'script.faults[0].fault: expected the member seconds',
    ],
    [
      'a fault with a member too many',
      { faults: [{ operation: 'GetCACaps', fault: { kind: 'empty', bytes: 1 } }] },
      'script.faults[0].fault: expected only kind, not "bytes"',
    ],
    [
      'a rule without operation',
      { faults: [{ fault: { kind: 'empty' } }] },
      'script.faults[0]: expected the member operation',
    ],
  ])('with %s is refused in one line that says where', (_title, value, message) => {
    let seen: unknown;
    try {
      readScepScript(value);
    } catch (error) {
      seen = error;
    }
    if (!(seen instanceof ScepScriptError)) throw new Error('not refused');
    expect(seen.message).toContain(message);
    expect(seen.message).not.toContain('\n');
  });

  it('that is no JSON is refused in one line', () => {
    expect(() => parseScepScript('{')).toThrow(/^script: no JSON: [^\n]*$/);
  });
});
