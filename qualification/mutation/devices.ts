import type { Answers } from '../../cases/case.ts';
import { answerKeys, answersTo, type AnswerKey } from '../../csp/ambiguities.ts';
import { defaultAnswers } from '../../simulator/answers.ts';

/** So many devices give together every answer to every question that has up to three. */
export const usualDevices = 7;

/** Every third question is answered otherwise at a time: with all of them, most installs would fail at once. */
const groups = 3;

/**
 * Answers of the device with this number: 0 is the simulator's own, and the others answer some questions in another
 * way, so that they reach the code for these answers, with fewer devices than chance needs.
 */
export function answersOfDevice(number: number): Answers {
  if (number === 0) return {};
  const group = (number - 1) % groups;
  const steps = 1 + Math.floor((number - 1) / groups);
  return Object.fromEntries(
    answerKeys.filter((_, index) => index % groups === group).map((key) => [key, answerAfter(key, steps)]),
  );
}

/**
 * Devices that answer one question otherwise than the simulator's own, each in one way: of those questions that a line of
 * source names. On a device that gives other answers too, an install often fails before the line matters.
 */
export function answersNamedIn(line: string): readonly Answers[] {
  return answerKeys
    .filter((key) => line.includes(`'${key}'`))
    .flatMap((key) => answersTo(key).map((answer) => ({ key, answer })))
    .filter(({ key, answer }) => answer !== defaultAnswers[key])
    .map(({ key, answer }) => ({ [key]: answer }));
}

function answerAfter(key: AnswerKey, steps: number): string | undefined {
  const admitted: readonly string[] = answersTo(key);
  return admitted[(admitted.indexOf(defaultAnswers[key]) + steps) % admitted.length];
}
