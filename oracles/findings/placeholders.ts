import type { Position } from '../../syncml/message.ts';
import type { FindingRule } from './finding.ts';
import type { Payload } from './payload.ts';
import type { Placeholder } from './unfilled.ts';
import { placeholderIn } from './unfilled.ts';

interface Use {
  readonly placeholder: Placeholder;
  readonly position: Position | undefined;
}

/** Templates that were never filled in. */
export const placeholderFindings: readonly FindingRule[] = [
  {
    // Both examples of csp-source.txt have placeholders, and so have the profiles of MDM servers.
    id: 'placeholder',
    severity: 'error',
    requirement: 'R-GEN-01',
    *find(payload) {
      const seen = new Map<string, { readonly first: Use; count: number }>();
      for (const use of usesIn(payload)) {
        const known = seen.get(use.placeholder.text);
        if (known === undefined) seen.set(use.placeholder.text, { first: use, count: 1 });
        else known.count++;
      }
      for (const [text, { first, count }] of seen) {
        const often = count === 1 ? '' : ` (${count} times in this payload)`;
        yield {
          position: first.position,
          message: `${text} is a placeholder that was not filled in${often}; ${first.placeholder.filledBy} has to put a value in its place. As it stands, a device takes it literally.`,
        };
      }
    },
  },
];

function* usesIn({ commands, settings }: Payload): Iterable<Use> {
  for (const { command, cmdIdPosition } of commands) {
    const placeholder = command.cmdId === undefined ? undefined : placeholderIn(command.cmdId, false);
    if (placeholder !== undefined) yield { placeholder, position: cmdIdPosition };
  }
  for (const { address, placeholder, positions } of settings) {
    const inAddress = address === undefined ? undefined : placeholderIn(address.text, false);
    if (inAddress !== undefined) yield { placeholder: inAddress, position: positions.locUri };
    if (placeholder !== undefined) yield { placeholder, position: positions.data };
  }
}
