import type { Socket } from 'node:net';

/** Sends a value as a line of JSON, in which characters outside of UTF-8, such as half a surrogate pair, are escaped. */
export function sendLine(socket: Socket, value: unknown): void {
  socket.write(`${JSON.stringify(value)}\n`);
}

/** Calls `receive` with each line of JSON, and hangs up on who sends something else. What a line means is for the caller to say, who knows the other end. */
export function onLines(socket: Socket, receive: (value: unknown) => void): void {
  const parts: string[] = [];
  socket.setEncoding('utf8');
  socket.on('data', (text: string) => {
    const lines = text.split('\n');
    const rest = lines.pop() ?? '';
    for (const line of lines) {
      const value = parsed([...parts.splice(0), line].join(''));
      if (value === undefined) socket.destroy();
      else receive(value);
    }
    parts.push(rest);
  });
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
