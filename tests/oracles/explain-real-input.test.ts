import { describe, expect, it } from 'vitest';
import { explain } from '../../oracles/explain.ts';
import { emptyDevice } from '../../oracles/explain/given.ts';
import type { Finding } from '../../oracles/findings/finding.ts';
import { examples, fieldPayloads, hasSpecification } from './explain/samples.ts';
import { blob, encrypted, mdmCertificate } from './findings/kit.ts';
import { complaints } from './findings/support.ts';

const lineOf = (source: string, text: string) =>
  source.split('\n').findIndex((line) => line.includes(text)) + 1;

const find = (findings: readonly Finding[], id: string) => findings.find((finding) => finding.id === id);

describe.skipIf(!hasSpecification)('the SCEP example of csp-source.txt', () => {
  it('is not well-formed as printed: the placeholder in the first LocURI opens an element', () => {
    const { scep } = examples();
    const explanation = explain(Buffer.from(scep));
    expect(explanation.commands).toEqual([]);
    expect(explanation.findings).toHaveLength(1);
    expect(explanation.findings[0]).toMatchObject({
      severity: 'error',
      requirement: 'R-DM-16',
      line: lineOf(scep, '<InsertUniqueIDHere>'),
    });
    expect(explanation.findings[0]?.message).toContain('<InsertUniqueIDHere>');
  });

  it('with its placeholder filled in has an Atomic without CmdID, CmdID 313$ and a thumbprint of 16 bytes', () => {
    const scep = examples().scep.replaceAll('<InsertUniqueIDHere>', 'Contoso1');
    const { findings, commands } = explain(Buffer.from(scep));
    expect(complaints(findings)).toEqual(['atomic-without-cmdid', 'odd-cmdid', 'thumbprint-form']);
    expect(find(findings, 'atomic-without-cmdid')?.line).toBe(lineOf(scep, '<Atomic>'));
    expect(find(findings, 'odd-cmdid')).toMatchObject({ line: lineOf(scep, '313$'), ambiguity: 'A-19' });
    expect(find(findings, 'thumbprint-form')?.line).toBe(lineOf(scep, '12345087E648875D1DF5D9F9FF89DD10'));
    expect(find(findings, 'thumbprint-form')?.message).toContain('16 bytes');
    expect(findings.map(({ id }) => id)).toEqual(expect.arrayContaining(['weak-key', 'weak-hash']));
    expect(commands).toHaveLength(17);
    expect(commands[0]).toMatchObject({ cmd: 'Atomic' });
    expect(commands[0]?.expected.status).toEqual(expect.arrayContaining(['200', '400']));
    expect(commands[0]?.ambiguities).toContain('A-18');
  });
});

describe.skipIf(!hasSpecification)('the PFX example of csp-source.txt', () => {
  it('as printed names its placeholders', () => {
    const { findings } = explain(Buffer.from(examples().pfx));
    const placeholders = findings.filter(({ id }) => id === 'placeholder').map(({ message }) => message);
    expect(placeholders.join('\n')).toMatch(
      /\$CmdID\$[^]*Base64_Encode_Cert_Blob[^]*Base64Encoded_Encrypted/,
    );
  });

  it('with a real PFX has no namespace, one CmdID for all, a forbidden pair of values, and the blob too early', () => {
    const pfx = examples()
      .pfx.replaceAll('$CmdID$', '7')
      .replace('Base64_Encode_Cert_Blob', blob())
      .replace('Base64Encoded_Encrypted_Password_Blog', encrypted());
    const given = {
      ...emptyDevice,
      certificates: [{ ...mdmCertificate(), scope: 'user', store: 'My' } as const],
    };
    const { findings, commands } = explain(Buffer.from(pfx), given);
    expect(complaints(findings)).toEqual([
      'missing-namespace',
      'duplicate-cmdid',
      'blob-before-parameter',
      'exportable-outside-software',
    ]);
    expect(find(findings, 'blob-before-parameter')?.line).toBe(lineOf(pfx, '/PFXCertBlob'));
    expect(find(findings, 'exportable-outside-software')?.line).toBe(lineOf(pfx, '<Data>true</Data>'));
    expect(find(findings, 'delete-of-missing')?.line).toBe(lineOf(pfx, '<LocURI>'));
    expect(commands).toHaveLength(8);
  });
});

describe.skipIf(!hasSpecification)('payloads of real MDM servers', () => {
  const payload = (name: string) => {
    const text = fieldPayloads().find(([file]) => file === name)?.[1];
    if (text === undefined) throw new Error(`${name} is missing`);
    return text;
  };

  it.each(fieldPayloads())('%s is explained command by command', (_name, text) => {
    const { commands, findings, worlds } = explain(Buffer.from(text));
    expect(commands.length).toBeGreaterThan(9);
    expect(findings.length).toBeGreaterThan(0);
    expect(worlds).toBeGreaterThan(0);
  });

  it("Fleet's guide: variables that were not filled in, no CmdIDs, no Atomic", () => {
    const text = payload('fleet-guide-profile.xml');
    const { findings } = explain(Buffer.from(text));
    expect(new Set(complaints(findings))).toEqual(
      new Set(['no-cmdids', 'placeholder', 'scep-without-atomic']),
    );
    expect(findings.filter(({ id }) => id === 'placeholder').map(({ line }) => line)).toEqual([
      lineOf(text, '$FLEET_VAR_SCEP_WINDOWS_CERTIFICATE_ID'),
      lineOf(text, '$FLEET_VAR_CUSTOM_SCEP_PROXY_URL_CA_NAME'),
      lineOf(text, '$FLEET_VAR_CUSTOM_SCEP_CHALLENGE_CA_NAME'),
    ]);
  });

  it("Fleet's research: nothing is wrong with it, and the note on ServerURL names what made its enrollment fail", () => {
    const { findings, commands } = explain(Buffer.from(payload('fleet-research-atomic.xml')));
    expect(complaints(findings)).toEqual([]);
    expect(find(findings, 'server-url-path')?.message).toContain('ngrok-free.app/scep/pkiclient.exe');
    expect(commands.every(({ expected }) => expected.status.includes('200'))).toBe(true);
  });
});
