import { TargetFailure } from '../../target.ts';
import type { Applied, DeviceConnection } from '../connection.ts';
import { flagOfRun, shortMemory, type FlagMemory } from '../embedded-mode-flag.ts';
import { explainHresult } from '../hresult.ts';
import { appliedAnswer, returnedCode } from './answers.ts';
import { powershellMachine } from './machine.ts';
import type { PowerShell } from './powershell.ts';
import type { Script } from './script.ts';
import { applyScript, registerScript, unregisterScript } from './scripts/local-management.ts';

/** Milliseconds; the library waits 30 s for its lock (device-and-mdm.md, 1.2). */
const patience = 90_000;
/** Milliseconds for the start of PowerShell and its compiler, beside what the call itself may take. */
const startAllowance = 30_000;

/**
 * Local management of a machine by PowerShell alone: each call is a process of its own there.
 * @param memory keeps the embedded-mode flag for as long as it is changed
 */
export function powershellConnection(
  powershell: PowerShell,
  memory: FlagMemory = shortMemory(),
): DeviceConnection {
  const machine = powershellMachine(powershell);
  const flag = flagOfRun(machine, memory);

  const call = (script: Script): Promise<number> =>
    powershell.run(script, { seconds: patience / 1000 }, patience + startAllowance, returnedCode);
  const applied = async (syncBody: string, time: number): Promise<Applied> => {
    const data = { syncBody, seconds: Math.ceil(time / 1000) };
    const answer = await powershell.run(applyScript, data, time + startAllowance, appliedAnswer);
    if (answer.kind === 'not-registered') {
      throw failed('RegisterDeviceWithLocalManagement', answer.hresult);
    }
    const { hresult, result } = answer;
    return { hresult, ...(result === undefined ? {} : { result }) };
  };

  return {
    describe: () => machine.describe(),
    register: async () => {
      await flag.set((await machine.describe()).smbiosUuid);
      const hresult = await call(registerScript);
      if (hresult === 0) return;
      await flag.putBack();
      throw failed('RegisterDeviceWithLocalManagement', hresult);
    },
    apply: applied,
    unregister: async () => {
      if ((await machine.describe()).isRegistered === true) {
        const hresult = await call(unregisterScript);
        if (hresult !== 0) throw failed('UnregisterDeviceWithLocalManagement', hresult);
      }
      await flag.putBack();
    },
    readStores: (scopes) => machine.readStores(scopes),
    removeCertificates: (scope, thumbprints, store) => machine.removeCertificates(scope, thumbprints, store),
    events: (since) => machine.events(since),
    getWeb: (url) => machine.getWeb(url),
    close: () => powershell.close(),
  };
}

function failed(call: string, hresult: number): TargetFailure {
  return new TargetFailure('transport', explainHresult(call, hresult));
}
