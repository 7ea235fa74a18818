import { createHash } from 'node:crypto';
import type { Answers, Scope } from '../cases/case.ts';
import { answerKeys } from '../csp/ambiguities.ts';
import { editions, type EditionId } from '../csp/editions.ts';
import { answersBeside } from '../csp/impossible-answers.ts';

/** A device that is right in everything, with answers of its own wherever the documents leave something open. */
export interface RandomDevice {
  readonly name: string;
  readonly edition: EditionId;
  readonly answers: Answers;
  /** What its laboratory can bring about: devices with a TPM, without one, or both. */
  readonly tpm: readonly boolean[];
  readonly scopes: readonly Scope[];
}

/** The device with this number: the same on every machine and in every run. */
export function randomDevice(number: number): RandomDevice {
  const name = `device ${number}`;
  const edition = editions[pick(name, editions.length)];
  if (edition === undefined) throw new RangeError('there is no edition');
  return {
    name,
    edition: edition.id,
    answers: answerKeys.reduce<Answers>((answers, key) => {
      const possible: readonly string[] = answersBeside(key, answers);
      return { ...answers, [key]: possible[pick(`${name} ${key}`, possible.length)] };
    }, {}),
    // Most laboratories have everything, so that most devices see every case.
    tpm: [[true, false], [true, false], [true], [false]][pick(`${name} tpm`, 4)] ?? [true, false],
    scopes: pick(`${name} scopes`, 5) === 0 ? ['device'] : ['device', 'user'],
  };
}

/** A number from 0 to below `below` that the text decides, the same on every machine. */
export function pick(text: string, below: number): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) % below;
}
