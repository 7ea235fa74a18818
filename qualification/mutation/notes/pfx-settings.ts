import type { Note } from '../note.ts';
import { about } from './about.ts';

const onlyFailure = 'only `failure` is ever asked for, so that any other kind will do';
const noStore =
  'without the name of a store no key is found to decrypt with, and the install fails too (R-PFX-19)';

/** Parameters and password of a PFX install. */
export const pfxSettingsNotes: readonly Note[] = [
  ...about(
    'simulator/csp/pfx-parameters.ts',
    'admitted',
    'the install fails in any case; that a pair is found early whichever half comes last is not said (A-04)',
    [
      {
        line: "const pair: ReadonlySet<string> = new Set(['KeyLocation', 'PFXKeyExportable']);",
        original: "'KeyLocation'",
      },
    ],
  ),
  ...about('simulator/csp/pfx-settings.ts', 'equivalent', onlyFailure, [
    { line: "kind: 'settings',", original: "'settings'" },
  ]),
  ...about('simulator/csp/pfx-settings.ts', 'equivalent', 'neither text is an int, or a bool', [
    {
      line: "const int = (name: string): number | undefined => rules.readInt(texts.get(name) ?? '');",
      original: "''",
    },
    { line: "exportable: rules.readBool(texts.get('PFXKeyExportable') ?? ''),", original: "''" },
  ]),
  ...about(
    'simulator/csp/pfx-settings.ts',
    'equivalent',
    'a property that is absent and one that is undefined are read alike',
    [
      {
        line: '...(container === undefined ? {} : { container }),',
        original: 'container === undefined',
        replacement: 'false',
      },
      {
        line: '...(encryptionStore === undefined ? {} : { encryptionStore }),',
        original: 'encryptionStore === undefined',
        replacement: 'false',
      },
      {
        line: '...(password === undefined ? {} : { password }),',
        original: 'password === undefined',
        replacement: 'false',
      },
    ],
  ),
  ...about('simulator/csp/pfx-settings.ts', 'admitted', noStore, [
    {
      line: 'needsEncryptionStore: (encryptionType) => encryptionType === 2,',
      original: '(encryptionType) => encryptionType === 2',
    },
    {
      line: 'needsEncryptionStore: (encryptionType) => encryptionType === 2,',
      original: 'encryptionType === 2',
      replacement: 'false',
    },
    {
      line: 'if (rules.needsEncryptionStore(encryptionType) && isBlank(encryptionStore))',
      original: 'rules.needsEncryptionStore(encryptionType) && isBlank(encryptionStore)',
      replacement: 'false',
    },
  ]),
  ...about(
    'simulator/csp/pfx-settings.ts',
    'admitted',
    'without a name no container and no store is found, so that the install fails too; which error shows is not said',
    [
      { line: "return text === undefined || text === '';", original: "text === ''", replacement: 'false' },
      { line: "return text === undefined || text === '';", original: "''" },
    ],
  ),
  ...about('simulator/csp/pfx-parameters.ts', 'equivalent', 'neither text is an int, or a bool', [
    { line: "const location = rules.readInt(texts.get('KeyLocation') ?? '');", original: "''" },
    { line: "const exportable = rules.readBool(texts.get('PFXKeyExportable') ?? '');", original: "''" },
  ]),
  ...about(
    'simulator/csp/pfx-reading.ts',
    'admitted',
    'some other text in place of the password is `masked` (A-22)',
    [{ line: "return '';", original: "''" }],
  ),
  ...about(
    'simulator/csp/pfx-reading.ts',
    'admitted',
    'what Thumbprint shows without a certificate is no thumbprint (A-39)',
    [
      {
        line: "thumbprintBefore: answers['A-39/Thumbprint'] === 'present' ? '' : undefined,",
        original: "''",
      },
    ],
  ),
  ...about('simulator/csp/pfx-password.ts', 'equivalent', onlyFailure, [
    {
      line: "if (text === undefined || keys === undefined) return { kind: 'password', text };",
      original: "'password'",
    },
    {
      line: "return { kind: 'password', text: new TextDecoder().decode(plain) };",
      original: "'password'",
    },
  ]),
  ...about(
    'simulator/csp/pfx-password.ts',
    'equivalent',
    'an install without the name has failed before (R-PFX-19)',
    [{ line: "return keys.inStore(scope, settings.encryptionStore ?? '');", original: "''" }],
  ),
  ...about('simulator/csp/pfx-password.ts', 'equivalent', 'what has no end returns undefined, too', [
    { line: 'default:', replacement: 'default:' },
  ]),
];
