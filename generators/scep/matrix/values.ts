import type { Scope } from '../../../cases/case.ts';
import { nodeById } from '../../../csp/tree.ts';
import { isAtEdge } from '../../../csp/values.ts';
import type { Pool } from '../../../pki/pool.ts';
import type { Command } from '../../../syncml/message.ts';
import { uniqueIds } from '../../address.ts';
import { add, get } from '../../command.ts';
import type { Draft, Part } from '../../draft.ts';
import type { Drafts } from '../../list-family.ts';
import { changed } from '../combinations/change.ts';
import {
  enrollmentCommands,
  scepAddress,
  scepDeviceFor,
  scepSettings,
  usualEnrollment,
  type Enrollment,
} from '../enrollment.ts';
import { settled } from '../observing.ts';
import { countedValues } from './numbers.ts';
import { textValues } from './texts.ts';
import type { ValueClass, ValueEntry } from './value-class.ts';

/** Names of the settings whose values are tried. */
export type Valued = keyof typeof countedValues | keyof typeof textValues;

/** All texts that are tried as the value of a setting. */
export const scepValues: Readonly<Record<Valued, ValueClass>> = { ...countedValues, ...textValues };

const uniqueId = uniqueIds[0];

/** How the text of a setting is sent: what titles say of it, and what ids end with. */
const ways = {
  /** Alone in one request, then in the Atomic of another one's enrollment. */
  'alone-elsewhere': { words: 'Add of, and enrollment with,', end: '' },
  /** Alone, and then used by the Exec of the next message. */
  'alone-before': { words: 'Add of, and enrollment with,', end: '' },
  /** In the Atomic of its enrollment, and nowhere else. */
  'in-atomic': { words: 'Enrollment in one Atomic with', end: '/in-atomic' },
} as const;

type Way = keyof typeof ways;

const scopes: readonly Scope[] = ['device', 'user'];

/**
 * The texts of a setting, each as part of an enrollment. Numbers and words are set alone in one request, then in the
 * Atomic of another one's enrollment, which fails as a whole where the device checks at once. Texts are set alone and
 * then used; and each is in the Atomic of an enrollment in a further case, since outside of one a device may refuse
 * any setting, whatever its text. Device and user take turns, so that both meet each of these texts.
 * @param keep which entries belong to the family; the plainest one, their twin, is always there
 */
export function scepValueDrafts(name: Valued, keep: (entry: ValueEntry) => boolean = () => true): Drafts {
  const { entries } = scepValues[name];
  const [plainest] = entries;
  const kept = entries.filter((entry) => entry === plainest || keep(entry));
  const waysOf: readonly Way[] = name in countedValues ? ['alone-elsewhere'] : ['alone-before', 'in-atomic'];
  return ({ pool }) =>
    waysOf.flatMap((way, turn) =>
      kept.map((entry, number) => {
        const scope = scopes[(number + turn) % scopes.length] ?? 'device';
        return draftOf(name, entry, way, scope, pool);
      }),
    );
}

function draftOf(name: Valued, entry: ValueEntry, way: Way, scope: Scope, pool: Pool): Draft {
  const { choice, entries, around = () => ({}) } = scepValues[name];
  const [plainest] = entries;
  const { words, end } = ways[way];
  const base: Enrollment = { ...usualEnrollment, scope, uniqueId };
  const enrollment = changed(base, { ...around(entry.text), [choice]: entry.text });
  const [, format = '', text = ''] = scepSettings(enrollment, pool).find(([one]) => one === name) ?? [];
  const setAlone = (request: string): readonly Command[] => {
    const address = scepAddress(scope, request, 'Install', name);
    return [add(scepAddress(scope, request), 'node'), add(address, format, text), get(address)];
  };
  const sending = (): readonly Part[] => {
    switch (way) {
      case 'alone-elsewhere':
        return [setAlone(uniqueIds[1]), enrollmentCommands(enrollment, pool)];
      case 'alone-before':
        return [
          setAlone(uniqueId),
          enrollmentCommands({ ...enrollment, uniqueIdFirst: false, [choice]: undefined }, pool),
        ];
      case 'in-atomic':
        return [enrollmentCommands(enrollment, pool)];
    }
  };
  return {
    id: `${name}/${entry.id}${end}`,
    title: `${words} ${name} ${shown(entry.text)}.`,
    ...(entry.right
      ? {}
      : {
          faults: [`${name} is ${shown(entry.text)}`],
          twin: `${name}/${plainest.id}${end}`,
        }),
    marks: isAtEdge(nodeById(`SCEP/{UniqueID}/Install/${name}`), text) ? ['boundary'] : [],
    device: scepDeviceFor([enrollment], pool),
    parts: [...sending(), ...settled([enrollment])],
    watched: [],
  };
}

/** A text in quotes, cut where nobody would read on. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
