import type { Carrier } from '../../../adapters/device/powershell/powershell.ts';
import type { FakeWindows } from './fake-windows.ts';

/** What powershell.exe on the machine writes when it gets this on its standard input. */
export function powershellOutput(machine: Pick<FakeWindows, 'answer'>, input: string): string {
  const [marker = '', script = '', data = ''] = input.split('\n');
  const decoded = (line: string): string => Buffer.from(line, 'base64').toString('utf8');
  const [, name = ''] = /^# conform: (\S+)$/m.exec(decoded(script)) ?? [];
  let answer: unknown;
  try {
    answer = { ok: true, value: machine.answer(name, JSON.parse(decoded(data)) as unknown) };
  } catch (error) {
    answer = { ok: false, message: String(error), hresult: '0x80131500' };
  }
  const json = JSON.stringify(answer).replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return `\r\n${marker}${json}${marker}\r\n`;
}

/** A way to a fake machine that is in this process. */
export function fakeCarrier(machine: Pick<FakeWindows, 'answer'>): Carrier {
  return {
    machine: 'the fake machine',
    run: (input) => Promise.resolve(Buffer.from(powershellOutput(machine, input), 'latin1')),
    close: () => Promise.resolve(),
  };
}
