import type { Case, Preparation } from '../../cases/case.ts';
import { requestAddress } from '../../generators/address.ts';
import { add, atomic, remove, replace } from '../../generators/command.ts';
import { caseOf, type Part } from '../../generators/draft.ts';
import { helloContainer } from '../../generators/install.ts';
import { entraKeyIdentifier, scepServer } from '../../generators/scep/enrollment.ts';
import type { Pool } from '../../pki/pool.ts';
import type { ScepScript } from '../../pki/scep/script.ts';
import type { Command } from '../../syncml/message.ts';
import { pick, type RandomDevice } from '../random-device.ts';
import { choicesOf, type Choices } from './choices.ts';
import { blobTextOf } from './pfx-alphabet.ts';
import { commonServers, requestSets, serverNameOf, serverScript, type ScepRequest } from './scep-alphabet.ts';
import { beginnings, continuations, reading, type Scene } from './scep-operations.ts';

/** From less than one polling to long after the last. */
const waits = [1, 5, 30, 59, 61, 100, 150, 290, 299, 300, 301, 400, 450, 600, 750, 900, 1500, 4000];

/**
 * A short session of a few enrollments that get into one another's way: one to three messages of one or two
 * operations, with time between them in which servers are asked, answer late, and certificates end.
 */
export function scepSession(device: RandomDevice, number: number, pool: Pool): Case {
  const choices = choicesOf(pick(`${device.name} SCEP session ${number}`, 2 ** 32));
  const { chance, oneOf } = choices;
  const requests = oneOf(
    requestSets.filter((set) => set.every(({ scope }) => device.scopes.includes(scope))),
  );
  const scripts = scriptsFor(requests, choices);
  const tpm = oneOf(device.tpm);
  const scene: Scene = {
    choices,
    pool,
    style: { tpm, scripts, sharing: chance(0.4), usual: chance(0.5) },
  };
  return caseOf({ ...device, pool }, 'scep', ['R-SCEP-29'], 'sessions', {
    id: `dense-${number}`,
    title: 'A short session of enrollments disturbing one another',
    device: preparation(scene),
    parts: [...steps(requests, device, scene), ...ending(requests, choices)],
    watched: [],
  });
}

function scriptsFor(requests: readonly ScepRequest[], choices: Choices): ReadonlyMap<string, ScepScript> {
  return new Map(
    [...requests.map(serverNameOf), ...commonServers].map((name) => [name, serverScript(choices)]),
  );
}

function preparation({ choices, pool, style }: Scene): Partial<Omit<Preparation, 'edition'>> {
  return {
    tpm: style.tpm,
    helloContainers: choices.chance(0.5) ? [helloContainer] : [],
    ...(choices.chance(0.3) ? { entraKeyIdentifier } : {}),
    scepServers: [...style.scripts].map(([name, script]) => scepServer(name, script, pool)),
  };
}

function steps(requests: readonly ScepRequest[], device: RandomDevice, scene: Scene): readonly Part[] {
  const { chance, oneOf } = scene.choices;
  const next = operationsOf(scene);
  // A store that PFX files are installed into as well.
  const withPfx = chance(0.12);
  const parts: Part[] = [];
  for (let left = oneOf([1, 2, 2, 3]); left > 0; left--) {
    const commands: Command[] = [];
    for (let more = oneOf([1, 1, 2]); more > 0; more--) {
      commands.push(...(withPfx && chance(0.3) ? onPfx(device, scene) : next(oneOf(requests))));
    }
    parts.push(commands);
    for (let more = oneOf([0, 1, 1, 2]); more > 0; more--) {
      parts.push({ kind: 'wait', seconds: oneOf(waits) });
      if (chance(0.3)) parts.push(requests.flatMap(reading));
      if (chance(0.2)) parts.push({ kind: 'read-stores' });
      if (chance(0.1)) parts.push({ kind: 'read-scep-log' });
      if (chance(0.02)) parts.push({ kind: 'remove-keys', scope: oneOf(device.scopes) });
    }
  }
  return parts;
}

/** Knows which requests are there. */
function operationsOf(scene: Scene): (request: ScepRequest) => readonly Command[] {
  const there = new Set<ScepRequest>();
  return (request) => {
    const possible = there.has(request) ? continuations : beginnings;
    const { commands, leaves } = scene.choices.weighted(possible.map((one) => [one.weight, one] as const));
    if (leaves === 'there') there.add(request);
    if (leaves === 'gone') there.delete(request);
    return commands(request, scene);
  };
}

function onPfx({ scopes }: RandomDevice, { choices, pool }: Scene): readonly Command[] {
  const { oneOf } = choices;
  const [scope, uniqueId] = [oneOf(scopes), oneOf(['Alpha', 'Bravo'])];
  const at = (...below: readonly string[]): string => requestAddress(scope, uniqueId, ...below);
  const blob = blobTextOf(pool, oneOf(['open', 'open', 'no-pfx'] as const));
  return oneOf<readonly Command[]>([
    [
      atomic([
        add(at(), 'node'),
        add(at('KeyLocation'), 'int', oneOf(['1', '3'])),
        add(at('PFXCertBlob'), 'chr', blob),
      ]),
    ],
    [remove(at())],
    [replace(at('PFXCertBlob'), 'chr', blob)],
  ]);
}

function ending(requests: readonly ScepRequest[], { chance, oneOf }: Choices): readonly Part[] {
  return [
    ...(chance(0.6) ? [{ kind: 'wait', seconds: oneOf([150, 450, 2000, 20_000]) } as const] : []),
    requests.flatMap(reading),
    ...(chance(0.8) ? [{ kind: 'read-scep-log' } as const] : []),
  ];
}
