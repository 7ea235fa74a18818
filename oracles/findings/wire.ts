import type { Irregularity, Position } from '../../syncml/message.ts';
import { commandNames, isCommandName } from '../../syncml/vocabulary.ts';
import type { FindingRule, Severity } from './finding.ts';
import { didYouMean } from './nearest.ts';
import type { Payload } from './payload.ts';

/** How the document is written, apart from what it asks for. MS-MDM is the authority where Windows and OMA differ. */
export const wireFindings: readonly FindingRule[] = [
  {
    // MS-MDM 2.2.4.1: xmlns is required, and has to be this one. The PFX example of csp-source.txt has none.
    id: 'missing-namespace',
    severity: 'error',
    requirement: 'R-DM-12',
    *find({ message, root }) {
      // Bare commands and bodies get their namespace from whoever puts them into a message.
      if (message.shape !== 'message' || message.namespace !== '') return;
      yield {
        position: root,
        message:
          'SyncML is in no namespace (MS-MDM 2.2.4.1 demands it), so that a device may refuse the whole message. Write <SyncML xmlns="SYNCML:SYNCML1.2">.',
      };
    },
  },
  {
    // Microsoft, structure of OMA DM provisioning files: children of Meta carry xmlns="syncml:metinf".
    id: 'missing-inner-namespace',
    severity: 'warning',
    requirement: 'R-DM-12',
    *find(payload) {
      const [first, ...others] = irregularitiesOf(payload, 'missing-namespace');
      if (first === undefined) return;
      const more = others.length === 0 ? '' : ` The same is true of ${others.length} more.`;
      yield { position: first.position, message: `${sentence(first.message)}${more} Declare it.` };
    },
  },
  irregularity('wrong-namespace', 'error', 'Use SYNCML:SYNCML1.2, and syncml:metinf below Meta.'),
  irregularity('unexpected-element', 'error', 'Remove it, or put it where it belongs.'),
  irregularity('missing-element', 'error', 'Add it.'),
  irregularity('repeated-element', 'error', 'Keep one of them.'),
  irregularity('element-order', 'warning', 'Put the elements in this order.'),
  irregularity('unexpected-text', 'warning', 'Remove the text; it belongs to no element.'),
  irregularity('markup-in-data', 'error', 'Write &lt; for < and &amp; for & there.'),
  {
    // MS-MDM 2.2.4.1: SyncML is SyncHdr and SyncBody. Examples and profiles leave the header to the server.
    id: 'not-a-whole-message',
    severity: 'information',
    requirement: 'R-DM-01',
    *find({ message, root }) {
      const lacking = whatAWholeMessageLacks(message);
      if (lacking !== undefined) yield { position: root, message: lacking };
    },
  },
  {
    // MS-MDM 2.2.4.3: SyncBody holds at least one command.
    id: 'no-commands',
    severity: 'warning',
    requirement: 'R-DM-01',
    *find({ commands, root }) {
      if (commands.length > 0) return;
      yield { position: root, message: 'There is no command in it, so that nothing happens.' };
    },
  },
  {
    // Learn, OMA DM protocol support: an invalid element below SyncBody, Atomic or Sequence is answered with 400.
    id: 'unknown-command',
    severity: 'error',
    requirement: 'R-DM-12',
    *find({ commands }) {
      for (const { command, position } of commands) {
        if (command.kind !== 'Unknown') continue;
        const { name } = command;
        const message = isCommandName(name)
          ? `${name} is not in the namespace of SyncML here, and so no command: a device answers 400.`
          : `${name} is no command that Windows knows: a device answers 400.${didYouMean(name, commandNames)}`;
        yield { position, message };
      }
    },
  },
  {
    // Microsoft, MDM known issues: CDATA in Data does not work, the text has to be escaped.
    id: 'cdata',
    severity: 'warning',
    requirement: 'R-DM-16',
    ambiguity: 'A-33',
    *find({ settings }) {
      for (const { item, positions } of settings) {
        if (item.data?.cdata !== true) continue;
        yield {
          position: positions.data,
          message:
            'CDATA in Data does not work on Windows (Microsoft, MDM known issues), though XML allows it. Write the text without it, with &lt; for < and &amp; for &.',
        };
      }
    },
  },
];

/** A rule for a breach of the content model, as the reader found it. */
function irregularity(code: Irregularity['code'], severity: Severity, advice: string): FindingRule {
  return {
    id: code,
    severity,
    requirement: 'R-DM-12',
    *find(payload) {
      for (const found of irregularitiesOf(payload, code)) {
        yield { position: found.position, message: `${sentence(found.message)} ${advice}` };
      }
    },
  };
}

/**
 * The irregularities of one kind, without those that have rules of their own: elements that are no command, and a root
 * without namespace or without SyncHdr.
 */
function irregularitiesOf(
  { message, irregularities, commands, root }: Payload,
  code: Irregularity['code'],
): readonly Irregularity[] {
  const strangers = new Set(
    commands.flatMap(({ command, position }) => (command.kind === 'Unknown' ? [keyOf(position)] : [])),
  );
  const ownRule =
    code === 'missing-namespace' || (code === 'missing-element' && message.header === undefined);
  const skipped = ownRule && message.shape === 'message' ? keyOf(root) : undefined;
  return irregularities.filter(
    (found) =>
      found.code === code && !strangers.has(keyOf(found.position)) && keyOf(found.position) !== skipped,
  );
}

function keyOf(position: Position | undefined): string {
  return `${position?.line ?? 0}:${position?.column ?? 0}`;
}

function whatAWholeMessageLacks(message: Payload['message']): string | undefined {
  switch (message.shape) {
    case 'message':
      return message.header === undefined
        ? 'There is no SyncHdr. A message on the wire needs one (MS-MDM 2.2.4.2); the MDM server has to put it before the body.'
        : undefined;
    case 'body':
      return 'This is a bare SyncBody, as Windows takes it locally; an MDM server has to put it into a message.';
    case 'fragment':
      return 'These are bare commands, as profiles of MDM servers hold them; the server has to put them into a message.';
  }
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
