import type { Pool } from '../../pki/pool.ts';
import type { Scope } from '../../cases/case.ts';
import type { Command, ContainerCommand, TreeCommand } from '../../syncml/message.ts';
import { missingRequest, requestAddress } from '../address.ts';
import { add, atomic, command, get, remove, replace, sequence, withInserted } from '../command.ts';
import { openPfx, pfxOf } from '../fixtures.ts';
import type { Fault } from './fault.ts';

/** The commands of one action of a session, and where they act. */
export interface Rendered {
  readonly scope: Scope;
  readonly uniqueId: string;
  readonly commands: readonly Command[];
  readonly pool: Pool;
}

export type SessionFault = Fault<Rendered>;

/** Commands that a node of PFXCertInstall does not allow, by csp-source.txt and by the DDF. */
const forbidden = [
  ['Replace', 'Status', 'int', '0'],
  ['Add', 'Thumbprint', 'chr', '00'],
  ['Delete', 'KeyLocation'],
  ['Exec', 'PFXCertBlob'],
  ['Delete', 'PFXKeyExportable'],
  ['Exec'],
] as const satisfies readonly (readonly [TreeCommand['kind'], string?, string?, string?])[];

/**
 * Faults of single commands, put into a session beside or among valid ones. To add one: an entry here; the families
 * name the ones they want by id.
 */
export const sessionFaults: readonly SessionFault[] = [
  appending('get-missing', 'a Get asks for what does not exist', 'R-DM-03', ({ scope }) => [
    get(requestAddress(scope, missingRequest, 'KeyLocation')),
  ]),
  appending(
    'get-unknown-node',
    'a Get asks for a node that the CSP does not have',
    'R-DM-03',
    ({ scope, uniqueId }) => [get(requestAddress(scope, uniqueId, 'NoSuchSetting'))],
  ),
  appending('delete-missing', 'a Delete names what does not exist', 'R-DM-03', ({ scope }) => [
    remove(requestAddress(scope, missingRequest)),
  ]),
  appending(
    'verb-not-allowed',
    'a command that the node does not allow',
    'R-DM-04',
    ({ scope, uniqueId }, at) => {
      const [verb, name, format, text] = forbidden[at % forbidden.length] ?? forbidden[0];
      return [
        command(verb, requestAddress(scope, uniqueId, ...(name === undefined ? [] : [name])), format, text),
      ];
    },
  ),
  appending('add-existing-setting', 'an Add of a setting that exists already', 'R-DM-05', ({ scope }) => {
    // On a request of its own, so that the settings of the session's installs stay as they are.
    const address = requestAddress(scope, 'Twice', 'KeyLocation');
    return [add(address, 'int', '3'), add(address, 'int', '3')];
  }),
  // On a request of its own too: what it replaces must not be what another check looks at.
  appending('add-existing-blob', 'an Add of a blob where one exists', 'R-PFX-13', ({ scope, pool }) => {
    const at = (name: string): string => requestAddress(scope, 'Twice', name);
    return [
      add(at('KeyLocation'), 'int', '3'),
      add(at('PFXCertBlob'), 'chr', pfxOf(pool, { ...openPfx, index: 3 })),
      add(at('PFXCertBlob'), 'chr', pfxOf(pool, { ...openPfx, index: 4 })),
    ];
  }),
  appending(
    'replace-missing-blob',
    'a Replace of a blob where there is none',
    'R-PFX-15',
    ({ scope, pool }) => [
      replace(
        requestAddress(scope, missingRequest, 'PFXCertBlob'),
        'chr',
        pfxOf(pool, { ...openPfx, index: 3 }),
      ),
    ],
  ),
  appending('wrong-format', 'a setting with a Format that is not its own', 'R-DM-17', ({ scope }, at) => {
    const format = ['chr', 'bool', 'bin', 'node'][at % 4];
    return [add(requestAddress(scope, 'Misformatted', 'KeyLocation'), format, '3')];
  }),
  {
    id: 'failing-member',
    words: 'a member of an Atomic fails',
    requirement: 'R-DM-08',
    put: (rendered, at) => ({
      ...rendered,
      commands: inContainer(
        rendered.commands,
        'Atomic',
        at,
        remove(requestAddress(rendered.scope, missingRequest)),
      ),
    }),
  },
  {
    id: 'failing-member-of-sequence',
    words: 'a member of a Sequence fails',
    requirement: 'R-DM-13',
    put: (rendered, at) => ({
      ...rendered,
      commands: inContainer(
        rendered.commands,
        'Sequence',
        at,
        get(requestAddress(rendered.scope, missingRequest)),
      ),
    }),
  },
  appending(
    'add-then-replace',
    'Add and then Replace of one node in the same Atomic',
    'R-DM-08',
    ({ scope }) => {
      const address = requestAddress(scope, 'AddedThenReplaced', 'ContainerName');
      return [atomic([add(address, 'chr', 'First'), replace(address, 'chr', 'Second')])];
    },
  ),
];

/** The fault with this id. Throws RangeError where there is none. */
export function sessionFault(id: string): SessionFault {
  const found = sessionFaults.find((fault) => fault.id === id);
  if (found === undefined) throw new RangeError(`no session fault is called ${id}`);
  return found;
}

/** A fault that stands in commands of its own, after those of the action. */
function appending(
  id: string,
  words: string,
  requirement: SessionFault['requirement'],
  commandsFor: (rendered: Rendered, at: number) => readonly Command[],
): SessionFault {
  return {
    id,
    words,
    requirement,
    put: (rendered, at) => ({ ...rendered, commands: [...rendered.commands, ...commandsFor(rendered, at)] }),
  };
}

/** Puts a member into the first container of the kind, at a place counted around; makes one where there is none. */
function inContainer(
  commands: readonly Command[],
  kind: ContainerCommand['kind'],
  at: number,
  member: Command,
): readonly Command[] {
  const existing = commands.findIndex((candidate) => candidate.kind === kind);
  const container = commands[existing];
  if (container?.kind !== 'Atomic' && container?.kind !== 'Sequence') {
    // Gets may not stand in an Atomic (R-DM-10), so they stay outside.
    const movable = commands.filter((candidate) => kind === 'Sequence' || candidate.kind !== 'Get');
    const members = withInserted(movable, at, member);
    const rest = commands.filter((candidate) => !movable.includes(candidate));
    return [...rest, kind === 'Atomic' ? atomic(members) : sequence(members)];
  }
  const changed = { ...container, commands: withInserted(container.commands, at, member) };
  return commands.map((candidate, index) => (index === existing ? changed : candidate));
}
