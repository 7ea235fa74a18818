import type { Pool } from '../pki/pool.ts';
import type { Command, Message, TreeCommand } from '../syncml/message.ts';
import { fixtureOf, usualPfx } from './fixtures.ts';
import { passwordText, settingsOf, usualInstall, type Install } from './install.ts';

const passwords = ['right', 'wrong', 'empty', 'absent'] as const;
const recipients = ['as-type', 'nobody', 'mdm', 'custom', 'stranger'] as const;
const positions = ['last', 'before-last', 'first'] as const;

/**
 * The installs that a message makes, as the choices that they come from. Different choices may come to the same
 * payload, such as no password and the right one for a file that has none; all of them are returned.
 * @returns for each install its readings
 */
export function installsIn(message: Message, tpm: boolean, pool: Pool): readonly (readonly Install[])[] {
  const groups = [
    { wrapping: 'bare' as const, commands: message.commands },
    ...message.commands.flatMap((command) =>
      command.kind === 'Atomic' ? [{ wrapping: 'atomic' as const, commands: command.commands }] : [],
    ),
  ];
  return groups.flatMap(({ wrapping, commands }) =>
    [...byRequest(commands).values()].flatMap((adds) => {
      const readings = readingsOf(adds, { ...usualInstall, tpm, wrapping }, pool);
      return readings.length === 0 ? [] : [readings];
    }),
  );
}

interface Setting {
  readonly scope: Install['scope'];
  readonly uniqueId: string;
  /** '' for the request itself. */
  readonly name: string;
  readonly format: string;
  readonly text: string;
}

/** The Adds below each request, in their order. */
function byRequest(commands: readonly Command[]): ReadonlyMap<string, readonly Setting[]> {
  const requests = new Map<string, Setting[]>();
  for (const command of commands) {
    const setting = command.kind === 'Add' ? settingIn(command) : undefined;
    if (setting === undefined) continue;
    const key = `${setting.scope}/${setting.uniqueId}`;
    requests.set(key, [...(requests.get(key) ?? []), setting]);
  }
  return requests;
}

function settingIn({ items }: TreeCommand): Setting | undefined {
  const [item] = items;
  const address = /^\.\/(Device|User)\/.*\/PFXCertInstall\/([^/]+)(?:\/([^/]+))?$/.exec(
    item?.target?.locUri ?? '',
  );
  if (address === null) return undefined;
  const [, root, uniqueId = '', name = ''] = address;
  return {
    scope: root === 'User' ? 'user' : 'device',
    uniqueId,
    name,
    format: item?.meta?.format ?? '',
    text: item?.data?.text ?? '',
  };
}

function readingsOf(settings: readonly Setting[], base: Install, pool: Pool): readonly Install[] {
  const textOf = (name: string): string | undefined =>
    settings.find((setting) => setting.name === name)?.text;
  const blob = settings.find(({ name }) => name === 'PFXCertBlob');
  if (blob === undefined) return [];
  const pfx = fixtureOf(pool, blob.text);
  const known: Install = {
    ...base,
    scope: blob.scope,
    uniqueId: blob.uniqueId,
    pfx: pfx ?? usualPfx,
    blobText: pfx === undefined ? 'not-base64' : 'base64',
    blobFormat: formatOf(blob),
    keyLocation: textOf('KeyLocation'),
    containerName: textOf('ContainerName'),
    exportable: textOf('PFXKeyExportable'),
    encryptionType: textOf('PFXCertPasswordEncryptionType'),
    encryptionStore: textOf('PFXCertPasswordEncryptionStore'),
    uniqueIdFirst: settings[0]?.name === '',
  };
  const sent = textOf('PFXCertPassword');
  const order = settings.map(({ name }) => name).join();
  return passwords
    .flatMap((password) => recipients.map((sealedFor) => ({ ...known, password, sealedFor })))
    .filter((install) => passwordText(install, pool) === sent)
    .flatMap((install) => positions.map((blobPosition) => ({ ...install, blobPosition })))
    .filter((install) => namesOf(install, pool) === order);
}

function formatOf({ format }: Setting): Install['blobFormat'] {
  return format === 'b64' || format === 'bin' ? format : 'chr';
}

/** Names of the nodes that an install sets, in its order. */
function namesOf(install: Install, pool: Pool): string {
  return settingsOf(install, pool)
    .map(({ items }) => items[0]?.target?.locUri.split('/PFXCertInstall/')[1]?.split('/')[1] ?? '')
    .join();
}
