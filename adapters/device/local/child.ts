// The process beside the suite that calls mdmlocalmanagement.dll. The suite starts it, ends it where a call hangs, and
// starts another where it died. It does one thing at a time, on the one thread that JavaScript runs on.
import { connect } from 'node:net';
import { loadLibrary, type ManagementLibrary } from './library.ts';
import { onLines, sendLine } from './lines.ts';
import { meetingPlace, type Greeting, type Reply, type Request } from './messages.ts';

const [port = '', token = ''] = (process.env[meetingPlace] ?? '').split(':');
let library: ManagementLibrary | undefined;

const socket = connect(Number(port), '127.0.0.1', () => {
  sendLine(socket, { token } satisfies Greeting);
});
onLines(socket, (value) => {
  // The other end is local/process.ts, which sends nothing else.
  void answer(value as Request);
});
// Without the suite there is nothing to do; what is registered is for its next run to clean up.
socket.on('close', () => process.exit());
socket.on('error', () => process.exit(1));

async function answer(request: Request): Promise<void> {
  let reply: Reply;
  try {
    reply = await carryOut(request);
  } catch (error) {
    reply = { kind: 'failed', reason: error instanceof Error ? error.message : String(error) };
  }
  sendLine(socket, reply);
}

async function carryOut(request: Request): Promise<Reply> {
  if (request.call === 'load') {
    library = await loadLibrary(request.libraries);
    return { kind: 'loaded' };
  }
  if (library === undefined) return { kind: 'failed', reason: 'no library is loaded' };
  switch (request.call) {
    case 'register':
      return library.register();
    case 'apply':
      return library.apply(request.syncBody);
    case 'unregister':
      return library.unregister();
  }
}
