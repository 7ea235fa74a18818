import type { Command } from '../../../syncml/message.ts';

/**
 * What cases have left on the device. Fleet carries no Delete, so that a request which a case made is still there when
 * the next one makes it, and the answers to that one would say nothing.
 */
export interface LeftBehind {
  /** A request named by these commands that another session made or may have made. */
  inTheWayOf(session: symbol, commands: readonly Command[]): string | undefined;
  /**
   * Notes that the device may carry these commands out.
   * @returns takes back what this call has noted
   */
  note(session: symbol, commands: readonly Command[]): () => void;
}

/** Keeps the requests of one device for as long as the process lives. */
export function leftBehind(): LeftBehind {
  const makers = new Map<string, symbol>();
  return {
    inTheWayOf: (session, commands) =>
      requestsIn(commands).find((request) => {
        const maker = makers.get(request);
        return maker !== undefined && maker !== session;
      }),
    note: (session, commands) => {
      const added = requestsIn(commands).filter((request) => !makers.has(request));
      for (const request of added) makers.set(request, session);
      return () => {
        for (const request of added) makers.delete(request);
      };
    },
  };
}

/** The requests (the nodes UniqueID) that commands name, such as `device/pfxcertinstall/alpha`. */
function requestsIn(commands: readonly Command[]): readonly string[] {
  return commands.flatMap((command) => {
    if ('commands' in command) return requestsIn(command.commands);
    if (!('items' in command)) return [];
    return command.items.flatMap(({ target }) => requestOf(target?.locUri ?? '') ?? []);
  });
}

/** An address without ./Device and ./User means the device (R-DM-15). */
function requestOf(locUri: string): string | undefined {
  const [, scope = 'device', half, id] =
    /^\s*(?:\.?\/)?(?:(device|user)\/)?vendor\/msft\/clientcertificateinstall\/(\w+)\/([^/\s]+)/i.exec(
      locUri,
    ) ?? [];
  return half === undefined || id === undefined ? undefined : `${scope}/${half}/${id}`.toLowerCase();
}
