import type { Scope, Step } from '../../../cases/case.ts';
import type { Part } from '../../../generators/draft.ts';
import { get } from '../../../generators/command.ts';
import {
  enrollmentCommands,
  scepAddress,
  usualEnrollment,
  type Enrollment,
} from '../../../generators/scep/enrollment.ts';
import { pool } from './laboratory.ts';

export type Changes = Partial<Enrollment>;

/** The usual enrollment of Alpha for the device, but for what is given. */
export function enrollmentOf(changes: Changes = {}): Enrollment {
  return { ...usualEnrollment, ...changes };
}

/** The message that enrolls. */
export function enrolls(changes: Changes = {}): Part {
  return enrollmentCommands(enrollmentOf(changes), pool);
}

/** LocURI below the request of the usual enrollment: `node('Install', 'Challenge')`. */
export function node(...below: readonly string[]): string {
  return scepAddress('device', 'Alpha', ...below);
}

/** LocURI below another request. */
export function nodeOf(scope: Scope, uniqueId: string, ...below: readonly string[]): string {
  return scepAddress(scope, uniqueId, ...below);
}

/** A message that gets nodes of the usual enrollment: `gets('Status', 'Install/Challenge')`. */
export function gets(...names: readonly string[]): Part {
  return names.map((name) => get(node(...name.split('/'))));
}

/** The same of Bravo. */
export function getsOfBravo(...names: readonly string[]): Part {
  return names.map((name) => get(nodeOf('device', 'Bravo', ...name.split('/'))));
}

export function waits(seconds: number): Step {
  return { kind: 'wait', seconds };
}

/** Long enough for the answers of a server that loses no time, whatever the device. */
export const soon: Step = waits(150);

export const readsLog: Step = { kind: 'read-scep-log' };
export const readsStores: Step = { kind: 'read-stores' };
export const removesKeys: Step = { kind: 'remove-keys', scope: 'device' };
