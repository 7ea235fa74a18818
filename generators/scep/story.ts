import type { Scope } from '../../cases/case.ts';
import type { EditionId } from '../../csp/editions.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Command } from '../../syncml/message.ts';
import { uniqueIds } from '../address.ts';
import { add, atomic, exec, remove, replace } from '../command.ts';
import type { Draft, Mark, Part } from '../draft.ts';
import type { Drafts } from '../list-family.ts';
import { changed, type EnrollmentChange } from './combinations/change.ts';
import {
  enrollmentCommands,
  scepAddress,
  scepDeviceFor,
  scepServer,
  scepSettings,
  usualEnrollment,
  type Enrollment,
} from './enrollment.ts';
import { lookAfter, settled } from './observing.ts';

/** What a story is about: the enrollments, the device and servers that they need, and what is done. */
export interface Plot {
  /** How its enrollment differs from the usual one. */
  readonly enrollment?: EnrollmentChange;
  /** Further enrollments of the story, which device and servers are made for as well. */
  readonly others?: readonly EnrollmentChange[];
  /** Servers that belong to no enrollment, by the last part of their URLs. */
  readonly servers?: Readonly<Record<string, Enrollment['server']>>;
  /** Windows Hello containers, where they are not those that the enrollments need. */
  readonly helloContainers?: readonly string[];
  /** Where it is not the enrollment, and a look when all is done. */
  readonly parts?: (tools: StoryTools) => readonly Part[];
}

/** What happens around one enrollment, or several. */
export interface Story extends Plot {
  readonly id: string;
  /** A sentence without its full stop; the scope is added to it. */
  readonly title: string;
  readonly alsoAims?: readonly RequirementId[];
  readonly edition?: EditionId;
  /** `both`: told once for the device and once for the user; else stories take turns. */
  readonly scopes?: 'both' | Scope;
  readonly faults?: readonly string[];
  readonly marks?: readonly Mark[];
  /** The twin of a faulty story: how its plot differs. */
  readonly twin?: Plot;
  /** Where another story of the list is the twin already: its id. */
  readonly twinId?: string;
}

/** What stories are told with. */
export interface StoryTools {
  readonly scope: Scope;
  readonly pool: Pool;
  /** The story's enrollment, and all of its enrollments. */
  readonly first: Enrollment;
  readonly all: readonly Enrollment[];
  /** An enrollment that differs from the first one. */
  readonly as: (change: EnrollmentChange) => Enrollment;
  /** Commands of an enrollment: the first one, or one that differs from it. */
  readonly enroll: (change?: EnrollmentChange) => readonly Command[];
  /** LocURI of a node of the first enrollment's request. */
  readonly at: (...below: readonly string[]) => string;
  /** The settings in which an enrollment differs from the first one: Replace, Add or Delete of each. */
  readonly set: (change: EnrollmentChange) => readonly Command[];
  /** A further Exec for the first request, with a challenge anew and with settings changed before it. */
  readonly again: (change?: EnrollmentChange) => readonly Command[];
  /** Waits, and looks at all requests of the story. */
  readonly look: (seconds: number) => readonly Part[];
  /** The last look: after so many seconds, else as soon as nothing will change any more. */
  readonly end: (seconds?: number) => readonly Part[];
}

/** The settings in one message, and the Exec in an Atomic of its own in the next: nothing is wrong with that. */
export function settingsThenExec({ enroll, at, end }: StoryTools): readonly Part[] {
  return [enroll({ enroll: 'absent' }), [atomic([exec(at('Install', 'Enroll'))])], ...end()];
}

/** The request beside the usual one, in stories that have two. */
export const bravo = { uniqueId: uniqueIds[1], subjectName: 'CN=Bravo' } as const satisfies EnrollmentChange;

/** Every story and its twin. Those that do not name a scope take turns. */
export function storyDrafts(stories: readonly Story[]): Drafts {
  return ({ pool }) =>
    stories.flatMap((story, number) => scopesOf(story, number).flatMap((scope) => tell(story, scope, pool)));
}

function scopesOf({ scopes }: Story, number: number): readonly Scope[] {
  if (scopes === 'both') return ['device', 'user'];
  return [scopes ?? (number % 2 === 0 ? 'device' : 'user')];
}

function tell(story: Story, scope: Scope, pool: Pool): readonly Draft[] {
  const { id, title, alsoAims = [], edition, faults = [], marks = [], scopes, twin, twinId } = story;
  const name = (of: string): string => (scopes === 'both' ? `${of}/${scope}` : of);
  const common = { alsoAims, ...(edition === undefined ? {} : { edition }), watched: [] };
  const told: Draft = {
    ...common,
    id: name(id),
    title: `${title} (${scope}).`,
    faults,
    marks,
    ...(twin === undefined && twinId === undefined ? {} : { twin: name(twinId ?? `${id}/twin`) }),
    ...played(story, scope, pool),
  };
  if (twin === undefined) return [told];
  return [
    told,
    {
      ...common,
      id: name(`${id}/twin`),
      title: `${title}, but without the fault (${scope}).`,
      ...played({ ...story, ...twin }, scope, pool),
    },
  ];
}

function played(
  { enrollment = {}, others = [], servers = {}, helloContainers, parts = onlyEnrolling }: Plot,
  scope: Scope,
  pool: Pool,
): Pick<Draft, 'device' | 'parts'> {
  const first = changed({ ...usualEnrollment, scope }, enrollment);
  const all = [first, ...others.map((change) => changed({ ...usualEnrollment, scope }, change))];
  const device = scepDeviceFor(all, pool);
  return {
    device: {
      ...device,
      ...(helloContainers === undefined ? {} : { helloContainers }),
      scepServers: [
        ...(device.scepServers ?? []),
        ...Object.entries(servers).map(([name, script]) => scepServer(name, script, pool)),
      ],
    },
    parts: parts(toolsFor(first, all, pool)),
  };
}

function onlyEnrolling({ enroll, end }: StoryTools): readonly Part[] {
  return [enroll(), ...end()];
}

function toolsFor(first: Enrollment, all: readonly Enrollment[], pool: Pool): StoryTools {
  const as = (change: EnrollmentChange): Enrollment => changed(first, change);
  const at = (...below: readonly string[]): string => scepAddress(first.scope, first.uniqueId, ...below);
  const install = (name: string): string => at('Install', name);
  const set = (change: EnrollmentChange): readonly Command[] => {
    const before = new Map(scepSettings(first, pool).map(([name, , text]) => [name, text]));
    const after = scepSettings(as(change), pool);
    return [
      ...after
        .filter(([name, , text]) => before.get(name) !== text)
        .map(([name, format, text]) => (before.has(name) ? replace : add)(install(name), format, text)),
      ...[...before.keys()]
        .filter((name) => !after.some(([other]) => other === name))
        .map((name) => remove(install(name))),
    ];
  };
  return {
    scope: first.scope,
    pool,
    first,
    all,
    as,
    enroll: (change = {}) => enrollmentCommands(as(change), pool),
    at,
    set,
    again: (change = {}) => {
      const { challenge = usualEnrollment.challenge } = change;
      return [
        // Whether the node has gone or is empty: after a Delete it can be added.
        remove(install('Challenge')),
        atomic([
          ...set({ ...change, challenge: first.challenge }),
          add(install('Challenge'), 'chr', challenge),
          exec(install('Enroll')),
        ]),
      ];
    },
    look: (seconds) => lookAfter(seconds, all),
    end: (seconds) => settled(all, seconds),
  };
}
