import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatSshAddress, parseSshAddress } from '../../../adapters/device/ssh/address.ts';
import { sshCommand, systemSsh } from '../../../adapters/device/ssh/command.ts';

describe('the address of a machine', () => {
  it.each([
    ['ssh://win11', { host: 'win11' }],
    ['ssh://admin@win11.example.com:2222', { host: 'win11.example.com', user: 'admin', port: 2222 }],
    ['ssh://CONTOSO%5Cadmin@10.0.0.5/', { host: '10.0.0.5', user: 'CONTOSO\\admin' }],
    ['ssh://me%40contoso.com@[fd00::1]:22', { host: 'fd00::1', user: 'me@contoso.com', port: 22 }],
  ])('reads %s', (text, expected) => {
    expect(parseSshAddress(text)).toEqual(expected);
  });

  it.each([
    'win11',
    'ssh://',
    'ssh://-oProxyCommand=calc',
    'ssh://-oProxyCommand=calc@win11',
    'ssh://a@-v',
    'ssh://a@b c',
    'ssh://a@b;calc',
    'ssh://a@$(calc)',
    'ssh://a@b:0',
    'ssh://a@b:99999',
    'ssh://a@b:22/path',
    'ssh://%2DoProxyCommand%3Dcalc@win11',
    'ssh://a%0Ab@win11',
    'ssh://%@win11',
    'ssh://a@b\n',
  ])('refuses %j', (text) => {
    expect(() => parseSshAddress(text)).toThrow(/^--device takes/);
  });

  it('never repeats a password', () => {
    expect(() => parseSshAddress('ssh://admin:Geheim7@win11')).toThrow(/takes no password/);
    expect(() => parseSshAddress('ssh://admin:Geheim7@win11')).not.toThrow(/Geheim7/);
  });

  it('gives ssh no option, whatever is written: what is not refused stays host, user or port', () => {
    const rough = fc.stringMatching(/^[-oP=@:/[\]%\\ ;$`\n"ab.1]{0,12}$/);
    fc.assert(
      fc.property(rough, rough, (user, host) => {
        let address;
        try {
          address = parseSshAddress(`ssh://${user}@${host}`);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
          return;
        }
        expect(parseSshAddress(formatSshAddress(address))).toEqual(address);
        const command = sshCommand(address, systemSsh);
        const end = command.indexOf('--');
        expect(command[end + 1]).toBe(address.host);
        expect(command[end + 2]).toBe('powershell.exe');
        for (const text of [address.host, address.user ?? 'none']) expect(text).toMatch(/^[A-Za-z0-9_:]/);
      }),
      { numRuns: 2000 },
    );
  });

  it('lets no configuration weaken what makes it safe', () => {
    const command = sshCommand({ host: 'win11' }, { program: 'ssh', options: ['-F', 'mine'] });
    const safety = [
      'BatchMode=yes',
      'StrictHostKeyChecking=yes',
      'ForwardAgent=no',
      'ClearAllForwardings=yes',
    ];
    for (const option of safety) expect(command.indexOf(option)).toBeGreaterThan(0);
    // The first that ssh sees of an option counts.
    expect(Math.max(...safety.map((option) => command.indexOf(option)))).toBeLessThan(command.indexOf('-F'));
  });
});
