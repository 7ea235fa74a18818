import type { MdmDriver } from './driver.ts';
import { fleetDriver } from './fleet.ts';
import { omaDmDriver } from './oma-dm.ts';

/** The management servers that the target mdm can work with. The first is the default. */
export const mdmDrivers: readonly MdmDriver[] = [omaDmDriver, fleetDriver];

/**
 * The driver with this name.
 * @throws RangeError where there is none: the command line has checked the name before
 */
export function mdmDriver(name: string): MdmDriver {
  const driver = mdmDrivers.find((candidate) => candidate.name === name);
  if (driver === undefined) throw new RangeError(`there is no driver for the management server ${name}`);
  return driver;
}
