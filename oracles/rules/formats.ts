import { anyFailure, refusalStatus } from '../admitted.ts';
import type { Asking } from '../asking.ts';
import type { Attempt } from '../attempt.ts';
import type { RequestItem } from '../request.ts';
import type { RefusalRule } from './addresses.ts';

/** Formats that a device may take or not, each by an aspect of an ambiguity; every other Format is wrong for the node. */
const disputed = {
  PFXCertBlob: { bin: 'A-14/bin', b64: 'A-14/b64', chr: 'A-14/chr' },
  ValidPeriodUnits: { int: 'A-13/int', chr: 'A-13/chr' },
} as const;

const formatWrong: RefusalRule = {
  id: 'format-of-another-type',
  requirements: ['R-DM-17'],
  ambiguities: ['A-05'],
  because: 'the Format is not that of the node',
  decide: (attempt, asking) => {
    const node = settable(attempt);
    const format = formatOf(attempt.item, asking);
    if (node === undefined || format === undefined || format === '') return undefined;
    if (node.name in disputed ? aspectFor(node.name, format) !== undefined : format === node.format)
      return undefined;
    const because = `the Format is ${format}, and that of ${node.name} is ${node.format}`;
    return { ...refusalStatus('A-05/format', asking), because };
  },
};

const formatDisputed: RefusalRule = {
  id: 'format-that-documents-dispute',
  requirements: ['R-DM-17', 'R-PFX-11'],
  ambiguities: ['A-13', 'A-14'],
  because: 'the device does not take this Format',
  decide: (attempt, asking) => {
    const node = settable(attempt);
    const format = formatOf(attempt.item, asking);
    if (node === undefined || format === undefined) return undefined;
    const aspect = aspectFor(node.name, format);
    return aspect !== undefined && asking.answer(aspect) === 'refused' ? { statuses: anyFailure } : undefined;
  },
};

const formatMissing: RefusalRule = {
  id: 'format-missing',
  requirements: ['R-DM-17'],
  ambiguities: ['A-42'],
  because: 'the value comes without a Format, which the device wants',
  decide: (attempt, asking) => {
    if (!brings(attempt)) return undefined;
    const format = formatOf(attempt.item, asking);
    const { address } = attempt.item;
    const interior = address.kind === 'path' && address.node?.format === 'node';
    if (format === undefined && interior) {
      // A-42 is about values, and an interior node has none.
      return asking.assume('an interior node without a Format', ['accepted', 'refused']) === 'refused'
        ? { statuses: anyFailure }
        : undefined;
    }
    const refused =
      format === undefined
        ? asking.answer('A-42') === 'refused'
        : format === '' && asking.assume('an empty Format', ['understood', 'refused']) === 'refused';
    return refused ? { statuses: anyFailure } : undefined;
  },
};

/** The Format that a device reads: undefined for none, '' for an element without text. */
function formatOf(item: RequestItem, asking: Asking): string | undefined {
  const { format, containerFormat } = item;
  if (format === undefined) {
    if (containerFormat === undefined) return undefined;
    // MS-MDM 2.2.5.3 says that Meta of a container covers its members, 2.2.7.3 that it does not.
    const covers = asking.assume('Meta of a container covers its members', ['yes', 'no']) === 'yes';
    return covers ? containerFormat : undefined;
  }
  const bare = format.trim();
  const plain = bare.toLowerCase();
  const oddities = [
    ...(bare === format ? [] : ['a Format with blanks around it']),
    ...(plain === bare ? [] : ['a Format in capitals']),
  ];
  const isRead = oddities.every((odd) => asking.assume(odd, ['understood', 'refused']) === 'understood');
  return isRead ? plain : format;
}

function aspectFor(name: string, format: string) {
  switch (name) {
    case 'PFXCertBlob':
      return format === 'bin' || format === 'b64' || format === 'chr'
        ? disputed.PFXCertBlob[format]
        : undefined;
    case 'ValidPeriodUnits':
      return format === 'int' || format === 'chr' ? disputed.ValidPeriodUnits[format] : undefined;
    default:
      return undefined;
  }
}

/** Whether the command brings a value or a Format: what is wrong with them may be found before what is wrong with the node. */
function brings({ item, verb }: Attempt): boolean {
  return (verb === 'Add' || verb === 'Replace') && item.address.kind === 'path';
}

/** The node that the command brings a Format to, where there is one. */
function settable(attempt: Attempt) {
  return brings(attempt) && attempt.place.kind === 'node' ? attempt.place.node : undefined;
}

export const formatRules: readonly RefusalRule[] = [formatWrong, formatDisputed, formatMissing];
