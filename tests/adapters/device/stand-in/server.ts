import { createServer, type AddressInfo, type Socket } from 'node:net';

/** What the stand-in was called with, and what it has counted until then. */
export interface StandInCall {
  readonly call: 'register' | 'apply' | 'unregister';
  /** Empty but for `apply`. */
  readonly request: string;
  readonly counts: StandInCounts;
}

export interface StandInCounts {
  /** Results that were allocated. */
  readonly allocations: number;
  /** Those of them that are not freed yet. */
  readonly live: number;
  /** Calls of LocalFree with anything else. */
  readonly wronglyFreed: number;
}

/** What the stand-in does then. */
export type StandInAnswer =
  | {
      readonly kind: 'return';
      readonly hresult: number;
      readonly result?: string;
      readonly alreadyRegistered?: boolean;
    }
  | { readonly kind: 'hang' }
  | { readonly kind: 'crash' };

export interface StandInServer {
  /** For the environment of the process that loads the stand-in. */
  readonly environment: Readonly<Record<string, string>>;
  /** In the order in which they came. */
  readonly calls: readonly StandInCall[];
  /** Says what the calls from now on do. */
  answerWith(respond: (call: StandInCall) => StandInAnswer | Promise<StandInAnswer>): void;
  close(): Promise<void>;
}

const calls = [undefined, 'register', 'apply', 'unregister'] as const;
const instructions = { return: 0, hang: 1, crash: 2 } as const;
/** Bytes of `struct question` in mdmlocalmanagement.c. */
const headerLength = 20;

/** What an obedient library does that has nothing to say. */
export const succeed = (): StandInAnswer => ({ kind: 'return', hresult: 0 });

/** The other end of mdmlocalmanagement.c: decides what each of its calls does. */
export async function startStandInServer(): Promise<StandInServer> {
  const seen: StandInCall[] = [];
  const sockets = new Set<Socket>();
  let respond: (call: StandInCall) => StandInAnswer | Promise<StandInAnswer> = succeed;
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The process at the other end may be killed at any moment.
    socket.on('error', () => undefined);
    let received = Buffer.alloc(0);
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const call = callIn(received);
      if (call === undefined) return;
      seen.push(call);
      void Promise.resolve(respond(call)).then((answer) => socket.write(bytesOf(answer)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  return {
    environment: { STAND_IN_PORT: String(port) },
    calls: seen,
    answerWith: (next) => {
      respond = next;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** undefined where some of it is still to come. */
function callIn(bytes: Buffer): StandInCall | undefined {
  if (bytes.length < headerLength) return undefined;
  const length = bytes.readUInt32LE(16);
  if (bytes.length < headerLength + length) return undefined;
  const call = calls[bytes.readUInt32LE(0)];
  if (call === undefined) throw new RangeError('the stand-in was asked for an unknown call');
  return {
    call,
    request: bytes.toString('utf16le', headerLength),
    counts: {
      allocations: bytes.readUInt32LE(4),
      live: bytes.readUInt32LE(8),
      wronglyFreed: bytes.readUInt32LE(12),
    },
  };
}

function bytesOf(answer: StandInAnswer): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32LE(instructions[answer.kind], 0);
  if (answer.kind !== 'return') return header;
  const text = Buffer.from(answer.result ?? '', 'utf16le');
  header.writeUInt32LE(answer.hresult, 4);
  header.writeUInt32LE(answer.result !== undefined || answer.alreadyRegistered === true ? 1 : 0, 8);
  header.writeUInt32LE(text.length, 12);
  return Buffer.concat([header, text]);
}
