import type { Note } from './note.ts';
import { pfxNotes } from './notes/pfx.ts';
import { pfxSettingsNotes } from './notes/pfx-settings.ts';
import { scepNotes } from './notes/scep.ts';
import { valueNotes } from './notes/values.ts';

/** Mutants that were looked at one by one, and that no case can kill. One of them that is gone fails the tests. */
export const notes: readonly Note[] = [
  {
    file: 'simulator/csp/values.ts',
    line: /\.exec\((bare|name)\) \?\? \[\];$/,
    original: '[]',
    because: 'equivalent',
    reason: 'the whole match, which comes first in the list, is not looked at',
  },
  {
    file: 'simulator/csp/pfx-file.ts',
    line: 'if (error instanceof PfxError) return error.reason;',
    replacement: 'true',
    because: 'equivalent',
    reason: 'openPfx throws nothing else',
  },
  {
    file: 'simulator/csp/pfx-password.ts',
    line: 'if (error instanceof EnvelopedError) return undecrypted;',
    replacement: 'true',
    because: 'equivalent',
    reason: 'decryptEnveloped throws nothing else',
  },
  {
    file: 'simulator/csp/pfx-placement.ts',
    line: "...(provider === 'hello' && container !== undefined ? { container } : {}),",
    original: 'container !== undefined',
    replacement: 'true',
    because: 'equivalent',
    reason: 'an install into Windows Hello without ContainerName has failed before (R-PFX-10)',
  },
  {
    file: 'simulator/csp/provider.ts',
    line: 'if (part !== undefined && place.definition.dynamic) part.half.removed(part.request);',
    original: 'part !== undefined',
    replacement: 'true',
    because: 'equivalent',
    reason: 'the node of a request is always part of one',
  },
  {
    file: 'simulator/csp/scep-outbox.ts',
    line: 'client?.forget(message.key, message.what);',
    original: 'client?.forget',
    because: 'equivalent',
    reason: 'without a client nothing is put into the outbox',
  },
  {
    file: 'simulator/csp/pfx-file.ts',
    line: 'const hasCertificate = hasKey || contents.certificates.length > 0;',
    original: 'contents.certificates.length > 0',
    because: 'admitted',
    reason: 'which error a PFX without a key leaves in Status is not said, only that it is one (R-PFX-23)',
  },
  ...[
    'function changeEnrollment(name: string, text: string, install: InstallRequest): void {',
    'const before = state.accepted.get(install.key)?.request;',
    'if (before === undefined || !isUnderWay(install.key)) return;',
    "if (changed.kind === 'request') begin(changed.request, install);",
    "if (client?.reaches?.(enrollment.request) === false) return 'trigger-failed';",
    'function withLateSettings(request: EnrollmentRequest, install: InstallRequest): EnrollmentRequest {',
    'const late = [...settingsNow(install)].filter(([name]) => rules.readsLate.has(name));',
    'const read = readEnrollment(new Map([...request.settings, ...late]), install, rules);',
    "return read.kind === 'request' ? read.request : request;",
    "case 'kept':",
  ].map((line): Note => ({
    file: 'simulator/csp/scep.ts',
    line,
    because: 'faults-only',
    reason: 'no right device reads settings late, keeps a challenge or waits for a server in Exec',
  })),
  ...pfxNotes,
  ...pfxSettingsNotes,
  ...scepNotes,
  ...valueNotes,
];
