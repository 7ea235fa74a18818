import type { PfxFixture } from '../fixtures.ts';
import { usualPfx } from '../fixtures.ts';
import { installDraft } from '../install-draft.ts';
import { usualInstall, type Install } from '../install.ts';
import type { Drafts } from '../list-family.ts';

const legacy = { protection: '3des-sha1' } as const;

/**
 * The forms of PFX files that are met in practice: each kind of key, each protection, each kind of password, what a
 * file can hold, and the iterations that exporters use. To add one: an entry here.
 */
export const pfxForms: Readonly<Record<string, PfxFixture>> = {
  usual: usualPfx,
  'rsa-1024': { ...usualPfx, keyKind: 'rsa-1024' },
  'rsa-4096': { ...usualPfx, keyKind: 'rsa-4096' },
  'ec-p256': { ...usualPfx, keyKind: 'ec-p256' },
  'ec-p384': { ...usualPfx, keyKind: 'ec-p384' },
  // What older exporters write, and Windows itself until 1709: 3DES or RC2-40 with SHA-1.
  '3des': { ...usualPfx, ...legacy },
  'rc2-40': { ...usualPfx, protection: 'rc2-40-sha1' },
  // PKCS#12 allows each part to be left out: encryption, MAC, both.
  'mac-only': { ...usualPfx, protection: 'none' },
  'no-password': { ...usualPfx, protection: 'none', password: null },
  'empty-password': { ...usualPfx, password: '' },
  'empty-password-3des': { ...usualPfx, ...legacy, password: '' },
  // Passwords travel as UTF-8 in SyncML, as BMPString into the key derivation of PKCS#12.
  'unicode-password': { ...usualPfx, password: 'Pässwörd-密-1' },
  'unicode-password-3des': { ...usualPfx, ...legacy, password: 'Pässwörd-密-1' },
  // These two break where a payload is put together from text, or trimmed on its way.
  'password-of-xml-characters': { ...usualPfx, password: `<&>"'` },
  'blanks-around-password': { ...usualPfx, password: ' Secret-1 ' },
  // Several certificates: which one is the installed one, and what becomes of the others.
  chain: { ...usualPfx, chain: true },
  'several-identities': { ...usualPfx, several: 2 },
  'several-with-chain': { ...usualPfx, ...legacy, several: 3, chain: true },
  'friendly-name': { ...usualPfx, friendlyName: 'Wi-Fi of the office' },
  // What exporters really use; all others have few, to be quick.
  'many-iterations': { ...usualPfx, iterations: 2048 },
  'many-iterations-3des': { ...usualPfx, ...legacy, iterations: 2048 },
  // Longer than buffers that somebody found long enough.
  'long-password': { ...usualPfx, password: 'Secret-1 '.repeat(9) },
};

/** Files that are no good: their import fails, or at least has nothing whole to import. */
export const poorPfxForms: Readonly<Record<string, PfxFixture>> = {
  truncated: { ...usualPfx, damage: 'truncated' },
  'bit-flipped': { ...usualPfx, damage: 'bit-flipped' },
  'wrong-mac': { ...usualPfx, damage: 'wrong-mac' },
  'unknown-mac': { ...usualPfx, damage: 'unknown-mac' },
  'not-der': { ...usualPfx, damage: 'not-der' },
  empty: { ...usualPfx, damage: 'empty' },
  'certificates-only': { ...usualPfx, content: 'certificates-only' },
  'keys-only': { ...usualPfx, content: 'keys-only' },
};

const passwords: readonly Install['password'][] = ['right', 'wrong', 'empty', 'absent'];

/** Every form with every state of the password. Device and user take turns. */
export const passwordDrafts: Drafts = (laboratory) =>
  Object.entries(pfxForms).flatMap(([name, pfx], number) =>
    passwords.map((password) =>
      installDraft(
        laboratory,
        `${name}/password-${password}`,
        { ...usualInstall, scope: number % 2 === 0 ? 'device' : 'user', pfx, password },
        { twin: `${name}/password-right` },
      ),
    ),
  );

/** Every form of a poor file, for device and user, with its password. */
export const poorPfxDrafts: Drafts = (laboratory) =>
  Object.entries({ usual: usualPfx, ...poorPfxForms }).flatMap(([name, pfx]) =>
    (['device', 'user'] as const).map((scope) =>
      installDraft(
        laboratory,
        `${name}/${scope}`,
        { ...usualInstall, scope, pfx },
        { twin: `usual/${scope}` },
      ),
    ),
  );
