import { describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import { answerKeys, answersTo, type AnswerKey } from '../../csp/ambiguities.ts';
import { openPool } from '../../pki/pool.ts';
import { casesOfProbes, measureFingerprint, shareObserved } from '../../qualification/fingerprint.ts';
import { randomDevice } from '../../qualification/random-device.ts';
import { keyCache } from '../../runner/laboratory.ts';

/** A question that is moot on no device. */
const key: AnswerKey = 'A-38/UniqueID';

/** Numbers of devices that no other test is about. */
const numbers = Array.from({ length: 4 }, (_, index) => 50_000 + index);

describe('the fingerprint of a device with random answers', () => {
  it.each(numbers)('is read from the probes: device %i', async (number) => {
    const device = randomDevice(number);
    const cases = casesOfProbes(device.edition, await openPool(keyCache));
    const fingerprint = await measureFingerprint(device, cases);
    const { wrong, accusing, observed, unseen, moot } = fingerprint;
    expect(wrong).toEqual([]);
    expect(accusing).toEqual([]);
    expect([...observed, ...unseen, ...moot.map(({ key }) => key)].sort()).toEqual([...answerKeys].sort());
    expect(shareObserved(fingerprint), `not observed: ${unseen.join(', ')}`).toBeGreaterThan(0.95);
  });
});

describe('a fingerprint', () => {
  it('tells of an answer that is reported and is not the one of the device', async () => {
    const { edition, answers } = randomDevice(50_000);
    const other = answersTo(key).find((answer) => answer !== answers[key]);
    const target = simulatorTarget({
      answers: { ...answers, ...(other === undefined ? {} : { [key]: other }) },
    });
    const probes = casesOfProbes(edition, await openPool(keyCache));
    const cases = probes.filter(({ id }) => id.endsWith(`/${key}`));
    const { wrong, observed } = await measureFingerprint({ edition, answers }, cases, target);
    expect(wrong).toContainEqual({ key, reported: other, given: answers[key], case: cases[0]?.id });
    expect(observed).not.toContain(key);
  });
});
