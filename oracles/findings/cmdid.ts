import type { FindingRule } from './finding.ts';
import type { PlacedCommand } from './placed-command.ts';
import { placeholderIn } from './unfilled.ts';

/** CmdID of every command (MS-MDM 2.2.3.2: always there, each once in a message, never 0, else any text). */
export const cmdIdFindings: readonly FindingRule[] = [
  {
    // Payload of the guide of Fleet for certificate authorities: the server gives the CmdIDs.
    id: 'no-cmdids',
    severity: 'warning',
    requirement: 'R-DM-11',
    *find({ message, commands }) {
      // Profiles leave the numbering to the server, so bare commands without any CmdID are no mistake of their author.
      if (message.shape !== 'fragment' || commands.some(hasCmdId)) return;
      yield {
        position: commands[0]?.position,
        message:
          'No command has a CmdID. Servers that take such profiles give each its own, as is assumed here; a device that got them so would answer each with 400.',
      };
    },
  },
  {
    // Learn, OMA DM protocol support: a missing CmdID is answered with a blank CmdRef and 400.
    id: 'missing-cmdid',
    severity: 'error',
    requirement: 'R-DM-11',
    *find({ message, commands }) {
      if (message.shape === 'fragment' && !commands.some(hasCmdId)) return;
      for (const { command, position } of commands) {
        if (command.kind === 'Unknown' || command.kind === 'Atomic' || hasText(command.cmdId)) continue;
        yield {
          position,
          message: `${command.kind} has no CmdID: a device answers 400 with a blank CmdRef. Give it one of its own.`,
        };
      }
    },
  },
  {
    // The SCEP example of csp-source.txt does this.
    id: 'atomic-without-cmdid',
    severity: 'error',
    requirement: 'R-DM-11',
    ambiguity: 'A-18',
    *find({ message, commands }) {
      if (message.shape === 'fragment' && !commands.some(hasCmdId)) return;
      for (const { command, position } of commands) {
        if (command.kind !== 'Atomic' || hasText(command.cmdId)) continue;
        yield {
          position,
          message:
            'Atomic has no CmdID: a device answers 400 with a blank CmdRef, and may execute nothing in it. Give it one of its own.',
        };
      }
    },
  },
  {
    // MS-MDM 2.2.3.2. In the PFX example of csp-source.txt all commands share one placeholder.
    id: 'duplicate-cmdid',
    severity: 'error',
    requirement: 'R-DM-01',
    ambiguity: 'A-19',
    *find({ commands }) {
      for (const [cmdId, uses] of usesOfCmdIds(commands)) {
        const [first, second, ...others] = uses;
        if (first === undefined || second === undefined) continue;
        const more = others.length === 0 ? '' : ` and by ${others.length} more`;
        yield {
          position: second.cmdIdPosition,
          message: `CmdID ${cmdId} is used here${more}, and before in line ${first.cmdIdPosition?.line ?? 1}. Each command of a message needs a CmdID of its own, or no Status can be told from another.`,
        };
      }
    },
  },
  {
    // MS-MDM 2.2.3.2: never 0.
    id: 'zero-cmdid',
    severity: 'error',
    requirement: 'R-DM-01',
    ambiguity: 'A-19',
    *find({ commands }) {
      for (const { command, cmdIdPosition } of commands) {
        if (command.cmdId !== '0') continue;
        yield {
          position: cmdIdPosition,
          message:
            'CmdID 0 is not allowed (MS-MDM 2.2.3.2): CmdRef 0 stands for SyncHdr. Use another number.',
        };
      }
    },
  },
  {
    // The SCEP example of csp-source.txt has 313$.
    id: 'odd-cmdid',
    severity: 'warning',
    requirement: 'R-DM-01',
    ambiguity: 'A-19',
    *find({ commands }) {
      for (const { command, cmdIdPosition } of commands) {
        const { cmdId } = command;
        if (!hasText(cmdId) || /^\d+$/.test(cmdId) || placeholderIn(cmdId, false) !== undefined) continue;
        yield {
          position: cmdIdPosition,
          message: `CmdID ${JSON.stringify(cmdId)} is not a number. MS-MDM allows any text, but a device may refuse it; use a number.`,
        };
      }
    },
  },
];

function hasText(text: string | undefined): text is string {
  return text !== undefined && text !== '';
}

function hasCmdId({ command }: PlacedCommand): boolean {
  return hasText(command.cmdId);
}

/** Commands by CmdID, in document order. */
function usesOfCmdIds(commands: readonly PlacedCommand[]): ReadonlyMap<string, readonly PlacedCommand[]> {
  const uses = new Map<string, PlacedCommand[]>();
  for (const placed of commands) {
    const { cmdId } = placed.command;
    if (!hasText(cmdId)) continue;
    const known = uses.get(cmdId);
    if (known === undefined) uses.set(cmdId, [placed]);
    else known.push(placed);
  }
  return uses;
}
