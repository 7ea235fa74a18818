import type { Intent } from '../../cases/intent.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import type { Command } from '../../syncml/message.ts';
import { requestAddress, uniqueIds } from '../address.ts';
import { atomic, get } from '../command.ts';
import { sendingBytes, type Draft } from '../draft.ts';
import { bytesOf, wireOf, type WireFault } from '../faults/wire/wire.ts';
import { wireFaults } from '../faults/wire-faults.ts';
import { installCommands, settingsOf, usualInstall, type Install } from '../install.ts';
import { openPfx } from '../fixtures.ts';
import { broken, valid } from '../intent.ts';
import type { Drafts } from '../list-family.ts';
import { messageOf } from '../message.ts';

/** Places at which each fault is tried; what comes to the same bytes is left out. */
const places = [0, 1, 4, 6];

const bravo: Install = { ...usualInstall, uniqueId: uniqueIds[1], pfx: { ...openPfx, index: 1 } };

/**
 * Each fault of a requirement in one and the same session: a request is installed, then comes a second install with a
 * Get behind it, in a document that has the fault. The session without fault is the twin of all.
 */
export function wireDrafts(requirement: RequirementId): Drafts {
  const faults = wireFaults.filter((fault) => fault.requirement === requirement);
  return ({ pool }) => {
    const first = installCommands(usualInstall, pool);
    const second: readonly Command[] = [
      atomic(settingsOf(bravo, pool)),
      get(requestAddress('device', usualInstall.uniqueId, 'KeyLocation')),
    ];
    const wire = wireOf(messageOf(second, 2));
    const draft = (id: string, title: string, bytes: Uint8Array, intent: Intent): Draft => ({
      id,
      title,
      parts: [first, sendingBytes(bytes, intent)],
      watched: [usualInstall, bravo].map(({ scope, uniqueId }) => ({ prefix: scope, uniqueId })),
    });
    const twin = draft('wire/twin', 'A second install in a document as it should be.', bytesOf(wire), valid);
    const faulty = faults.flatMap((fault) =>
      distinct(places.map((at) => bytesOf(fault.put(wire, at)))).map((bytes, number) => ({
        ...draft(`wire/${fault.id}/${number + 1}`, titleOf(fault), bytes, broken(...fault.breaches)),
        ...(fault.nature === 'legal' ? {} : { faults: [fault.words], twin: twin.id }),
      })),
    );
    return [twin, ...faulty];
  };
}

function titleOf({ nature, words }: WireFault): string {
  return `A second install in ${nature === 'legal' ? 'an unusual document' : 'a faulty document'}: ${words}.`;
}

function distinct(documents: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...new Map(documents.map((bytes) => [Buffer.from(bytes).toString('base64'), bytes])).values()];
}
