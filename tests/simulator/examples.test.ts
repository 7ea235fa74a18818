import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { csp, open, userCsp } from './client.ts';
import { encrypted, keyed, pfxOf, pool } from './pfx-files.ts';

const source = new URL('../../../shared/spec/csp-source.txt', import.meta.url);
const field = new URL('../../../shared/spec/field/fleet-research-atomic.xml', import.meta.url);

/** The two documents that csp-source.txt prints, as printed. */
function printed(): readonly [string, string] {
  const [scep, pfx] = readFileSync(source, 'utf8').match(/<SyncML[\s\S]*?<\/SyncML>/g) ?? [];
  if (scep === undefined || pfx === undefined) throw new Error('csp-source.txt does not print two examples');
  return [scep, pfx];
}

describe.skipIf(!existsSync(source))('examples of csp-source.txt', () => {
  it('the SCEP example as printed is no XML, and changes nothing', () => {
    const session = open();
    expect(session.sendText(printed()[0]).header).toBe('415');
    expect(session.read(`${csp}/SCEP`)).toBe('');
  });

  it('R-EX-01: filled in, it is refused for its Atomic without CmdID, or accepted by a device that executes it', () => {
    const filled = printed()[0].replaceAll('<InsertUniqueIDHere>', 'device1');
    const strict = open();
    expect(strict.sendText(filled).codes('')).toBe('400');
    expect(strict.read(`${csp}/SCEP`)).toBe('');
    const lenient = open({ 'A-18': 'executed', 'A-17': 'enrollment-fails' });
    const { all } = lenient.sendText(filled);
    expect(all).toMatch(/^200( 200){16}$/);
    // Its CAThumbprint has 16 bytes, so the enrollment fails.
    expect(lenient.read(`${csp}/SCEP/device1/Status`)).toBe('16');
  });

  it('R-EX-02: filled in, the PFX example installs where PFXKeyExportable true may go with KeyLocation 2', () => {
    const filled = printed()[1]
      .replaceAll('Base64_Encode_Cert_Blob', pfxOf())
      .replaceAll('Base64Encoded_Encrypted_Password_Blog', encrypted('pw', pool.custom(0)))
      .replaceAll('$CmdID$', '1');
    const certificates = [{ ...keyed(pool.custom(0)), scope: 'user' as const, store: 'My' }];
    const lenient = open({ 'A-09': 'fails-with-tpm' }, { certificates, tpm: false });
    expect(lenient.sendText(filled).all).toBe('404 200 200 200 200 200 200 200');
    expect(lenient.read(`${userCsp}/PFXCertInstall/813A171D7341E1DA90D4A01878DD5328D351900C/Status`)).toBe(
      '0',
    );
    expect(lenient.stores()).toHaveLength(2);
    const strict = open({ 'A-09': 'fails-always' }, { certificates });
    expect(strict.sendText(filled).all).toMatch(/^404 507/);
    expect(strict.stores()).toHaveLength(1);
  });
});

describe.skipIf(!existsSync(field))('a payload of a real MDM server', () => {
  it('the Atomic that Fleet sent to a real Windows host is accepted', () => {
    const { all } = open().sendText(readFileSync(field, 'utf8'));
    expect(all.split(' ').every((code) => code === '200')).toBe(true);
  });
});
