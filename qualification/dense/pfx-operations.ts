import { requestAddress, type Request } from '../../generators/address.ts';
import { add, atomic, get, remove, replace, sequence } from '../../generators/command.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Command } from '../../syncml/message.ts';
import type { Choices, Weighted } from './choices.ts';
import {
  allContents,
  anySetting,
  blobTextOf,
  mixedSettings,
  plainSettings,
  setting,
  sharedContents,
  type Content,
  type Setting,
} from './pfx-alphabet.ts';

/** What the operations of one session choose from. */
export interface Scene {
  readonly choices: Choices;
  readonly pool: Pool;
  readonly contents: readonly Weighted<Content>[];
  readonly settings: (choices: Choices, pool: Pool) => readonly Setting[];
  /** The Format of each PFXCertBlob. */
  readonly blobFormat: string;
}

type Operation = (request: Request, scene: Scene) => readonly Command[];

const at = ({ prefix, uniqueId }: Request, ...below: readonly string[]): string =>
  requestAddress(prefix, uniqueId, ...below);

const set = (verb: typeof add, request: Request, { name, format, text }: Setting): Command =>
  verb(at(request, name), format, text);

const blobOf = ({ choices, pool, contents, blobFormat }: Scene): Setting => ({
  name: 'PFXCertBlob',
  format: blobFormat,
  text: blobTextOf(pool, choices.weighted(contents)),
});

/** What the tree has no place for, so that the Atomic around it is undone. */
export const failing: Operation = (request) => [add(at(request, 'KeyLocation', 'Deeper'), 'int', '3')];

const installMembers: Operation = (request, scene) => {
  const { choices, pool, settings } = scene;
  const mixed = settings(choices, pool);
  const place = choices.chance(0.9) ? mixed.length : choices.below(mixed.length + 1);
  // Only settings, at times: the blob may follow later.
  const all = mixed.length > 0 && choices.chance(0.05) ? mixed : mixed.toSpliced(place, 0, blobOf(scene));
  return [
    ...(choices.chance(0.5) ? [add(at(request), 'node')] : []),
    ...all.map((one) => set(add, request, one)),
  ];
};

/** Each by the name that flavours know it by. */
export const operations = {
  install: (request, scene) => {
    const members = installMembers(request, scene);
    const wrap = scene.choices.weighted([
      [6, atomic],
      [1, sequence],
      [1, undefined],
    ]);
    return wrap === undefined ? members : [wrap(members)];
  },
  blob: (request, scene) => [set(replace, request, blobOf(scene))],
  delete: (request) => [remove(at(request))],
  setting: (request, { choices, pool }) => [
    set(choices.oneOf([replace, replace, replace, add]), request, anySetting(choices, pool)),
  ],
  'delete-setting': (request, { choices }) => [
    remove(at(request, choices.oneOf(['PFXCertBlob', 'PFXCertPassword', 'KeyLocation', 'PFXKeyExportable']))),
  ],
  'unique-id': (request, { choices }) => [choices.oneOf([add, replace, replace])(at(request), 'node')],
  'delete-all': ({ prefix }) => [remove(requestAddress(prefix, '').replace(/\/$/, ''))],
  read: (request, { choices }) => [
    get(at(request, ...choices.oneOf([['Status'], ['Thumbprint'], ['PFXCertBlob'], ['KeyLocation'], []]))),
  ],
  'password-and-blob': (request, scene) => [
    atomic([
      set(
        replace,
        request,
        setting.password(scene.pool, scene.choices.oneOf<'right' | 'wrong'>(['right', 'wrong'])),
      ),
      set(replace, request, blobOf(scene)),
    ]),
  ],
  'delete-and-install': (request, scene) => [
    atomic([remove(at(request)), ...installMembers(request, scene)]),
  ],
} as const satisfies Record<string, Operation>;

/** What the sessions of one kind are made of. */
export interface Flavour {
  readonly name: string;
  readonly contents: Scene['contents'];
  readonly settings: Scene['settings'];
  readonly operations: readonly Weighted<keyof typeof operations>[];
  /** How often one to three operations come in an Atomic, which fails in two of five. */
  readonly grouped: number;
}

export const flavours: readonly Flavour[] = [
  {
    name: 'sharing certificates',
    contents: sharedContents,
    settings: plainSettings,
    grouped: 0.3,
    operations: [
      [6, 'install'],
      [7, 'blob'],
      [7, 'delete'],
    ],
  },
  {
    name: 'disturbing one another',
    contents: sharedContents,
    settings: plainSettings,
    grouped: 0.1,
    operations: [
      [4, 'install'],
      [5, 'blob'],
      [5, 'delete'],
      [8, 'setting'],
      [4, 'unique-id'],
      [2, 'delete-all'],
      [3, 'password-and-blob'],
      [3, 'delete-and-install'],
    ],
  },
  {
    name: 'mixing settings',
    contents: allContents,
    settings: mixedSettings,
    grouped: 0.3,
    operations: [
      [6, 'install'],
      [5, 'blob'],
      [4, 'delete'],
      [5, 'setting'],
      [1, 'delete-setting'],
      [1, 'unique-id'],
      [1, 'delete-all'],
      [2, 'read'],
    ],
  },
];
