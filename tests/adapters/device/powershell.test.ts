import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  appliedAnswer,
  describedMachine,
  embeddedModeFlag,
  machineEvents,
  storedCertificates,
} from '../../../adapters/device/powershell/answers.ts';
import { powershellConnection } from '../../../adapters/device/powershell/connection.ts';
import { found, ShapeError } from '../../../adapters/device/powershell/json.ts';
import { readable, readOutput } from '../../../adapters/device/powershell/output.ts';
import { powershellOver } from '../../../adapters/device/powershell/powershell.ts';
import { bootstrap, powershellCommand, standardInput } from '../../../adapters/device/powershell/script.ts';
import { describeScript } from '../../../adapters/device/powershell/scripts/describe.ts';
import { eventsScript } from '../../../adapters/device/powershell/scripts/events.ts';
import { readFlagScript, writeFlagScript } from '../../../adapters/device/powershell/scripts/flag.ts';
import {
  applyScript,
  registerScript,
  unregisterScript,
} from '../../../adapters/device/powershell/scripts/local-management.ts';
import {
  readStoresScript,
  removeCertificatesScript,
} from '../../../adapters/device/powershell/scripts/stores.ts';
import { webScript } from '../../../adapters/device/powershell/scripts/web.ts';
import { pool } from './cases.ts';
import { fakeCarrier } from './fake-carrier.ts';
import { FakeWindows } from './fake-windows.ts';

const scripts = [
  describeScript,
  eventsScript,
  readFlagScript,
  writeFlagScript,
  registerScript,
  applyScript,
  unregisterScript,
  readStoresScript,
  removeCertificatesScript,
  webScript,
];
const brackets = [
  { open: '(', close: ')' },
  { open: '{', close: '}' },
  { open: '[', close: ']' },
];
const marker = 'conform-0123456789abcdef01234567';

describe('the scripts', () => {
  it('are ASCII, say their names, and take one parameter', () => {
    for (const { name, text } of scripts) {
      expect(text).toMatch(/^[\x20-\x7e\n]+$/);
      expect(text.startsWith(`# conform: ${name}\nparam($data)\n`)).toBe(true);
    }
    expect(new Set(scripts.map(({ name }) => name)).size).toBe(scripts.length);
  });

  it('have their brackets in pairs', () => {
    for (const text of [bootstrap, ...scripts.map((script) => script.text)]) {
      const code = text.replace(/'[^'\n]*'|"[^"\n]*"|\/\/.*$|#(?! conform).*$/gm, '');
      for (const { open, close } of brackets) {
        expect(code.split(open).length).toBe(code.split(close).length);
      }
    }
  });

  it('need a command line that cmd.exe takes, which tells nothing', () => {
    expect(powershellCommand.join(' ').length).toBeLessThan(8191);
    expect(Buffer.from(powershellCommand.at(-1) ?? '', 'base64').toString('utf16le')).toBe(bootstrap);
  });

  it('get their data unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const input = standardInput(describeScript, { text }, marker);
        expect(input).toMatch(/^[\x20-\x7e\n]+$/);
        const [first, script = '', data = ''] = input.split('\n');
        expect(first).toBe(marker);
        expect(Buffer.from(script, 'base64').toString('utf8')).toBe(describeScript.text);
        // Half of a surrogate pair is escaped by JSON.
        expect(JSON.parse(Buffer.from(data, 'base64').toString('utf8'))).toEqual({ text });
      }),
    );
  });
});

describe('the output', () => {
  const line = (json: string): string => `${marker}${json}${marker}`;

  it('is found whatever stands around it, in whatever encoding', () => {
    const around = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('conform-'));
    fc.assert(
      fc.property(
        around,
        around,
        fc.constantFrom<BufferEncoding>('utf8', 'utf16le'),
        fc.boolean(),
        (before, after, encoding, mark) => {
          const text = `${mark ? '\ufeff' : ''}${before}\r\n${line('{"ok":true,"value":{"a":"\\u00e9"}}')}\r\n${after}`;
          const outcome = readOutput(Buffer.from(text, encoding), marker);
          expect(outcome).toMatchObject({ kind: 'value', value: { value: { a: 'é' } } });
        },
      ),
    );
  });

  it('is no answer without both markers, and never that of another call', () => {
    expect(readOutput(Buffer.from(`${marker}{"ok":tr`), marker).kind).toBe('no-answer');
    expect(readOutput(Buffer.from(line('{"ok":true}')), `${marker}0`).kind).toBe('no-answer');
  });

  it('is refused where it is no JSON, or says neither yes nor no', () => {
    for (const json of ['', '{', '[]', '{"ok":1}', 'null', '{"ok":false}']) {
      expect(() => readOutput(Buffer.from(line(json)), marker)).toThrow(ShapeError);
    }
  });

  it('tells why a script failed', () => {
    const json = '{"ok":false,"message":"Zugriff verweigert","hresult":"0x80070005"}';
    expect(readOutput(Buffer.from(line(json)), marker)).toEqual({
      kind: 'failed',
      message: 'Zugriff verweigert',
      hresult: '0x80070005',
    });
  });

  it('is shown without anything that steers a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readable(text)).toMatch(/^(?:…)?[\x20-\x7e]{0,200}$/);
      }),
    );
  });
});

describe('the readers', () => {
  const machine = {
    build: '10.0.26100.1742',
    edition: 'Enterprise',
    isClient: true,
    is64BitProcess: true,
    isElevated: true,
    enrolledIn: [],
    isRegistered: false,
    userLoggedOn: false,
    smbiosUuid: 'x',
    computerName: 'WIN11',
  };

  it('take a machine, with or without a TPM that is known', () => {
    expect(describedMachine(found(machine, ''))).toEqual(machine);
    expect(describedMachine(found({ ...machine, hasTpm: null }, ''))).toEqual(machine);
    expect(describedMachine(found({ ...machine, hasTpm: true, more: 1 }, ''))).toEqual({
      ...machine,
      hasTpm: true,
    });
  });

  it('refuse one in which anything is missing or of another type, and say where', () => {
    for (const name of Object.keys(machine)) {
      for (const value of [undefined, 5, {}]) {
        const read = (): unknown => describedMachine(found({ ...machine, [name]: value }, 'answer'));
        expect(read).toThrow(ShapeError);
        expect(read).toThrow(`answer.${name}`);
      }
    }
  });

  it('never throw anything but a ShapeError', () => {
    const readers = [describedMachine, storedCertificates, machineEvents, embeddedModeFlag, appliedAnswer];
    fc.assert(
      fc.property(fc.constantFrom(...readers), fc.jsonValue(), (read, value) => {
        try {
          read(found(value, 'answer'));
        } catch (error) {
          expect(error).toBeInstanceOf(ShapeError);
        }
      }),
    );
  });

  it('take events, oldest first', () => {
    const events = [
      { time: '2', id: 2, level: 2, message: 'b' },
      { time: '1', id: 1, level: 0, message: 'a' },
    ];
    expect(machineEvents(found({ events }, ''))).toEqual([
      { time: '1', id: 1, level: 'information', message: 'a' },
      { time: '2', id: 2, level: 'error', message: 'b' },
    ]);
  });
});

describe('local management by PowerShell', () => {
  const connectionTo = (machine: Pick<FakeWindows, 'answer'>): ReturnType<typeof powershellConnection> =>
    powershellConnection(powershellOver(fakeCarrier(machine)));

  it('sets the flag, registers, and puts both back', async () => {
    const machine = new FakeWindows(pool, { flag: { kind: 'absent' } });
    const connection = connectionTo(machine);
    await connection.register();
    expect(machine.registered).toBe(true);
    expect(machine.flag.kind).toBe('bytes');
    await connection.unregister();
    await connection.unregister();
    expect(machine.leftovers()).toEqual([]);
  });

  it('puts the flag back where the machine does not let itself be registered', async () => {
    const machine = new FakeWindows(pool);
    const connection = connectionTo({
      answer: (script, data) =>
        script === 'register' ? { hresult: 0x80070032 } : machine.answer(script, data),
    });
    await expect(connection.register()).rejects.toThrow(/ERROR_NOT_SUPPORTED.*embedded mode/);
    expect(machine.leftovers()).toEqual([]);
  });

  it('says which step failed on the machine, and that an answer can not be used', async () => {
    const failing = connectionTo({
      answer: () => {
        throw new Error('Zugriff verweigert');
      },
    });
    await expect(failing.describe()).rejects.toThrow(/step "describe" failed on the fake machine: .*Zugriff/);
    const strange = connectionTo({ answer: () => ({ certificates: [{ scope: 'moon' }] }) });
    await expect(strange.readStores(['device'])).rejects.toThrow(/certificates\[0\].scope is no scope/);
  });
});
