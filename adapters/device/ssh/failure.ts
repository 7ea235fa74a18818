import type { ProcessEnd } from '../run-process.ts';
import { readable } from '../powershell/output.ts';

/** Exit code of ssh for its own failures; every other one is that of the command on the machine. */
const ownFailure = 255;

/** What ssh says (it is not translated), what that means and what to do. The first that fits counts. */
const meanings: readonly { readonly says: RegExp; readonly sentence: (machine: string) => string }[] = [
  {
    says: /REMOTE HOST IDENTIFICATION HAS CHANGED/i,
    sentence: (machine) =>
      `${machine} shows another host key than the one in known_hosts, so nothing was sent; find out why (a new installation, or somebody in between), then remove the old key with ssh-keygen -R and connect once with ssh to accept the new one`,
  },
  {
    says: /Host key verification failed|No \S+ host key is known/i,
    sentence: (machine) =>
      `the host key of ${machine} is not known here, so nothing was sent; connect once with ssh, compare the key's fingerprint with the one that "ssh-keygen -lf" shows on the machine, and accept it`,
  },
  {
    says: /Permission denied|Too many authentication failures|No supported authentication methods/i,
    sentence: (machine) =>
      `${machine} does not let this user in by the keys that ssh has; put your public key into administrators_authorized_keys there (docs/device.md), and see that "ssh -o BatchMode=yes" works`,
  },
  {
    says: /Could not resolve hostname|Name or service not known|nodename nor servname/i,
    sentence: (machine) => `the name of ${machine} is not known; check the spelling, or give its IP address`,
  },
  {
    says: /Connection refused/i,
    sentence: (machine) =>
      `${machine} takes no connection at this port; start the OpenSSH server there (Start-Service sshd), or give its port`,
  },
  {
    says: /connect to host .*(timed out|No route to host|unreachable)|Connection timed out during banner|Operation timed out/i,
    sentence: (machine) =>
      `${machine} can not be reached; see that it is on, awake and in this network, and that its firewall lets SSH in`,
  },
  {
    says: /kex_exchange_identification|banner exchange|Connection (closed|reset) by .*port \d+/i,
    sentence: (machine) =>
      `${machine} hung up before anybody was logged on; see that what listens there is an SSH server, and look into its log`,
  },
  {
    says: /Bad configuration option|Bad owner or permissions|no argument after keyword|terminating, \d+ bad configuration/i,
    sentence: () => 'the configuration of ssh can not be read; run "ssh -G" with the host and correct it',
  },
];

/**
 * One sentence for a call of ssh that brought no answer: what happened and what to do.
 * @param machine as in "ssh://admin@win11"
 */
export function sshFailure(machine: string, end: Exclude<ProcessEnd, { kind: 'too-much' }>): string {
  switch (end.kind) {
    case 'not-started':
      return `ssh can not be started (${end.reason}); install the OpenSSH client`;
    case 'too-slow':
      return `${machine} gave no answer in time, and the connection was ended; see whether the machine sleeps or hangs, then try again with more --patience`;
    case 'ended':
      return end.code === ownFailure ? ownSentence(machine, end.errors) : commandSentence(machine, end);
  }
}

function ownSentence(machine: string, errors: string): string {
  const meaning = meanings.find(({ says }) => says.test(errors));
  const said = readable(errors);
  return meaning === undefined
    ? `the connection to ${machine} was cut (ssh says "${said}"); see that the machine stays on and awake, then run "npx conform cleanup" and start again`
    : `${meaning.sentence(machine)} (ssh says "${said}")`;
}

function commandSentence(
  machine: string,
  { code, signal, errors }: Extract<ProcessEnd, { kind: 'ended' }>,
): string {
  const fate = code === null ? `was ended by ${signal ?? 'a signal'}` : `ended with code ${code}`;
  return `powershell.exe on ${machine} ${fate} and wrote "${readable(errors)}"; log on there with ssh and see whether powershell.exe runs`;
}
