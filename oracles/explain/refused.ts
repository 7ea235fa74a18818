import type { Refusal } from '../../syncml/refusal.ts';
import type { Finding } from '../findings/finding.ts';
import { placeholderIn } from '../findings/unfilled.ts';

const nothingChanges =
  'A device executes nothing of it and changes nothing: it answers with a failure for the whole message, or not at all.';

/** The one finding about a payload that holds no message, with what a device does. */
export function findingOnRefusal({ kind, reason, position }: Refusal): Finding {
  const placeholder = placeholderIn(reason, false);
  const hint =
    placeholder === undefined
      ? ''
      : ` ${placeholder.text} looks like a placeholder that was not filled in; ${placeholder.filledBy} has to put a value in its place.`;
  return {
    id: kind,
    severity: 'error',
    requirement: kind === 'not-syncml' ? 'R-DM-12' : 'R-DM-16',
    line: position.line,
    column: position.column,
    message: `${faultOf(kind)}: ${reason}.${hint} ${outcomeOf(kind)}`,
  };
}

/** The refusal in general, before the reader's own words. */
function faultOf(kind: Refusal['kind']): string {
  switch (kind) {
    case 'not-well-formed':
      return 'The payload is not well-formed XML';
    case 'encoding':
      return 'The payload can not be read as text';
    case 'dtd':
      return 'The payload has a document type';
    case 'not-syncml':
      return 'The payload is no SyncML';
    case 'size':
    case 'depth':
      return 'The payload is larger than what is read here';
  }
}

/** What comes of it on a device (Learn, OMA DM protocol support: XML has to be well-formed). */
function outcomeOf(kind: Refusal['kind']): string {
  switch (kind) {
    case 'not-well-formed':
    case 'encoding':
    case 'dtd':
    case 'not-syncml':
      return nothingChanges;
    case 'size':
    case 'depth':
      return 'Devices have limits of their own (MaxMsgSize); nothing can be said about this one.';
  }
}
