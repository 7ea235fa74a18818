import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { journalMemory, openJournal } from '../../../adapters/device/journal.ts';
import { found, member, textOf } from '../../../adapters/device/powershell/json.ts';
import { powershellOver, type PowerShell } from '../../../adapters/device/powershell/powershell.ts';
import { powershellCommand } from '../../../adapters/device/powershell/script.ts';
import { describeScript } from '../../../adapters/device/powershell/scripts/describe.ts';
import type { SshAddress } from '../../../adapters/device/ssh/address.ts';
import type { SshProgram } from '../../../adapters/device/ssh/command.ts';
import { sshCarrier, sshConnection } from '../../../adapters/device/ssh/connection.ts';
import { deviceTarget } from '../../../adapters/device/target.ts';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import { tryCase } from '../../../runner/trial.ts';
import { pool, someCases } from './cases.ts';
import { powershellOutput } from './fake-carrier.ts';
import { FakeWindows } from './fake-windows.ts';
import { hasSshd, startSshServer, type SshServer } from './ssh-server.ts';

describe.skipIf(!hasSshd)(
  'a machine by the ssh of the system (skipped without sshd, or without being root)',
  () => {
    let server: SshServer;
    let machine: FakeWindows;
    const folder = mkdtempSync(join(tmpdir(), 'conform-ssh-run-'));

    beforeAll(async () => {
      server = await startSshServer();
    });
    beforeEach(() => {
      machine = new FakeWindows(pool);
      server.answer = (_, input) => ({ output: Buffer.from(powershellOutput(machine, input)) });
    });
    afterAll(async () => {
      await server.stop();
      rmSync(folder, { recursive: true });
    });

    const address = (): SshAddress => ({ host: '127.0.0.1', user: server.user, port: server.port });
    const shell = (ssh: SshProgram = server.ssh, to: SshAddress = address()): PowerShell =>
      powershellOver(sshCarrier(to, ssh));
    const nameOf = (powershell: PowerShell, patience = 30_000): Promise<string> =>
      powershell.run(describeScript, {}, patience, (answer) => textOf(member(answer, 'computerName')));

    it('runs one fixed command line and nothing else, with everything else on standard input', async () => {
      let commandLine = '';
      let given = '';
      server.answer = (command, input) => {
        commandLine = command;
        given = input;
        return { output: Buffer.from(powershellOutput(machine, input)) };
      };
      const secret = 'Secret-1 äöü "; Remove-Item C:\\';
      await shell().run(describeScript, { secret }, 30_000, () => undefined);
      expect(commandLine).toBe(powershellCommand.join(' '));
      expect(commandLine.length).toBeLessThan(8000);
      const [, , data = ''] = given.split('\n');
      expect(found(JSON.parse(Buffer.from(data, 'base64').toString('utf8')), '').value).toEqual({ secret });
      expect(given).toMatch(/^[\x20-\x7e\n]+$/);
    });

    it('reads an answer with a byte order mark, in UTF-16, and with banners and translated texts around it', async () => {
      const outputs: ((text: string) => Buffer)[] = [
        (text) => Buffer.from(`\ufeff${text}`, 'utf8'),
        (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
        (text) => Buffer.from(text, 'utf16le').swap16(),
        (text) =>
          Buffer.concat([
            Buffer.from([0x81, 0x94, 0xff]),
            Buffer.from(`Grüße\r\n${text}\r\n#< CLIXML`, 'latin1'),
          ]),
      ];
      for (const encode of outputs) {
        server.answer = (_, input) => ({
          output: encode(
            powershellOutput(new FakeWindows(pool, { description: { computerName: 'Gerät-Ω' } }), input),
          ),
          errors: '#< CLIXML <Objs>Zugriff verweigert</Objs>',
        });
        expect(await nameOf(shell())).toBe('Gerät-Ω');
      }
    });

    it('talks to no machine whose host key is unknown or another one', async () => {
      await expect(nameOf(shell(server.strangerTo))).rejects.toThrow(
        /host key of ssh:.* is not known here.*fingerprint/,
      );
      await expect(nameOf(shell(server.deceived))).rejects.toThrow(/another host key.*ssh-keygen -R/);
      expect(machine.calls).toEqual([]);
    });

    it('says what to do where the user is not let in', async () => {
      await expect(nameOf(shell(server.stranger))).rejects.toThrow(
        /does not let this user in.*administrators_authorized_keys/,
      );
    });

    it('says what to do where nothing listens, or nothing is there', async () => {
      const nobody = createServer();
      await new Promise<void>((resolve) => nobody.listen(0, '127.0.0.1', resolve));
      const { port } = nobody.address() as AddressInfo;
      await new Promise((resolve) => nobody.close(resolve));
      await expect(nameOf(shell(server.ssh, { ...address(), port }))).rejects.toThrow(
        /takes no connection.*Start-Service sshd/,
      );
      await expect(nameOf(shell(server.ssh, { host: 'nowhere.invalid' }))).rejects.toThrow(
        /name of ssh:\/\/nowhere.invalid is not known/,
      );
      await expect(nameOf(shell({ program: 'no-such-ssh', options: [] }))).rejects.toThrow(
        /install the OpenSSH client/,
      );
    });

    it('says what to do where something else listens', async () => {
      const other = createServer((socket) => {
        socket.destroy();
      });
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const { port } = other.address() as AddressInfo;
      await expect(nameOf(shell(server.ssh, { ...address(), port }))).rejects.toThrow(
        /hung up before anybody was logged on/,
      );
      await new Promise((resolve) => other.close(resolve));
    });

    it('says that the connection was cut', async () => {
      server.answer = () => {
        server.cut();
        return undefined;
      };
      await expect(nameOf(shell())).rejects.toThrow(/the connection to ssh:.* was cut.*conform cleanup/);
    });

    it('ends a call that hangs', async () => {
      let asked = false;
      server.answer = () => {
        asked = true;
        return undefined;
      };
      await expect(nameOf(shell(), 3000)).rejects.toThrow(/gave no answer in time.*--patience/);
      expect(asked).toBe(true);
    });

    it('says how the command ended, and what it wrote', async () => {
      server.answer = () => ({
        output: Buffer.alloc(0),
        errors: 'Der Befehl "powershell.exe" ist entweder falsch geschrieben\u001b[31m',
        code: 1,
      });
      const failure = nameOf(shell());
      await expect(failure).rejects.toThrow(/ended with code 1 and wrote "Der Befehl .*"; log on there/);
      await expect(failure).rejects.not.toThrow('\u001b');
    });

    it('takes rubbish for what it is', async () => {
      server.answer = () => ({ output: Buffer.from('Microsoft Windows [Version 10.0]\r\n\u0000\u001b[2J') });
      await expect(nameOf(shell())).rejects.toThrow(
        /did not answer the step "describe" but wrote "Microsoft Windows/,
      );
    });

    it('gives the same verdicts as the simulator, and leaves the machine as it was', async () => {
      const journal = openJournal(join(folder, 'journal'));
      const target = deviceTarget(sshConnection(address(), journalMemory(journal), server.ssh), {
        journal,
        address: 'ssh',
        run: 'test',
      });
      const simulator = simulatorTarget();
      const capabilities = await target.capabilities();
      const bench = { capabilities, patience: 60_000, now: () => 0 };
      let executed = 0;
      for (const testCase of someCases(pool, 700)) {
        const { verdict, observation } = await tryCase({ ...bench, target }, testCase);
        if (verdict.kind === 'not-tested') continue;
        executed++;
        expect(observation.steps.filter(({ kind }) => kind === 'failure')).toEqual([]);
        expect(verdict).toEqual((await tryCase({ ...bench, target: simulator }, testCase)).verdict);
      }
      await target.close();
      expect(executed).toBeGreaterThan(1);
      expect(machine.leftovers()).toEqual([]);
    });
  },
);
