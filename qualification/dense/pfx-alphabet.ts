import type { KeyedCertificate, StoredCertificate } from '../../cases/case.ts';
import {
  keyedCertificateOf,
  pfxOf,
  sealedPassword,
  usualPfx,
  wrongPassword,
  type PfxFixture,
  type Recipient,
} from '../../generators/fixtures.ts';
import { helloContainer } from '../../generators/install.ts';
import type { Request } from '../../generators/address.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Choices, Weighted } from './choices.ts';

/** Few files, of few certificates: sessions are dense where many UniqueIDs hold the same ones. */
const first: PfxFixture = { ...usualPfx, keyKind: 'ec-p256' };

const fixtures = {
  first,
  second: { ...first, index: 1 },
  keyless: { ...first, content: 'certificates-only' },
  'keys-only': { ...first, content: 'keys-only' },
  two: { ...first, several: 2 },
  chain: { ...first, chain: true },
  rsa: usualPfx,
  open: { ...first, password: null },
  'empty-password': { ...first, password: '' },
  damaged: { ...first, damage: 'truncated' },
} as const satisfies Record<string, PfxFixture>;

/** What PFXCertBlob holds; `no-pfx` is base64 of something else. */
export type Content = keyof typeof fixtures | 'no-pfx';

/** Files that share certificates, and one that fails. */
export const sharedContents: readonly Weighted<Content>[] = [
  [3, 'first'],
  [1, 'second'],
  [1, 'keyless'],
  [1, 'two'],
  [1, 'chain'],
  [1, 'no-pfx'],
];

/** Files of all forms. */
export const allContents: readonly Weighted<Content>[] = [
  ...sharedContents,
  [1, 'keys-only'],
  [1, 'rsa'],
  [1, 'open'],
  [1, 'empty-password'],
  [1, 'damaged'],
];

/** The text of PFXCertBlob. */
export function blobTextOf(pool: Pool, content: Content): string {
  return content === 'no-pfx' ? 'AAAA' : pfxOf(pool, fixtures[content]);
}

/** What PFXCertPassword holds: in the clear, or the right one sealed for somebody. */
export type Password = 'right' | 'wrong' | 'empty' | Recipient;

function passwordTextOf(pool: Pool, password: Password): string {
  const { password: right } = first;
  switch (password) {
    case 'right':
      return right ?? '';
    case 'wrong':
      return wrongPassword;
    case 'empty':
      return '';
    case 'mdm':
    case 'custom':
    case 'stranger':
      return sealedPassword(pool, right ?? '', password);
  }
}

/** One value of one setting. */
export interface Setting {
  readonly name: string;
  readonly format: string;
  readonly text: string;
}

export const setting = {
  location: (value: number): Setting => ({ name: 'KeyLocation', format: 'int', text: String(value) }),
  container: (text: string): Setting => ({ name: 'ContainerName', format: 'chr', text }),
  exportable: (value: boolean): Setting => ({
    name: 'PFXKeyExportable',
    format: 'bool',
    text: String(value),
  }),
  password: (pool: Pool, value: Password): Setting => ({
    name: 'PFXCertPassword',
    format: 'chr',
    text: passwordTextOf(pool, value),
  }),
  encryptionType: (value: number): Setting => ({
    name: 'PFXCertPasswordEncryptionType',
    format: 'int',
    text: String(value),
  }),
  encryptionStore: (text: string): Setting => ({
    name: 'PFXCertPasswordEncryptionStore',
    format: 'chr',
    text,
  }),
} as const;

/** The settings of an install that nothing is wrong with, wherever the key goes. */
export function plainSettings(choices: Choices, pool: Pool): readonly Setting[] {
  return [
    setting.location(choices.oneOf([3, 3, 1, 2])),
    setting.exportable(false),
    setting.password(pool, 'right'),
  ];
}

/** Settings as they come, some of which make no sense together. */
export function mixedSettings(choices: Choices, pool: Pool): readonly Setting[] {
  const { chance, oneOf } = choices;
  const location = oneOf([3, 3, 3, 1, 2, 4, 4, undefined]);
  const settings: Setting[] = location === undefined ? [] : [setting.location(location)];
  if (location === 4 ? chance(0.8) : chance(0.05)) {
    settings.push(setting.container(oneOf([helloContainer, helloContainer, 'None', ''])));
  }
  if (chance(0.5)) settings.push(setting.exportable(chance(0.5)));
  if (chance(0.7)) {
    settings.push(setting.password(pool, chance(0.85) ? 'right' : oneOf(['wrong', 'empty'])));
  } else if (chance(0.6)) {
    const type = oneOf([1, 2, 2, 0]);
    settings.push(
      setting.password(pool, oneOf(['mdm', 'custom', 'stranger', 'right'])),
      setting.encryptionType(type),
    );
    if (chance(type === 2 ? 0.8 : 0.1))
      settings.push(setting.encryptionStore(oneOf(['My', 'My', 'CA', 'Root'])));
  }
  return settings;
}

/** One setting by itself, for a request that has others already. */
export function anySetting({ oneOf, chance }: Choices, pool: Pool): Setting {
  return oneOf([
    setting.password(pool, oneOf(['right', 'wrong', 'custom'])),
    setting.location(oneOf([1, 2, 3, 4])),
    setting.exportable(chance(0.5)),
    setting.container(oneOf([helloContainer, 'None'])),
    setting.encryptionType(oneOf([0, 1, 2])),
    setting.encryptionStore('My'),
  ]);
}

/** Few UniqueIDs, in both scopes: every set that sessions are about. */
export const requestSets: readonly (readonly Request[])[] = setsOf(
  ['device Alpha'],
  ['user Alpha'],
  ['device Alpha', 'device Bravo'],
  ['device Alpha', 'user Alpha'],
  ['user Alpha', 'user Bravo'],
  ['device Alpha', 'device Bravo', 'user Alpha'],
  ['device Alpha', 'user Alpha', 'user Bravo'],
  ['device Alpha', 'device Bravo', 'user Alpha', 'user Bravo'],
);

type RequestName = `${'device' | 'user'} ${'Alpha' | 'Bravo'}`;

function setsOf(...sets: readonly (readonly RequestName[])[]): readonly (readonly Request[])[] {
  return sets.map((names) =>
    names.map((name) => ({
      prefix: name.startsWith('user') ? 'user' : 'device',
      uniqueId: name.endsWith('Alpha') ? 'Alpha' : 'Bravo',
    })),
  );
}

/** What every device of these sessions has: certificates for both encryption types and a container. */
export function deviceWith(pool: Pool): {
  readonly mdmCertificate: KeyedCertificate;
  readonly certificates: readonly StoredCertificate[];
  readonly helloContainers: readonly string[];
} {
  return {
    mdmCertificate: keyedCertificateOf(pool, 'mdm'),
    certificates: [{ ...keyedCertificateOf(pool, 'custom'), scope: 'device', store: 'My' }],
    helloContainers: [helloContainer],
  };
}
