import { existsSync } from 'node:fs';
import type { MdmSettings } from './driver.ts';
import { mdmDriver } from './drivers.ts';
import { defaultControlFile, omaDmDriver } from './oma-dm.ts';
import { startOwnLaboratory } from './own-laboratory.ts';

export interface PreparedMdm {
  readonly settings: MdmSettings;
  /** What the user has to know, a line each. */
  readonly notes: readonly string[];
  readonly stop: () => Promise<void>;
}

/**
 * Gets a management server ready for a run. Where the suite's own is meant and none is running, one is started for the
 * run, with virtual devices as its clients: a process for each worker.
 * @throws RangeError with one line for the user where something is missing
 */
export async function prepareMdm(settings: MdmSettings, workers: number): Promise<PreparedMdm> {
  if (settings.mdm !== omaDmDriver.name || settings.control !== undefined || existsSync(defaultControlFile)) {
    // Whatever is missing is said here, once, and not by every worker.
    await mdmDriver(settings.mdm).create(settings, process.env).close();
    return { settings, notes: [], stop: () => Promise.resolve() };
  }
  if (settings.host !== undefined) {
    throw new RangeError(
      `no management server is running in which ${settings.host} could be enrolled: start "npx conform mdm-server".`,
    );
  }
  const laboratory = await startOwnLaboratory(workers);
  return {
    settings: { ...settings, control: laboratory.controlFile },
    notes: [
      `No management server is running, so the virtual device is the client: ${workers} of them enrolled over TLS, each in a process of its own. ` +
        '"npx conform mdm-server" is for other devices (docs/mdm.md).',
    ],
    stop: laboratory.stop,
  };
}
