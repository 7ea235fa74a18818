import type { AnswerKey } from '../../csp/ambiguities.ts';
import { defaultAnswers } from '../../simulator/answers.ts';
import { randomDevice, type RandomDevice } from '../random-device.ts';

/** Questions one of whose answers takes most installs, or the next command of a session, away before it does anything. */
const barring: readonly AnswerKey[] = [
  'A-02',
  'A-10',
  'A-11/SCEP-UniqueID',
  'A-14/bin',
  'A-14/b64',
  'A-14/chr',
  'A-25/1024',
  'A-25/ec',
  'A-38/UniqueID',
  'A-38/settings',
  'A-41',
  'A-42',
  'A-51/no-key',
];

/**
 * The device that dense sessions of this number are tried on: that of qualification/random-device.ts. Every other one
 * gives the usual answers where others would refuse most of what a session begins with, so that sessions get somewhere.
 */
export function denseDevice(number: number): RandomDevice {
  const device = randomDevice(number);
  if (number % 2 === 1) return device;
  const usual = Object.fromEntries(barring.map((key) => [key, defaultAnswers[key]]));
  return { ...device, answers: { ...device.answers, ...usual } };
}
