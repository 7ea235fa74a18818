import { randomUUID } from 'node:crypto';
import type { FleetApi, FleetHost } from './api.ts';
import { wasRefused } from './failure.ts';

/** The profiles that one case has put into Fleet. */
export interface FleetProfiles {
  /** Puts one there. */
  add(content: string): Promise<void>;
  /** Deletes all of them, also one of which it is not known whether it arrived. */
  removeAll(): Promise<void>;
}

/** @param cleaner works also when what `api` does was given up */
export function fleetProfiles(api: FleetApi, cleaner: FleetApi, host: FleetHost): FleetProfiles {
  /** UUIDs by name; undefined where Fleet has not told it. */
  const added = new Map<string, string | undefined>();
  return {
    add: async (content) => {
      const name = `conform-${randomUUID()}`;
      added.set(name, undefined);
      try {
        added.set(name, await api.addProfile(host, name, content));
      } catch (error) {
        if (wasRefused(error)) added.delete(name);
        throw error;
      }
    },
    removeAll: async () => {
      for (const [name, known] of added) {
        const uuid = known ?? (await cleaner.profileNamed(host, name));
        if (uuid !== undefined) await cleaner.deleteProfile(uuid);
        added.delete(name);
      }
    },
  };
}
