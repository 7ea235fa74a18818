import type { Note } from '../note.ts';
import { about } from './about.ts';

const waits = "if (enrollment.kind === 'request' && rules.execWaitsForServer) {";
const isRehearsed = "if (context?.rehearsal === true || timing === 'never') return accepted;";
const forgetsDeferred = 'deferred: state.deferred.filter(({ request }) => request.key !== key),';
const othersDeferred = /^const others = state\.deferred\.filter/;
const countsScopes =
  "for (const message of messages) if (message.kind === 'start') scopes.add(message.install.scope);";
const inUserStore =
  'whether a certificate enrolled for the device stands in the store of the user too is let pass, both ways (A-62)';
const installed = 'if (progress.status === 1 && rules.alertsInstall) {';

/** SCEP: the half itself, its rules, and what the client is told. */
export const scepNotes: readonly Note[] = [
  ...about(
    'simulator/csp/scep.ts',
    'faults-only',
    'no right device waits for a server in Exec, reads settings late or lets their change reach an enrollment',
    [
      {
        line: waits,
        original: "enrollment.kind === 'request' && rules.execWaitsForServer",
        replacement: 'false',
      },
      { line: waits, original: "enrollment.kind === 'request'" },
      { line: waits, original: "'request'" },
      { line: waits, replacement: '{}' },
      { line: 'const reread = (): EnrollmentRequest => withLateSettings(accepted, install);' },
      { line: 'const request = rules.readsLate.size === 0 ? accepted : { ...accepted, reread };' },
      {
        line: 'if (rules.changeReachesEnrollment) changeEnrollment(name, text, request);',
        replacement: 'false',
      },
    ],
  ),
  ...about(
    'simulator/csp/scep.ts',
    'faults-only',
    'no right device refuses a change that nothing is wrong with, or accepts an Exec for nothing',
    [
      { line: "if (rules.refusesChange(change)) return 'invalid-value';", replacement: 'false' },
      { line: "if (rules.refusesChange(change)) return 'invalid-value';", original: "'invalid-value'" },
      {
        line: isRehearsed,
        original: "timing === 'never'",
        replacement: 'false',
      },
      {
        line: isRehearsed,
        original: "'never'",
      },
    ],
  ),
  ...about(
    'simulator/csp/scep.ts',
    'equivalent',
    'without CAThumbprint the settings are no request (R-SCEP-37)',
    [{ line: "} else if (!rules.isThumbprint(settings.get('CAThumbprint') ?? '')) {", original: "''" }],
  ),
  ...about(
    'simulator/csp/scep.ts',
    'admitted',
    'no CA has such a hash either; which of the two ends the enrollment is not said (A-17)',
    [
      {
        line: "} else if (!rules.isThumbprint(settings.get('CAThumbprint') ?? '')) {",
        original: "!rules.isThumbprint(settings.get('CAThumbprint') ?? '')",
        replacement: 'false',
      },
    ],
  ),
  ...about('simulator/csp/scep.ts', 'equivalent', 'a request with an accepted Exec has an enrollment', [
    {
      line: 'if (state.accepted.get(key)?.life === life && before !== undefined) {',
      original: 'before !== undefined',
      replacement: 'true',
    },
  ]),
  ...about(
    'simulator/csp/scep.ts',
    'admitted',
    'what comes of an Exec that is not the last of its Atomic is not said, be it that the Atomic fails (A-20, A-67)',
    [
      {
        line: forgetsDeferred,
        replacement: 'state.deferred',
      },
      {
        line: forgetsDeferred,
        replacement: 'true',
      },
      { line: 'if (!isDeferred(request.key)) dropChallenge(request);', replacement: 'true' },
      { line: othersDeferred, replacement: 'state.deferred' },
      { line: othersDeferred, replacement: 'true' },
    ],
  ),
  ...about(
    'simulator/csp/scep.ts',
    'admitted',
    'a check before the Atomic may find another member at fault, so that none has to show its own code (A-34)',
    [{ line: 'if (refusal !== undefined) return { member, refusal };', replacement: '{}' }],
  ),
  ...about(
    'simulator/csp/scep.ts',
    'admitted',
    'what a device looks at when it checks the members of an Atomic first is not said (A-34)',
    [
      {
        line: isRehearsed,
        original: "context?.rehearsal === true || timing === 'never'",
        replacement: 'false',
      },
      {
        line: isRehearsed,
        replacement: "context?.rehearsal === true && timing === 'never'",
      },
      {
        line: isRehearsed,
        original: 'context?.rehearsal === true',
        replacement: 'false',
      },
    ],
  ),
  ...about('simulator/csp/scep.ts', 'equivalent', 'Status shows 32 where nothing is known', [
    { line: 'beginAgain(request.key, { status: 32 });', original: '{ status: 32 }' },
  ]),
  ...about(
    'simulator/csp/scep.ts',
    'admitted',
    'what CertThumbprint shows between a second Exec and its certificate is not said',
    [{ line: 'setEnrollment(key, thumbprint === undefined ? enrollment : { ...enrollment, thumbprint });' }],
  ),
  ...about(
    'simulator/csp/scep.ts',
    'equivalent',
    'the client forgets everything only where it is told `all`',
    [
      {
        line: "if (state.enrollments.has(key)) outbox.put({ kind: 'forget', key, what: 'under-way' });",
        original: "'under-way'",
      },
      {
        line: "if (state.enrollments.has(key)) outbox.put({ kind: 'forget', key, what: 'under-way' });",
        original: 'state.enrollments.has(key)',
        replacement: 'true',
      },
    ],
  ),
  ...about(
    'simulator/csp/scep.ts',
    'admitted',
    'whether an enrollment is given up for one that can not begin is not said (A-67)',
    [
      {
        line: "if (state.enrollments.has(key)) outbox.put({ kind: 'forget', key, what: 'under-way' });",
        original: 'state.enrollments.has(key)',
        replacement: 'false',
      },
    ],
  ),
  ...about(
    'simulator/csp/scep.ts',
    'admitted',
    'the alert is information (R-SCEP-01, A-07), and its type, Format and Data are documented nowhere',
    [
      { line: "const alertType = 'com.microsoft:mdm.SCEPcertinstall.result';" },
      { line: installed, replacement: 'true' },
      { line: installed, replacement: 'progress.status === 1 || rules.alertsInstall' },
      {
        line: "alerts = [...alerts, { type: alertType, scope, steps, format: 'int', text: '0' }];",
        original: "'int'",
      },
      {
        line: "alerts = [...alerts, { type: alertType, scope, steps, format: 'int', text: '0' }];",
        original: "'0'",
      },
    ],
  ),
  ...about('simulator/csp/scep.ts', 'equivalent', 'no rule is about the text of an interior node', [
    { line: 'if (interior) return undefined;', replacement: 'false' },
  ]),
  ...about(
    'simulator/csp/scep.ts',
    'admitted',
    'what RespondentServerUrl shows before a server has answered, and Get of Enroll at all, is not said',
    [
      { line: "return enrollment?.respondentServerUrl ?? '';", original: "''" },
      { line: "case 'SCEP/{UniqueID}/Install/Enroll':" },
      { line: "return '';", original: "''" },
    ],
  ),
  ...about('simulator/csp/scep.ts', 'equivalent', 'what is neither refused nor goes on begins again', [
    {
      line: "const fate = isUnderWay(request.key) ? rules.secondExec : 'begins-again';",
      original: "'begins-again'",
    },
  ]),
  ...about('simulator/csp/scep.ts', 'equivalent', 'the engine asks only for `refused`', [
    { line: "const accepted: Outcome = { kind: 'done', status: rules.acceptedExec };", original: "'done'" },
  ]),
  ...about('simulator/csp/scep-rules.ts', 'equivalent', 'undefined is taken for no', [
    { line: 'refusesChange: () => false,', replacement: '() => undefined' },
  ]),
  ...about('simulator/csp/scep-enrollment.ts', 'equivalent', 'neither text is an int', [
    {
      line: "const int = (name: string): number | undefined => rules.readInt(settings.get(name) ?? '');",
      original: "''",
    },
  ]),
  ...about(
    'simulator/csp/scep-enrollment.ts',
    'faults-only',
    'only wrong devices ask whether it is a request, or which of the two numbers is bounded',
    [
      { line: "kind: 'request',", original: "'request'" },
      { line: "setting: 'RetryDelay',", original: "'RetryDelay'" },
      { line: "setting: 'RetryCount',", original: "'RetryCount'" },
    ],
  ),
  ...about(
    'simulator/csp/scep-enrollment.ts',
    'admitted',
    'the client finds no container without a name either, and the enrollment fails too (R-SCEP-15)',
    [
      {
        line: "if (int('KeyProtection') === 4 && (settings.get('ContainerName') ?? '') === '') {",
        original: "int('KeyProtection') === 4 && (settings.get('ContainerName') ?? '') === ''",
        replacement: 'false',
      },
      {
        line: "if (int('KeyProtection') === 4 && (settings.get('ContainerName') ?? '') === '') {",
        original: "'KeyProtection'",
      },
      {
        line: "if (int('KeyProtection') === 4 && (settings.get('ContainerName') ?? '') === '') {",
        original: "''",
      },
      {
        line: "if (int('KeyProtection') === 4 && (settings.get('ContainerName') ?? '') === '') {",
        replacement: '{}',
      },
    ],
  ),
  ...about(
    'simulator/csp/scep-rules.ts',
    'equivalent',
    'what is neither refused nor put off is done at once',
    [
      { line: "if (isLast) return 'now';", original: "'now'" },
      { line: "case 'works-then':" },
      { line: "return 'now';", original: "'now'" },
      { line: "return context === undefined ? 'now' : 'at-commit';", original: "'now'" },
    ],
  ),
  ...about('simulator/csp/scep-rules.ts', 'equivalent', 'without an Atomic nothing is put off to its end', [
    {
      line: "return context === undefined ? 'now' : 'at-commit';",
      original: 'context === undefined',
      replacement: 'false',
    },
  ]),
  ...about('simulator/csp/scep.ts', 'equivalent', 'without an Atomic nothing is put off to its end', [
    {
      line: "if (timing === 'at-commit' && context !== undefined) {",
      original: 'context !== undefined',
      replacement: 'true',
    },
  ]),
  ...about('simulator/csp/scep.ts', 'equivalent', 'nobody asks for a setting of that name', [
    {
      line: 'return new Map([...(nodes ?? [])].map(([name, { text }]) => [name, text]));',
      original: '[]',
    },
  ]),
  ...about('simulator/csp/scep.ts', 'equivalent', 'A-04 answers nothing about a value without a fault', [
    {
      line: "if (aspect !== undefined && rules.whenFound(aspect) === 'when-set') return 'invalid-value';",
      original: 'aspect !== undefined',
      replacement: 'true',
    },
  ]),
  ...about('simulator/csp/scep.ts', 'admitted', inUserStore, [
    { line: "outbox.put({ kind: 'start', request, install, report });", original: "'start'" },
  ]),
  ...about('simulator/csp/scep-outbox.ts', 'admitted', inUserStore, [
    {
      line: /^client\?\.start\(leaks/,
      original: "leaks && install.scope === 'device'",
      replacement: 'false',
    },
    { line: /^client\?\.start\(leaks/, original: "install.scope === 'device'" },
    { line: /^client\?\.start\(leaks/, original: "'device'" },
    { line: /^client\?\.start\(leaks/, original: 'true' },
    { line: countsScopes, original: "message.kind === 'start'", replacement: 'false' },
    { line: countsScopes, original: "'start'" },
    {
      line: 'for (const message of messages) pass(message, leaks && scopes.size === 2);',
      original: 'leaks && scopes.size === 2',
      replacement: 'false',
    },
  ]),
  ...about(
    'simulator/csp/scep-outbox.ts',
    'equivalent',
    'without a client nothing is put in, or nobody takes it out',
    [
      { line: /^client\?\.start\(leaks/, original: 'client?.start' },
      { line: 'if (client !== undefined) waiting = [...waiting, message];', replacement: 'true' },
    ],
  ),
  ...about(
    'simulator/csp/scep-outbox.ts',
    'faults-only',
    'every right device takes back what is rolled back',
    [{ line: 'if (forgets) waiting = saved;', replacement: 'true' }],
  ),
];
