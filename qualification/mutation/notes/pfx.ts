import type { Note } from '../note.ts';
import { about } from './about.ts';

const onlyFailure = 'only `failure` is ever asked for, so that any other kind will do';
const absent = 'a property that is absent and one that is undefined are read alike';
const hasKeys = 'const hasKeys = all.some(({ pkcs8 }) => pkcs8 !== undefined);';
const issuedAnother =
  'const issuedAnother = all.some((other) => other !== one && other.description.issuer === subject);';

/** PFXCertInstall: the half itself, the file, the key and the stores. */
export const pfxNotes: readonly Note[] = [
  ...about('simulator/csp/pfx.ts', 'equivalent', 'settings are read only of a request that is there', [
    {
      line: 'const children = tree.find(request.scope, request.steps)?.children ?? new Map<string, { text: string }>();',
      original: 'tree.find(request.scope, request.steps)?.children',
    },
  ]),
  ...about('simulator/csp/pfx.ts', 'equivalent', absent, [
    {
      line: 'setInstall(request, thumbprint === undefined ? install : { ...install, thumbprint });',
      original: 'thumbprint === undefined',
      replacement: 'false',
    },
  ]),
  ...about(
    'simulator/csp/pfx.ts',
    'faults-only',
    'every right device takes away what is replaced or deleted, and forgets it',
    [
      {
        line: "if (rules.takesAway('Replace', request)) stores.release(request.key, rules.sharedWithReplaced);",
        original: "rules.takesAway('Replace', request)",
        replacement: 'true',
      },
      {
        line: "if (rules.takesAway('Replace', request)) stores.release(request.key, rules.sharedWithReplaced);",
        original: "'Replace'",
      },
      {
        line: "if (rules.takesAway('Delete', request)) stores.release(request.key, rules.sharedCertificates);",
        original: "rules.takesAway('Delete', request)",
        replacement: 'true',
      },
      {
        line: "if (rules.takesAway('Delete', request)) stores.release(request.key, rules.sharedCertificates);",
        original: "'Delete'",
      },
      {
        line: 'if (rules.forgetsDeleted) installs.delete(request.key);',
        original: 'rules.forgetsDeleted',
        replacement: 'true',
      },
    ],
  ),
  ...about(
    'simulator/csp/pfx.ts',
    'equivalent',
    'no node below PFXCertInstall has the verb Exec, and the engine sees to that first',
    [{ line: "execute: () => ({ kind: 'refused', refusal: 'exec-not-allowed' })," }],
  ),
  ...about(
    'simulator/csp/pfx.ts',
    'admitted',
    'both imports of a blob that is set twice in an Atomic read the last values; which member is blamed is not said',
    [
      {
        line: 'const others = state.deferred.filter((waiting) => waiting.request.key !== request.key);',
        replacement: 'state.deferred',
      },
      {
        line: 'const others = state.deferred.filter((waiting) => waiting.request.key !== request.key);',
        original: 'waiting.request.key !== request.key',
        replacement: 'true',
      },
    ],
  ),
  ...about(
    'simulator/csp/pfx.ts',
    'admitted',
    'whether a parameter may be set after an install that failed is not said: A-65 is about one that is done',
    [
      {
        line: 'setInstall(request, { installed: false, ...before, error: failure.error });',
        original: 'false',
      },
      { line: 'setInstall(request, { installed: false, error: failure.error });', original: 'false' },
    ],
  ),
  ...about(
    'simulator/csp/pfx.ts',
    'faults-only',
    'no right device begins an import at another node than the blob',
    [{ line: 'return fault === undefined && starts ? trigger(request, context) : fault;' }],
  ),
  ...about(
    'simulator/csp/pfx-lifecycle.ts',
    'admitted',
    'whether version 1511 still has the fault that csp-source.txt, Note, tells of is let pass, both ways (A-62)',
    [
      {
        line: /^const isVersion1511 =/,
        original: "isAtLeast(edition, '10.0.10586') && !isAtLeast(edition, '10.0.14393')",
        replacement: 'false',
      },
      { line: /^const isVersion1511 =/, original: "'10.0.14393'" },
    ],
  ),
  ...about(
    'simulator/csp/pfx-file.ts',
    'admitted',
    'whether an empty password counts as one that is not needed is let pass, both ways (A-53)',
    [
      {
        line: "const unneeded = contents.passwordKind === 'none' && password !== undefined && password !== '';",
        replacement: "password === ''",
      },
    ],
  ),
  ...about(
    'simulator/csp/pfx-placement.ts',
    'admitted',
    'what becomes of a PFX with no key, or with several of which the TPM takes some, is not said (A-09, A-25)',
    [{ line: /^const tpmTakesKey =/, replacement: 'keyed.every(one => rules.tpmTakes(keyShape(one)))' }],
  ),
  ...about(
    'simulator/csp/pfx.ts',
    'admitted',
    'a blob can not be deleted alone, so that its Add fails; which member of the Atomic shows it is open (A-34)',
    [
      { line: /^\(member\?\.verb === 'Add'/, original: "member?.verb === 'Add'", replacement: 'false' },
      { line: /^\(member\?\.verb === 'Add'/, original: "'Add'" },
    ],
  ),
  ...about('simulator/csp/pfx-lifecycle.ts', 'equivalent', 'whatever is not `stay` lets the certificate go', [
    { line: "sharedCertificates: answers['A-27'] === 'stays' ? 'stay' : 'go',", original: "'go'" },
    { line: "sharedWithReplaced: answers['A-71'] === 'stays' ? 'stay' : 'go',", original: "'go'" },
  ]),
  ...about(
    'simulator/csp/pfx-file.ts',
    'equivalent',
    'a file that can not be read fails alike with the next password',
    [{ line: "if (reason !== 'password') break;", original: "reason !== 'password'", replacement: 'false' }],
  ),
  ...about(
    'simulator/csp/pfx-file.ts',
    'admitted',
    'whether an empty PFXCertPassword is a password that is not needed is not said (A-53)',
    [
      {
        line: "const unneeded = contents.passwordKind === 'none' && password !== undefined && password !== '';",
        original: "password !== ''",
        replacement: 'true',
      },
      {
        line: "const unneeded = contents.passwordKind === 'none' && password !== undefined && password !== '';",
        original: "''",
      },
    ],
  ),
  ...about('simulator/csp/pfx-placement.ts', 'equivalent', onlyFailure, [
    { line: "? { kind: 'import', certificates }", original: "'import'" },
    { line: ": { kind: 'import', certificates, thumbprint };", original: "'import'" },
    { line: "kind: 'placed',", original: "'placed'" },
  ]),
  ...about('simulator/csp/pfx-placement.ts', 'equivalent', absent, [
    { line: 'return thumbprint === undefined', original: 'thumbprint === undefined', replacement: 'false' },
  ]),
  ...about('simulator/csp/pfx-placement.ts', 'admitted', 'a certificate without a key has none to export', [
    { line: 'exportable: false,', original: 'false' },
  ]),
  ...about(
    'simulator/csp/pfx-placement.ts',
    'admitted',
    'which container a key outside Windows Hello is in is not said, and no store shows it',
    [
      {
        line: "...(provider === 'hello' && container !== undefined ? { container } : {}),",
        original: "provider === 'hello' && container !== undefined",
        replacement: 'true',
      },
      {
        line: "...(provider === 'hello' && container !== undefined ? { container } : {}),",
        replacement: "provider === 'hello' || container !== undefined",
      },
      {
        line: "...(provider === 'hello' && container !== undefined ? { container } : {}),",
        original: "provider === 'hello'",
        replacement: 'true',
      },
    ],
  ),
  ...about('simulator/csp/key-placement.ts', 'equivalent', onlyFailure, [
    { line: "return { kind: 'placed', provider };", original: "'placed'" },
  ]),
  ...about('simulator/csp/pfx-file.ts', 'equivalent', onlyFailure, [
    { line: "return { kind: 'opened', contents };", original: "'opened'" },
  ]),
  ...about(
    'simulator/csp/pfx-file.ts',
    'equivalent',
    'at least one password is tried, which sets the reason',
    [{ line: "let reason: PfxErrorReason = 'password';", original: "'password'" }],
  ),
  ...about(
    'simulator/csp/pfx-install.ts',
    'equivalent',
    'it is the blob that begins an import, so it is there',
    [
      {
        line: "const opened = openBlob(texts.get('PFXCertBlob') ?? '', password.text, rules);",
        original: "''",
      },
    ],
  ),
  ...about(
    'simulator/csp/pfx-content.ts',
    'admitted',
    'which store a certificate without a key goes to, and which of them Thumbprint shows, is not said',
    [
      {
        line: 'certificates.find(({ pkcs8 }) => pkcs8 !== undefined) ??',
        original: 'pkcs8 !== undefined',
        replacement: 'true',
      },
      {
        line: "certificates.find((one) => storeOfKeyless(one, certificates) === 'My');",
        original: "storeOfKeyless(one, certificates) === 'My'",
        replacement: 'true',
      },
      { line: hasKeys, original: 'all.some(({ pkcs8 }) => pkcs8 !== undefined)' },
      { line: hasKeys, replacement: '() => undefined' },
      { line: hasKeys, original: 'pkcs8 !== undefined', replacement: 'false' },
      {
        line: issuedAnother,
        replacement: 'all.every(other => other !== one && other.description.issuer === subject)',
      },
      { line: issuedAnother, replacement: '() => undefined' },
      {
        line: issuedAnother,
        original: 'other !== one && other.description.issuer === subject',
        replacement: 'false',
      },
      {
        line: "if (!hasKeys && !issuedAnother) return 'My';",
        original: '!hasKeys && !issuedAnother',
        replacement: 'true',
      },
      {
        line: "if (!hasKeys && !issuedAnother) return 'My';",
        replacement: '!hasKeys || !issuedAnother',
      },
      { line: "return subject === issuer ? 'Root' : 'CA';" },
    ],
  ),
  ...about(
    'simulator/csp/pfx-install.ts',
    'equivalent',
    'an install into Windows Hello without ContainerName has failed before (R-PFX-10)',
    [{ line: /^if \(needsContainer && !helloContainers\.has/, original: "''" }],
  ),
  ...about(
    'simulator/csp/pfx-file.ts',
    'admitted',
    'only a file that takes hours to open is beyond the limits, and no case sends one to a device',
    [{ line: "limit: 'ERROR_INVALID_DATA',", original: "'ERROR_INVALID_DATA'" }],
  ),
  ...about('simulator/csp/pfx.ts', 'equivalent', 'what a rehearsal leaves behind is taken back', [
    { line: 'if (context.rehearsal) return undefined;', original: 'context.rehearsal', replacement: 'false' },
  ]),
  ...about('simulator/csp/pfx.ts', 'equivalent', 'a text has neither a verb nor places', [
    { line: 'const members = context?.members ?? [];', original: '[]' },
  ]),
  ...about('simulator/csp/pfx.ts', 'equivalent', 'a blob always stands below a request', [
    { line: /^\(place\) => place\.definition\.id === blobId/, original: 'installRequestOf(place)?.key' },
  ]),
  ...about('simulator/csp/pfx.ts', 'admitted', 'what stands in other stores than My is let pass', [
    {
      line: /^if \(certificate\.store === 'My'\) stores\.install/,
      original: "certificate.store === 'My'",
      replacement: 'true',
    },
  ]),
  ...about('simulator/csp/exportability.ts', 'admitted', 'it is what the other answer to A-12 comes to', [
    {
      line: "if (wanted === undefined) return answers['A-12'] === 'exportable';",
      original: 'wanted === undefined',
      replacement: 'false',
    },
  ]),
  ...about(
    'simulator/csp/exportability.ts',
    'equivalent',
    'a switch that is left without a value says no, too',
    [{ line: "case 'ignored':" }],
  ),
];
