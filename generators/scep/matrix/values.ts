import { nodeById } from '../../../csp/tree.ts';
import { isAtEdge } from '../../../csp/values.ts';
import type { Command } from '../../../syncml/message.ts';
import { uniqueIds } from '../../address.ts';
import { add, get } from '../../command.ts';
import type { Draft } from '../../draft.ts';
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

/**
 * One case for each text of a setting, which is set alone and is part of an enrollment. Numbers and words: set alone in
 * one request, then in the Atomic of another one's enrollment, which fails as a whole where the device checks at once.
 * Texts: set alone, and then used by the Exec of the next message. Device and user take turns.
 * @param keep which entries belong to the family; the plainest one, their twin, is always there
 */
export function scepValueDrafts(name: Valued, keep: (entry: ValueEntry) => boolean = () => true): Drafts {
  const { choice, entries, around = () => ({}) } = scepValues[name];
  const node = nodeById(`SCEP/{UniqueID}/Install/${name}`);
  const [plainest] = entries;
  return ({ pool }) =>
    entries
      .filter((entry) => entry === plainest || keep(entry))
      .map((entry, number): Draft => {
        const scope = number % 2 === 0 ? ('device' as const) : ('user' as const);
        const base: Enrollment = { ...usualEnrollment, scope, uniqueId };
        const enrollment = changed(base, { ...around(entry.text), [choice]: entry.text });
        const [, format = '', text = ''] = scepSettings(enrollment, pool).find(([one]) => one === name) ?? [];
        const setAlone = (request: string): readonly Command[] => {
          const address = scepAddress(scope, request, 'Install', name);
          return [add(scepAddress(scope, request), 'node'), add(address, format, text), get(address)];
        };
        const rest: Enrollment = { ...enrollment, uniqueIdFirst: false, [choice]: undefined };
        return {
          id: `${name}/${entry.id}`,
          title: `Add of, and enrollment with, ${name} ${shown(entry.text)}.`,
          ...(entry.right
            ? {}
            : { faults: [`${name} is ${shown(entry.text)}`], twin: `${name}/${plainest.id}` }),
          marks: isAtEdge(node, text) ? ['boundary'] : [],
          device: scepDeviceFor([enrollment], pool),
          parts: [
            ...(name in countedValues
              ? [setAlone(uniqueIds[1]), enrollmentCommands(enrollment, pool)]
              : [setAlone(uniqueId), enrollmentCommands(rest, pool)]),
            ...settled([enrollment]),
          ],
          watched: [],
        };
      });
}

/** A text in quotes, cut where nobody would read on. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
