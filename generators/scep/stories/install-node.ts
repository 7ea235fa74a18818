import { missingRequest } from '../../address.ts';
import { add, atomic, exec, get, remove, replace } from '../../command.ts';
import type { EnrollmentChange } from '../combinations/change.ts';
import { scepAddress } from '../enrollment.ts';
import { firstExchange } from '../settling.ts';
import { settingsThenExec, type Story } from '../story.ts';

/** Half of RetryDelay, by default 5 minutes. */
const whilePending = 150;

const pendingOnce: EnrollmentChange = { server: { pending: 1 } };

/** R-SCEP-03: the node above the settings. */
export const installNode: readonly Story[] = [
  {
    id: 'added-explicitly',
    title: 'Install is added by a command of its own',
    scopes: 'both',
    parts: ({ enroll, at, end }) => [
      [atomic([add(at(), 'node'), add(at('Install'), 'node')])],
      enroll({ uniqueIdFirst: false }),
      ...end(),
    ],
  },
  {
    id: 'deleted-before-exec',
    title: 'Install is deleted, and Enroll is executed without settings',
    alsoAims: ['R-SCEP-37'],
    faults: ['the settings were deleted'],
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      [remove(at('Install'))],
      [atomic([exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
    twin: { parts: settingsThenExec },
  },
  {
    id: 'deleted-and-set-again',
    title: 'Install is deleted before the Exec, and the settings are sent again',
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent', subjectName: 'CN=Before' }),
      [remove(at('Install'))],
      enroll({ uniqueIdFirst: false }),
      ...end(),
    ],
  },
  {
    id: 'deleted-while-pending',
    title: 'Install is deleted while the server is pending',
    alsoAims: ['R-SCEP-04'],
    enrollment: pendingOnce,
    parts: ({ enroll, at, look, end }) => [
      enroll(),
      ...look(whilePending),
      [remove(at('Install')), get(at('Install')), get(at())],
      ...end(),
    ],
  },
  {
    id: 'deleted-after-success',
    title: 'Install is deleted after the certificate was enrolled',
    parts: ({ enroll, at, look, end }) => [
      enroll(),
      ...look(firstExchange),
      [remove(at('Install')), get(at('Install')), get(at())],
      ...end(),
    ],
  },
  {
    // As servers renew that keep no record of what they set before.
    id: 'deleted-to-enroll-again',
    title: 'Install is deleted after a success, to enroll again with all settings sent anew',
    alsoAims: ['R-SCEP-32'],
    parts: ({ enroll, at, look, end }) => [
      enroll(),
      ...look(firstExchange),
      [remove(at('Install')), ...enroll({ uniqueIdFirst: false, subjectName: 'CN=Second' })],
      ...end(),
    ],
  },
  {
    id: 'replaced',
    title: 'Install is replaced before the Exec',
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      [replace(at('Install'), 'node'), get(at('Install'))],
      [atomic([exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
  },
  {
    id: 'replaced-while-pending',
    title: 'Install is replaced while the server is pending',
    alsoAims: ['R-SCEP-04'],
    enrollment: pendingOnce,
    parts: ({ enroll, at, look, end }) => [
      enroll(),
      ...look(whilePending),
      [replace(at('Install'), 'node'), get(at('Install'))],
      ...end(),
    ],
  },
  {
    id: 'of-no-request',
    title: 'Delete of Install below a UniqueID that does not exist',
    alsoAims: ['R-DM-03'],
    faults: ['the node does not exist'],
    parts: ({ enroll, scope, end }) => [
      enroll(),
      [remove(scepAddress(scope, missingRequest, 'Install'))],
      ...end(),
    ],
    twin: { parts: ({ enroll, at, end }) => [enroll(), [get(at('Install'))], ...end()] },
  },
];
