import { OperationFailure } from '../http/json-service.ts';

/** Who has which device: one at a time. */
export interface Leases {
  /** Waits until one of the devices is free. */
  take(candidates: () => readonly string[], gone: AbortSignal): Promise<string>;
  /** Whoever took it is there: it is not taken away any more. */
  confirm(deviceId: string): void;
  give(deviceId: string): void;
}

/** @param grace milliseconds in which whoever takes a device has to confirm that it is there */
export function createLeases(grace: number): Leases {
  /** With the timers of those that are not confirmed yet. */
  const taken = new Map<string, NodeJS.Timeout>();
  const queue: (() => boolean)[] = [];
  const serveQueue = (): void => {
    for (let index = 0; index < queue.length;) {
      if (queue[index]?.() === true) queue.splice(index, 1);
      else index++;
    }
  };
  const give = (deviceId: string): void => {
    clearTimeout(taken.get(deviceId));
    taken.delete(deviceId);
    serveQueue();
  };
  return {
    take: (candidates, gone) =>
      new Promise((resolve, reject) => {
        if (candidates().length === 0) {
          reject(new OperationFailure('laboratory', 'no such device is enrolled'));
          return;
        }
        queue.push(() => {
          if (gone.aborted) return true;
          const free = candidates().find((id) => !taken.has(id));
          if (free === undefined) return false;
          taken.set(
            free,
            setTimeout(() => {
              give(free);
            }, grace),
          );
          resolve(free);
          return true;
        });
        serveQueue();
      }),
    confirm: (deviceId) => {
      clearTimeout(taken.get(deviceId));
    },
    give,
  };
}
