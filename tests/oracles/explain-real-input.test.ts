import { describe, expect, it } from 'vitest';
import { explain } from '../../oracles/explain.ts';
import { emptyDevice } from '../../oracles/explain/given.ts';
import type { Finding } from '../../oracles/findings/finding.ts';
import { renderExplanation } from '../../reports/explanation.ts';
import { examples, fieldPayloads, hasSpecification } from './explain/samples.ts';
import { blob, encrypted, mdmCertificate } from './findings/kit.ts';
import { atomic, complaints, loose, scep } from './findings/support.ts';

const lineOf = (source: string, text: string) =>
  source.split('\n').findIndex((line) => line.includes(text)) + 1;

/** Everything that is found, but for the words. */
const summaryOf = (source: string) =>
  explain(Buffer.from(source)).findings.map(({ severity, id, requirement, line }) => [
    severity,
    id,
    requirement,
    line,
  ]);

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

  it("Fleet's guide: variables that were not filled in, no CmdIDs, no Atomic, and nothing else", () => {
    const text = payload('fleet-guide-profile.xml');
    const at = (part: string) => lineOf(text, part);
    expect(summaryOf(text)).toEqual([
      ['information', 'not-a-whole-message', 'R-DM-01', 1],
      ['warning', 'no-cmdids', 'R-DM-11', 1],
      ['error', 'placeholder', 'R-GEN-01', at('$FLEET_VAR_SCEP_WINDOWS_CERTIFICATE_ID')],
      ['error', 'scep-without-atomic', 'R-GEN-02', at('/KeyUsage')],
      ['information', 'weak-key', 'R-SCEP-19', at('<Data>1024')],
      ['information', 'weak-hash', 'R-SCEP-21', at('<Data>SHA-1')],
      ['error', 'placeholder', 'R-GEN-01', at('$FLEET_VAR_CUSTOM_SCEP_PROXY_URL_CA_NAME')],
      ['error', 'placeholder', 'R-GEN-01', at('$FLEET_VAR_CUSTOM_SCEP_CHALLENGE_CA_NAME')],
      ['information', 'thumbprint-of-which-ca', 'R-SCEP-23', at('<Data>2133EC6A')],
    ]);
  });

  it("Fleet's research: nothing is wrong with it, and the note on ServerURL names what made its enrollment fail", () => {
    const text = payload('fleet-research-atomic.xml');
    const at = (part: string) => lineOf(text, part);
    expect(summaryOf(text)).toEqual([
      ['information', 'not-a-whole-message', 'R-DM-01', 1],
      ['information', 'weak-key', 'R-SCEP-19', at('<Data>1024')],
      ['information', 'weak-hash', 'R-SCEP-21', at('<Data>SHA-1')],
      ['information', 'server-url-path', 'R-SCEP-05', at('<Data>https:')],
      ['information', 'server-url-https', 'R-SCEP-05', at('<Data>https:')],
      ['information', 'challenge', 'R-SCEP-06', at('<Data>secret')],
      ['information', 'thumbprint-of-which-ca', 'R-SCEP-23', at('<Data>3559DC5D')],
    ]);
    const { findings, commands } = explain(Buffer.from(text));
    expect(find(findings, 'server-url-path')?.message).toContain('ngrok-free.app/scep/pkiclient.exe');
    expect(commands.every(({ expected }) => expected.status.includes('200'))).toBe(true);
  });

  it("Fleet's guide, filled in by a server: the Atomic is all that is missing", () => {
    let cmdId = 0;
    const text = payload('fleet-guide-profile.xml')
      .replaceAll('$FLEET_VAR_SCEP_WINDOWS_CERTIFICATE_ID', 'w4711')
      .replace('$FLEET_VAR_CUSTOM_SCEP_PROXY_URL_CA_NAME', 'https://fleet.contoso.com/mdm/scep/proxy/a')
      .replace('$FLEET_VAR_CUSTOM_SCEP_CHALLENGE_CA_NAME', 'secret')
      .replace(/<(Add|Exec)>/g, (tag) => `${tag}<CmdID>${++cmdId}</CmdID>`);
    expect(complaints(explain(Buffer.from(text)).findings)).toEqual(['scep-without-atomic']);
  });
});

/**
 * The settings that Intune was seen to send for a user (csp-truth.md 10.3; `Exec` and the order of commands are not
 * told there): one Atomic, semicolon between hash families, empty TemplateName.
 */
describe('the enrollment of Intune', () => {
  it('has one doubt: the semicolon between hash families', () => {
    const intune = scep({
      KeyProtection: '2',
      RetryDelay: '1',
      TemplateName: '',
      HashAlgorithm: 'SHA-1;SHA-2',
      SubjectName: 'CN=win',
      SubjectAlternativeNames: '11+win@domain.com;3+WinScepUser',
      ValidPeriod: 'Years',
      ValidPeriodUnits: '1',
      EKUMapping: '1.3.6.1.5.5.7.3.2',
    });
    const id = 'ModelName_AC_0b6b_LogicalName_11a8_Hash_-2041';
    const source = atomic(
      intune.map((line) => ({
        ...line,
        node: `./User/Vendor/MSFT/ClientCertificateInstall/${line.node.replace('id1', id)}`,
      })),
    );
    expect(complaints(explain(Buffer.from(source)).findings)).toEqual(['hash-separator']);
  });
});

describe('a profile with many mistakes', () => {
  it('has each named in its line, and none that follows from another', () => {
    const source = loose(
      scep({
        CAThumbprint: `\u200E${'ab '.repeat(20)}`,
        Challenge: '{{challenge}}',
        EKUMapping: '1.3.6.1.5.5.7.3.2,1.3.6.1.5.5.7.3.1',
        KeyLength: '4096',
        KeyProtection: '1',
        KeyUsage: '64',
        ServerURL: 'scep.contoso.com/scep',
        SubjectAlternativeNames: 'user@contoso.com',
        SubjectName: 'CN=Smith, John',
      }).filter(({ node }) => !node.endsWith('/HashAlgorithm')),
    );
    const at = (part: string) => lineOf(source, part);
    expect(summaryOf(source).filter(([severity]) => severity !== 'information')).toEqual([
      ['error', 'scep-without-atomic', 'R-GEN-02', at('/RetryCount')],
      ['error', 'key-usage-bits', 'R-SCEP-10', at('/KeyUsage')],
      ['warning', 'tpm-key-length', 'R-SCEP-19', at('/KeyLength')],
      ['error', 'subject-name', 'R-SCEP-11', at('/SubjectName')],
      ['error', 'alternative-names', 'R-SCEP-24', at('/SubjectAlternativeNames')],
      ['error', 'eku-mapping', 'R-SCEP-08', at('/EKUMapping')],
      ['error', 'server-url', 'R-SCEP-05', at('/ServerURL')],
      ['error', 'placeholder', 'R-GEN-01', at('/Challenge')],
      ['error', 'thumbprint-form', 'R-SCEP-23', at('/CAThumbprint')],
      ['error', 'required-setting-missing', 'R-SCEP-37', at('/Enroll')],
    ]);
  });
});

describe('the text for terminals', () => {
  it('has errors first, then warnings, then information, each in the order of lines', () => {
    const source = loose(scep({ KeyUsage: '64', KeyLength: '1024', RetryDelay: '0', ServerURL: 'scep' }));
    const text = renderExplanation(explain(Buffer.from(source)), source);
    const found = [...text.matchAll(/^(error|warning|information), line (\d+)/gm)];
    const ranks = found.map(([, severity]) => ['error', 'warning', 'information'].indexOf(severity ?? ''));
    expect(new Set(ranks).size).toBe(3);
    expect(ranks).toEqual(ranks.toSorted());
    for (const rank of [0, 1, 2]) {
      const lines = found.filter((_, index) => ranks[index] === rank).map(([, , line]) => Number(line));
      expect(lines).toEqual(lines.toSorted((left, right) => left - right));
    }
  });

  it('quotes the part of a long line that a finding is about', () => {
    const source = loose(scep({ KeyUsage: '64' }));
    const text = renderExplanation(explain(Buffer.from(source)), source);
    expect(text).toMatch(/^error, line 7: KeyUsage 64 .*\n {4}7 \| …<Data>64<\/Data>/m);
  });
});

describe('bare commands without any CmdID', () => {
  const bare = (cmdIds: readonly string[]) =>
    cmdIds
      .map(
        (cmdId, place) =>
          `<Get>${cmdId}<Item><Target><LocURI>./Device/Vendor/MSFT/ClientCertificateInstall/SCEP/a${place}</LocURI></Target></Item></Get>`,
      )
      .join('\n');

  it('are judged as the MDM server numbers them', () => {
    const { commands } = explain(Buffer.from(bare(['', ''])));
    expect(commands.map(({ expected }) => expected.status)).toEqual([['404'], ['404']]);
  });

  it('are judged as they stand where one of them has a CmdID', () => {
    const { commands } = explain(Buffer.from(bare(['', '<CmdID>5</CmdID>'])));
    expect(commands.map(({ expected }) => expected.status)).toEqual([['400'], ['404']]);
  });
});
