import { missingRequest } from '../../address.ts';
import { atomic, command, exec, sequence } from '../../command.ts';
import { scepAddress } from '../enrollment.ts';
import type { Story } from '../story.ts';

/** R-SCEP-29: what starts an enrollment, and what does not. */
export const execs: readonly Story[] = [
  { id: 'last-of-atomic', title: 'Exec of Enroll at the end of an Atomic', scopes: 'both' },
  {
    id: 'then-exec',
    title: 'Settings in one Atomic, the Exec in an Atomic of its own',
    scopes: 'both',
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      [atomic([exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
  },
  {
    // No Exec, no request, however long one waits.
    id: 'settings-alone',
    title: 'Settings without an Exec',
    scopes: 'both',
    parts: ({ enroll, end }) => [enroll({ enroll: 'absent' }), ...end(86_400)],
  },
  {
    id: 'bare',
    title: 'Settings and Exec without any Atomic',
    alsoAims: ['R-GEN-03'],
    faults: ['Enroll does not end an Atomic that holds the settings'],
    enrollment: { wrapping: 'bare' },
    twin: { enrollment: {} },
  },
  {
    id: 'sequence',
    title: 'Settings and Exec in a Sequence',
    alsoAims: ['R-GEN-03', 'R-DM-13'],
    faults: ['Enroll does not end an Atomic that holds the settings'],
    parts: ({ enroll, end }) => [[sequence(enroll({ wrapping: 'bare' }))], ...end()],
    twin: { parts: ({ enroll, end }) => [enroll(), ...end()] },
  },
  {
    id: 'missing-request',
    title: 'Exec of Enroll below a UniqueID that does not exist',
    alsoAims: ['R-DM-03'],
    faults: ['the node does not exist'],
    parts: ({ scope, enroll, end }) => [
      enroll(),
      [exec(scepAddress(scope, missingRequest, 'Install', 'Enroll'))],
      ...end(),
    ],
    twin: { parts: ({ enroll, end }) => [enroll(), ...end()] },
  },
  ...[[], ['Install'], ['Install', 'ServerURL'], ['Status']].map((below): Story => ({
    id: `elsewhere/${below.at(-1) ?? 'UniqueID'}`,
    title: `Exec of ${below.at(-1) ?? 'UniqueID'} in place of Enroll`,
    alsoAims: ['R-DM-04'],
    faults: ['the node does not allow Exec'],
    parts: ({ enroll, at, end }) => [enroll({ enroll: 'absent' }), [atomic([exec(at(...below))])], ...end()],
    scopes: 'device',
    twinId: 'then-exec/device',
  })),
  ...(['Add', 'Replace'] as const).map((verb): Story => ({
    // Format null, and no value (csp-source.txt, Enroll).
    id: `instead/${verb}`,
    title: `${verb} of Enroll in place of Exec`,
    alsoAims: ['R-DM-04'],
    faults: [`Enroll does not allow ${verb}`],
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      [atomic([command(verb, at('Install', 'Enroll'), 'null')])],
      ...end(),
    ],
    scopes: 'device',
    twinId: 'then-exec/device',
  })),
  {
    id: 'with-null-format',
    title: 'Exec of Enroll that says its Format, null',
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      [atomic([command('Exec', at('Install', 'Enroll'), 'null')])],
      ...end(),
    ],
  },
  {
    id: 'two-in-one-atomic',
    title: 'Exec of Enroll twice in one Atomic',
    alsoAims: ['R-GEN-03', 'R-SCEP-04'],
    faults: ['the first Enroll is not the last item of the Atomic'],
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      [atomic([exec(at('Install', 'Enroll')), exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
    scopes: 'device',
    twinId: 'then-exec/device',
  },
];
