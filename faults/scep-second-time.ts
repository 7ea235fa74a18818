import type { EnrollmentState } from '../simulator/csp/enrollment.ts';
import type { Settings } from '../simulator/csp/scep-rules.ts';
import { csp, together } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { taking, withSetting } from './scep-changing.ts';

/** Mistakes that need a second time, or a few steps before. */
export const scepSecondTimeFaults: readonly Fault[] = [
  {
    id: 'alternative-names-of-the-previous-enrollment',
    mistake: 'Subject alternative names stay in memory for the next request that has none.',
    breaks: ['R-SCEP-24', 'R-GEN-01'],
    adjust: remembering('SubjectAlternativeNames', (before, now) => now ?? before),
  },
  {
    id: 'challenge-of-the-previous-enrollment',
    mistake: 'From the second enrollment on each has the challenge of the first.',
    breaks: ['R-SCEP-06'],
    adjust: remembering('Challenge', (before, now) => (now === undefined ? now : (before ?? now))),
  },
  {
    id: 'key-length-of-the-first-enrollment',
    mistake: 'The length of the first key is kept for all that follow.',
    breaks: ['R-SCEP-19'],
    adjust: remembering('KeyLength', (before, now) => (now === undefined ? now : (before ?? now))),
  },
  {
    id: 'subject-of-the-first-enrollment',
    mistake: 'A renewal has the subject of the first enrollment, whatever SubjectName is by then.',
    breaks: ['R-SCEP-11', 'R-SCEP-04'],
    adjust: remembering('SubjectName', (before, now) => (now === undefined ? now : (before ?? now))),
  },
  {
    id: 'challenge-shown-after-a-second-exec',
    mistake: 'From the second Exec on Challenge is shown still.',
    breaks: ['R-SCEP-07'],
    adjust: (rules) => {
      let execs = 0;
      let challenge: string | undefined;
      return together(
        taking(() => (settings) => {
          execs += 1;
          challenge = settings.get('Challenge');
          return settings;
        }),
        csp(({ defaultOf }) => ({
          defaultOf: (node) =>
            node === 'SCEP/{UniqueID}/Install/Challenge' && execs > 1 ? challenge : defaultOf(node),
        })),
      )(rules);
    },
  },
  {
    id: 'trust-on-first-use',
    mistake: 'A CA that was trusted once is trusted from then on, whatever CAThumbprint is.',
    breaks: ['R-SCEP-23'],
    adjust: (rules) => {
      const trusted = new Set<string>();
      return csp(({ isExpectedAuthority }) => ({
        isExpectedAuthority: (certificate, thumbprint) => {
          const known = Buffer.from(certificate).toString('hex');
          if (isExpectedAuthority(certificate, thumbprint)) trusted.add(known);
          return trusted.has(known);
        },
      }))(rules);
    },
  },
  {
    id: 'second-delete-leaves-the-certificate',
    mistake: 'The second Delete of a UniqueID in the life of the device leaves the certificate.',
    breaks: ['R-SCEP-38'],
    adjust: (rules) => {
      let deletes = 0;
      return csp(({ releasedWith }) => ({
        releasedWith: (key, owners) => {
          deletes += 1;
          return deletes > 1 ? [] : releasedWith(key, owners);
        },
      }))(rules);
    },
  },
  {
    id: 'first-thumbprint-after-renewal',
    mistake: 'CertThumbprint stays that of the first certificate when a renewal has brought another.',
    breaks: ['R-SCEP-32'],
    adjust: showingEver((before, now) =>
      before?.thumbprint === undefined || before.thumbprint === '' || now.thumbprint === undefined
        ? now
        : { ...now, thumbprint: before.thumbprint },
    ),
  },
  {
    id: 'success-stays-after-a-failed-renewal',
    mistake: 'Status stays 1 when a renewal fails, because there is a certificate still.',
    breaks: ['R-SCEP-34'],
    adjust: showingEver((before, now) =>
      before?.status === 1 && now.status === 16 ? { ...now, status: 1 } : now,
    ),
  },
  {
    id: 'error-of-the-first-failure',
    mistake: 'A failure after a success leaves ErrorCode as the success has set it, 0.',
    breaks: ['R-SCEP-35'],
    adjust: showingEver((before, now) =>
      before?.status === 1 && now.status === 16 ? { ...now, errorCode: '0' } : now,
    ),
  },
  {
    id: 'respondent-of-the-first-enrollment',
    mistake: 'RespondentServerUrl stays that of the first enrollment.',
    breaks: ['R-SCEP-36'],
    adjust: showingEver((before, now) =>
      before?.respondentServerUrl === undefined
        ? now
        : { ...now, respondentServerUrl: before.respondentServerUrl },
    ),
  },
  {
    id: 'retries-used-up-by-the-first-enrollment',
    mistake: 'Retries are counted for the device and not for each enrollment.',
    breaks: ['R-SCEP-17'],
    adjust: (rules) => {
      let made = 0;
      return csp(() => ({
        polls: (count) => Math.max(0, count - made),
        secondsBetweenPolls: (delay) => {
          made += 1;
          return delay * 60;
        },
      }))(rules);
    },
  },
];

/** A setting that comes in part from the enrollment before. */
function remembering(
  name: string,
  choose: (before: string | undefined, now: string | undefined) => string | undefined,
): Fault['adjust'] {
  return taking(() => {
    let before: string | undefined;
    return (settings): Settings => {
      const text = choose(before, settings.get(name));
      before = text;
      return text === undefined ? settings : withSetting(settings, name, text);
    };
  });
}

/** An outcome that what was shown before has a part in: the first state of a request that had come to its end. */
function showingEver(
  change: (before: EnrollmentState | undefined, now: EnrollmentState) => EnrollmentState,
): Fault['adjust'] {
  return (rules) => {
    const first = new Map<string, EnrollmentState>();
    return csp(() => ({
      shownState: (key, states) => {
        const now = states.get(key);
        if (now === undefined) return undefined;
        const before = first.get(key);
        if (before === undefined && (now.status === 1 || now.status === 16)) first.set(key, now);
        return change(before, now);
      },
    }))(rules);
  };
}
