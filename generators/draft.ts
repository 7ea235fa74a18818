import type { Case, CaseKind, Level, Payload, Preparation, SendStep, Step } from '../cases/case.ts';
import type { Intent } from '../cases/intent.ts';
import type { EditionId } from '../csp/editions.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { Command } from '../syncml/message.ts';
import { writeSyncML } from '../syncml/write.ts';
import { requestAddress, type Request } from './address.ts';
import { get } from './command.ts';
import type { Laboratory } from './family.ts';
import { valid } from './intent.ts';
import { messageOf } from './message.ts';

/** What one step of a case is drafted as: the commands of one message, or a step that is ready. */
export type Part = readonly Command[] | Step;

/** What a draft says of its own kind. */
export type Mark = Exclude<CaseKind, 'positive'>;

/** A case before it is written out: what makes it different from others, without numbers, headers and observing. */
export interface Draft {
  /** Last part of the case's id, unique within its family. */
  readonly id: string;
  /** One sentence for people. */
  readonly title: string;
  /** Requirements beside the family's own that the case tests as well. */
  readonly alsoAims?: readonly RequirementId[];
  readonly faults?: readonly string[];
  /** What its faults do not tell: that it stands at an edge, or asks for what has to fail though nothing is wrong with it. */
  readonly marks?: readonly Mark[];
  /** Id of the draft that differs only in lacking a fault; one twin may serve several. */
  readonly twin?: string;
  /** What differs from a device without TPM, certificates and containers. */
  readonly device?: Partial<Omit<Preparation, 'edition'>>;
  /** Where the case is about one edition; else it is the laboratory's. */
  readonly edition?: EditionId;
  readonly parts: readonly Part[];
  /** The requests whose fate is looked at when all is done. */
  readonly watched: readonly Request[];
}

/**
 * Writes a draft out as a case. At the end Status and Thumbprint of every watched request are asked for, in a
 * message of their own, and the stores are read, so that effects are seen and not only statuses.
 * @param requirements of the family: they come first among the aims, and the first one names the case
 */
export function caseOf(
  laboratory: Laboratory,
  area: string,
  requirements: readonly [RequirementId, ...RequirementId[]],
  level: Level,
  draft: Draft,
): Case {
  const idOf = (last: string): string => [area, requirements[0], level, last].join('/');
  return {
    id: idOf(draft.id),
    ...(draft.twin === undefined ? {} : { twin: idOf(draft.twin) }),
    level,
    aims: [...new Set([...requirements, ...(draft.alsoAims ?? [])])],
    faults: draft.faults ?? [],
    kinds: kindsIn(draft),
    title: draft.title,
    preparation: {
      tpm: false,
      certificates: [],
      helloContainers: [],
      ...draft.device,
      edition: draft.edition ?? laboratory.edition,
    },
    steps: stepsOf([...draft.parts, ...observing(draft.watched)]),
  };
}

/** A fault makes a case negative; where there is none, the draft may say that it is so all the same. */
function kindsIn({ faults = [], marks = [] }: Draft): readonly CaseKind[] {
  const negative = faults.length > 0 || marks.includes('negative');
  return [negative ? 'negative' : 'positive', ...marks.filter((mark) => mark === 'boundary')];
}

/** The steps that look at what came of some requests. */
export function observing(requests: readonly Request[]): readonly Part[] {
  const gets = requests.flatMap(({ prefix, uniqueId }) => [
    get(requestAddress(prefix, uniqueId, 'Status')),
    get(requestAddress(prefix, uniqueId, 'Thumbprint')),
  ]);
  return [...(gets.length === 0 ? [] : [gets]), { kind: 'read-stores' }];
}

/**
 * A message that is sent as these commands, written in valid form.
 * @param intent where the commands are put together as SyncML does not allow
 */
export function sending(
  commands: readonly Command[],
  messageNumber: number,
  intent: Intent = valid,
): SendStep {
  return { kind: 'send', payload: { text: writeSyncML(messageOf(commands, messageNumber)) }, intent };
}

/** A message that is sent as these bytes; as text where they are UTF-8, so that people can read the case. */
export function sendingBytes(bytes: Uint8Array, intent: Intent): SendStep {
  return { kind: 'send', payload: payloadOf(bytes), intent };
}

function stepsOf(parts: readonly Part[]): readonly Step[] {
  let messages = 0;
  return parts.map((part) => {
    if (!('kind' in part)) return sending(part, ++messages);
    if (part.kind === 'send') messages++;
    return part;
  });
}

function payloadOf(bytes: Uint8Array): Payload {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}
