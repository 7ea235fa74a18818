import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../cases/case.ts';
import { answersTo } from '../../../csp/ambiguities.ts';
import type { ScepScript } from '../../../pki/scep/script.ts';
import { defaultAnswers } from '../../../simulator/answers.ts';
import { aspect, type AspectTest } from '../aspects/aspect.ts';
import { alertsOf, installAlert } from '../aspects/scep-client.ts';
import { get } from '../client.ts';
import { device, exec, laboratory, operationsOf, rootOf, settingUp, type Settings } from './laboratory.ts';

function enrolled(answers: Answers, settings: Settings = {}, script: ScepScript = {}): string {
  const session = laboratory(script, { answers });
  session.enroll(settings);
  return session.node('Status');
}

/** Aspects that the CSP alone shows, once more as an enrollment with a server shows them. */
const tests: readonly AspectTest[] = [
  aspect('A-17', (answers) => enrolled(answers, { CAThumbprint: rootOf('root').slice(8) }), {
    // Refused when set, the Atomic fails and with it the Exec.
    'when-set': '404',
    'enrollment-fails': '16',
  }),
  aspect(
    'A-20',
    (answers) => {
      const session = laboratory({}, { answers });
      session.send(...settingUp());
      session.send(exec());
      return `${session.node('Status')} ${session.ca.log.length}`;
    },
    // Outside an Atomic the values are those then set, whether or not the device would wait for a commit.
    { 'works-then': '1 3', 'waits-for-commit': '1 3', fails: '32 0' },
  ),
  aspect(
    'A-23',
    (answers) => {
      const session = laboratory({}, { answers });
      session.enroll();
      const shown = session.node('CertThumbprint');
      return shown === shown.toUpperCase() ? 'upper' : 'lower';
    },
    { upper: 'upper', lower: 'lower' },
  ),
  aspect(
    'A-24',
    (answers) => {
      const session = laboratory({ pending: 9 }, { answers });
      session.send(...settingUp({ RetryDelay: '0', RetryCount: '1' }), exec());
      session.advance(3600);
      const times = operationsOf(session.ca).map(({ time }) => Date.parse(time));
      return String(((times[1] ?? 0) - (times[0] ?? 0)) / 60_000);
    },
    // Refused, it is not set, and the default is used.
    { refused: '5', clamped: '1', default: '5' },
  ),
];

describe('answers to the ambiguities, as an enrollment shows them', () => {
  for (const { key, observe, expected } of tests) {
    for (const answer of answersTo(key)) {
      it(`${key} ${answer}`, () => {
        expect(observe({ [key]: answer })).toBe(expected[answer]);
      });
    }
    it(`${key} has its default answer`, () => {
      expect(observe({})).toBe(expected[defaultAnswers[key]]);
    });
  }

  it('A-15: a challenge that has to be base64 and is none fails the enrollment', () => {
    expect(enrolled({ 'A-15': 'decoded' }, { Challenge: 'no-base64' })).toBe('16');
  });

  it('A-07, R-SCEP-01: a failed enrollment is not alerted', () => {
    const session = laboratory({ failure: { failInfo: 'badRequest' } });
    session.enroll();
    expect(alertsOf(session.send(get(`${device}/Status`)))).toEqual([]);
  });

  it('A-07, R-SCEP-01: an unreadable message does not take the alert', () => {
    const session = laboratory();
    session.enroll();
    session.sendText('<');
    expect(alertsOf(session.send())).toEqual([installAlert]);
  });
});
