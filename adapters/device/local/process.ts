import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { isSameSecret } from '../../../omadm/http/same-secret.ts';
import { formatHresult } from '../hresult.ts';
import { onLines, sendLine } from './lines.ts';
import { meetingPlace, type Greeting, type Reply, type Request } from './messages.ts';

/** How the process is started that calls the library. */
export interface Program {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** local/child.ts, by the Node.js that runs the suite. */
export const ownProgram: Program = {
  command: process.execPath,
  arguments: ['--import', 'tsx', fileURLToPath(new URL('child.ts', import.meta.url))],
  // Where tsx is found.
  folder: fileURLToPath(new URL('../../../', import.meta.url)),
  environment: {},
};

/** Thrown where the process gives no answer any more. It is gone then. */
export class ProcessLost extends Error {
  /** What became of it, in the rest of a sentence that begins with "the process". */
  readonly fate: string;

  constructor(fate: string) {
    super(`the process ${fate}`);
    this.name = 'ProcessLost';
    this.fate = fate;
  }
}

/** A running process, which has to be asked one thing at a time. */
export interface CallingProcess {
  /**
   * @param patience milliseconds, after which the process is killed
   * @throws ProcessLost
   */
  ask(request: Request, patience: number): Promise<Reply>;
  /** Whether it has ended, by itself or by somebody else, while nothing was asked. */
  isGone(): boolean;
  /** Ends it, by force where it does not listen. */
  end(): Promise<void>;
}

/** Milliseconds in which a process that has nothing to do has to end by itself. */
const patienceForEnd = 5_000;

/**
 * @param patience milliseconds until the process has to be there
 * @throws ProcessLost
 */
export async function startProcess(program: Program, patience: number): Promise<CallingProcess> {
  const token = randomBytes(32).toString('hex');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  const { port } = server.address() as AddressInfo;
  const child = spawn(program.command, program.arguments, {
    cwd: program.folder,
    env: { ...process.env, ...program.environment, [meetingPlace]: `${port}:${token}` },
    stdio: 'ignore',
    windowsHide: true,
  });
  const ended = endOf(child);
  try {
    return conversation(
      child,
      ended,
      await firstOf(guestWith(token, server), ended, child, patience, 'start'),
    );
  } finally {
    server.close();
  }
}

/** A guest has shown the token; `next` gives what it sends next, and never ends where it sends nothing. */
interface Guest {
  readonly socket: Socket;
  next(): Promise<unknown>;
  readonly closed: Promise<void>;
}

function conversation(child: ChildProcess, ended: Promise<string>, guest: Guest): CallingProcess {
  // What it sent before it died is still to be read, so it is lost only when both have ended.
  const lost = Promise.all([ended, guest.closed]).then(([fate]) => fate);
  return {
    isGone: () => child.exitCode !== null || child.signalCode !== null,
    ask: async (request, patience) => {
      const reply = guest.next();
      sendLine(guest.socket, request);
      // Its only sender is local/child.ts.
      return (await firstOf(reply, lost, child, patience, 'answer')) as Reply;
    },
    end: async () => {
      guest.socket.end();
      const timer = setTimeout(() => child.kill('SIGKILL'), patienceForEnd);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** @throws ProcessLost where the process ends first, or has to be killed because nothing comes */
async function firstOf<T>(
  awaited: Promise<T>,
  ended: Promise<string>,
  child: ChildProcess,
  patience: number,
  what: 'start' | 'answer',
): Promise<T> {
  const hung = new AbortController();
  const timer = setTimeout(() => {
    hung.abort();
    child.kill('SIGKILL');
  }, patience);
  // Only when the process is gone another can take its place: the library's lock has one owner.
  const death = ended.then((fate) => {
    throw new ProcessLost(hung.signal.aborted ? `did not ${what} within ${patience} ms and was ended` : fate);
  });
  try {
    const first = await Promise.race([awaited, death]);
    return hung.signal.aborted ? await death : first;
  } finally {
    clearTimeout(timer);
  }
}

function guestWith(token: string, server: Server): Promise<Guest> {
  return new Promise((resolve) => {
    server.on('connection', (socket) => {
      const waiting: ((value: unknown) => void)[] = [];
      let greeted = false;
      const closed = new Promise<void>((gone) => socket.once('close', gone));
      // The end of the process tells more than that of its socket.
      socket.on('error', () => undefined);
      onLines(socket, (value) => {
        if (greeted) {
          waiting.shift()?.(value);
        } else if (isGreeting(value, token)) {
          greeted = true;
          resolve({ socket, closed, next: () => new Promise((receive) => waiting.push(receive)) });
        } else {
          socket.destroy();
        }
      });
    });
  });
}

function isGreeting(value: unknown, token: string): boolean {
  return isSameSecret(String((value as Partial<Greeting> | null)?.token), token);
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(`could not be started: ${error.message}`);
    });
    child.once('exit', (code, signal) => {
      resolve(signal === null ? `ended with ${exitCode(code ?? 0)}` : `was ended by ${signal}`);
    });
  });
}

/** Windows ends a process that crashes with a code such as 0xC0000005, which people know in this form only. */
function exitCode(code: number): string {
  return code > 0xffff || code < 0 ? formatHresult(code >>> 0) : `code ${code}`;
}
