// What sshd runs in place of a command, in place of powershell.exe: it asks the test what to write.
import { Buffer } from 'node:buffer';
import { connect } from 'node:net';
import process from 'node:process';

const pieces = [];
for await (const piece of process.stdin) pieces.push(piece);
const socket = connect(process.argv[2]);
socket.end(
  `${JSON.stringify({ command: process.env.SSH_ORIGINAL_COMMAND, input: Buffer.concat(pieces).toString('latin1') })}\n`,
);
const answers = [];
for await (const piece of socket) answers.push(piece);
const { output, errors, code } = JSON.parse(Buffer.concat(answers).toString('utf8'));
process.stderr.write(errors);
process.stdout.write(Buffer.from(output, 'base64'), () => process.exit(code));
