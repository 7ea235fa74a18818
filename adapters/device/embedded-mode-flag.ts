import { TargetFailure } from '../target.ts';
import { embeddedModeHash } from './embedded-mode.ts';
import type { EmbeddedModeFlag, PowerShellMachine } from './powershell-machine.ts';

/** Keeps what the flag was before the run, so that it can be put back even where the run is cut off. */
export interface FlagMemory {
  recall(): Promise<EmbeddedModeFlag | undefined>;
  keep(flag: EmbeddedModeFlag): Promise<void>;
  forget(): Promise<void>;
}

/** The embedded-mode flag for the time of a run. */
export interface FlagOfRun {
  /** Remembers what is there, then puts the machine into embedded mode. */
  set(smbiosUuid: string): Promise<void>;
  /** Puts back what is remembered; nothing where there is nothing. */
  putBack(): Promise<void>;
}

/** Forgets with the process. */
export function shortMemory(): FlagMemory {
  let kept: EmbeddedModeFlag | undefined;
  return {
    recall: () => Promise.resolve(kept),
    keep: (flag) => {
      kept = flag;
      return Promise.resolve();
    },
    forget: () => {
      kept = undefined;
      return Promise.resolve();
    },
  };
}

/** What is remembered stays so until it is back, so the flag of an earlier run is never taken for that of the machine. */
export function flagOfRun(
  machine: Pick<PowerShellMachine, 'readFlag' | 'writeFlag'>,
  memory: FlagMemory,
): FlagOfRun {
  return {
    set: async (smbiosUuid) => {
      const flag: EmbeddedModeFlag = { kind: 'bytes', hex: hashOf(smbiosUuid) };
      if ((await memory.recall()) === undefined) await memory.keep(await machine.readFlag());
      await machine.writeFlag(flag);
    },
    putBack: async () => {
      const former = await memory.recall();
      if (former === undefined) return;
      await machine.writeFlag(former);
      await memory.forget();
    },
  };
}

function hashOf(smbiosUuid: string): string {
  try {
    return embeddedModeHash(smbiosUuid);
  } catch {
    throw new TargetFailure(
      'transport',
      `this machine gives "${smbiosUuid}" as UUID of its SMBIOS, from which the embedded-mode flag can not be made; set a UUID in its firmware or in the settings of the virtual machine`,
    );
  }
}
