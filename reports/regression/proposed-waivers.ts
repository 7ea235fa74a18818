import { waiverFormat } from '../waivers/waiver.ts';
import type { NightlyReport } from './nightly-report.ts';

/**
 * What nobody has waived yet as a file of waivers (docs/schema/waivers.schema.json) in which reason, owner and expiry are
 * still blank, so that it is refused until somebody answers for each; undefined where there is nothing to waive.
 */
export function proposedWaivers({ violations, drift }: NightlyReport): string | undefined {
  const blank = { reason: '', owner: '', expires: '' };
  const waivers = [
    ...violations
      .filter(({ status }) => status !== 'waived')
      .map(({ kind, subject, digest }) => ({
        kind,
        ...(kind === 'violation' ? { requirement: subject } : { question: subject }),
        case: '*',
        observation: { digest },
        ...blank,
      })),
    ...drift
      .filter(({ waiver }) => waiver === undefined)
      .map(({ key, before, now }) => ({
        kind: 'drift',
        question: key,
        case: '*',
        observation: { points: [{ expected: answersIn(before), observed: answersIn(now) }] },
        ...blank,
      })),
  ];
  if (waivers.length === 0) return undefined;
  const file = { format: 'client-certificate-install-waivers', version: waiverFormat, waivers };
  return `${JSON.stringify(file, undefined, 2)}\n`;
}

function answersIn(answers: readonly { readonly answer: string }[]): string {
  return answers.map(({ answer }) => answer).join(' or ');
}
