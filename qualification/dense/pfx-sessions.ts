import type { Case } from '../../cases/case.ts';
import type { Request } from '../../generators/address.ts';
import { atomic, sequence } from '../../generators/command.ts';
import { caseOf, type Part } from '../../generators/draft.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Command } from '../../syncml/message.ts';
import { pick, type RandomDevice } from '../random-device.ts';
import { choicesOf } from './choices.ts';
import { deviceWith, requestSets } from './pfx-alphabet.ts';
import { failing, flavours, operations, type Flavour, type Scene } from './pfx-operations.ts';

/**
 * A short session of a few UniqueIDs that get into one another's way: most are installed in the beginning, then come
 * one to three messages of one to three operations.
 */
export function pfxSession(device: RandomDevice, number: number, pool: Pool): Case {
  const choices = choicesOf(pick(`${device.name} PFX session ${number}`, 2 ** 32));
  const requests = choices.oneOf(
    requestSets.filter((set) => set.every(({ prefix }) => device.scopes.some((scope) => scope === prefix))),
  );
  const flavour = choices.oneOf(flavours);
  const scene: Scene = {
    choices,
    pool,
    contents: flavour.contents,
    settings: flavour.settings,
    blobFormat: choices.oneOf(['b64', 'b64', 'chr', 'bin']),
  };
  return caseOf({ ...device, pool }, 'pfx', ['R-PFX-03'], 'sessions', {
    id: `dense-${number}`,
    title: `A short session of requests ${flavour.name}`,
    device: { ...deviceWith(pool), tpm: choices.oneOf(device.tpm) },
    parts: [...beginning(requests, scene), ...messages(requests, scene, flavour)],
    watched: requests,
  });
}

/** The installs in one message, or each in its own. */
function beginning(requests: readonly Request[], scene: Scene): readonly Part[] {
  const installs = requests
    .filter(() => scene.choices.chance(0.85))
    .map((request) => operations.install(request, scene));
  if (installs.length === 0) return [];
  return scene.choices.chance(0.7) ? [installs.flat()] : installs;
}

function messages(requests: readonly Request[], scene: Scene, flavour: Flavour): readonly Part[] {
  const { choices } = scene;
  const operation = (): readonly Command[] =>
    operations[choices.weighted(flavour.operations)](choices.oneOf(requests), scene);
  const group = (): readonly Command[] => {
    const members = several(choices.oneOf([1, 1, 2, 2, 3]), operation);
    const flat = choices.chance(0.9) ? members.flatMap(membersOf) : members;
    const undone = choices.chance(0.4) ? failing(choices.oneOf(requests), scene) : [];
    // SyncML has no Sequence in a Sequence, and all else in an Atomic.
    const wrap = flat === members || choices.chance(0.85) ? atomic : sequence;
    return [wrap([...flat, ...undone])];
  };
  return several(choices.oneOf([1, 2, 3]), (): readonly Part[] => [
    ...(choices.chance(0.5) ? [{ kind: 'read-stores' } as const] : []),
    several(choices.oneOf([1, 1, 2, 3]), () => (choices.chance(flavour.grouped) ? group() : operation())),
  ]);
}

function several<T>(count: number, make: () => readonly T[]): readonly T[] {
  return Array.from({ length: count }, make).flatMap((made) => made);
}

function membersOf(command: Command): readonly Command[] {
  return command.kind === 'Atomic' || command.kind === 'Sequence' ? command.commands : [command];
}
