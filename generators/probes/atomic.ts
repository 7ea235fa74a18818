import type { Pool } from '../../pki/pool.ts';
import type { Command } from '../../syncml/message.ts';
import { missingRequest, requestAddress } from '../address.ts';
import { add, atomic, remove } from '../command.ts';
import { pfxOf, usualPfx, wrongPassword } from '../fixtures.ts';
import {
  alone,
  findBlame,
  findFormats,
  inEveryFormat,
  plain,
  request,
  set,
  type Probe,
  type Settings,
} from './probe.ts';

const alpha = (...below: readonly string[]): string => requestAddress('device', 'Alpha', ...below);

/** An install that fails, the blob and one setting in an Atomic that has nothing else in it. */
function failing(uniqueId: string, settings: Settings, pool: Pool): readonly Command[] {
  return [
    alone(...request(uniqueId, settings)),
    ...inEveryFormat('Add', uniqueId, pfxOf(pool, usualPfx)).map((blob) =>
      atomic([...set('Add', uniqueId, { ContainerName: 'Unused' }), blob]),
    ),
  ];
}

/**
 * How the members of a failed Atomic are answered. First one whose second member can not be at fault; then one that
 * fails at an import, which no check foresees, so that what stands before it was executed; one that lacks a setting, which
 * a check may find; last one that fails at a verb
 * which the node never allows, as every check finds.
 */
export const atomicProbes: readonly Probe[] = [
  {
    asks: ['A-03/blame', 'A-03/not-reached', 'A-03/done', 'A-34'],
    requirement: 'R-DM-08',
    title: 'Atomics that fail at their first member, at an import, and at a verb that is never allowed',
    steps: (pool) => ({
      parts: [
        findBlame,
        [atomic([remove(requestAddress('device', missingRequest)), add(alpha(), 'node')])],
        findFormats(pool),
        failing('Bravo', { ...plain, PFXCertPassword: wrongPassword }, pool),
        failing('Charlie', { PFXKeyExportable: 'false' }, pool),
        [atomic([add(alpha(), 'node'), add(alpha('Status'), 'int', '0')])],
      ],
    }),
  },
];
