import { subjectOf, type WaivedObservation } from '../../waivers/waiver.ts';
import type { WaiverUse } from '../../waivers/match.ts';
import type { CertificationReport } from '../certification-report.ts';
import { html, join, table, type Markup } from './markup.ts';
import { counted, grouped, percent } from './words.ts';

/** Waivers with reason, owner and expiry, and what became of each. */
export function waiversSection({ waivers }: CertificationReport): Markup {
  if (waivers.length === 0) return html`<p>No waivers were given.</p>`;
  return html`<p>
      A waiver is bound to requirement, kind, case and observation; what differs in one of them is not
      accepted by it. Expired waivers do not count. One that matched nothing should be taken out.
    </p>
    ${table(
      ['About', 'Case', 'Observation', 'Reason', 'Owner', 'Expires', 'What became of it'],
      waivers.map((use) => [
        `${subjectOf(use.waiver)} (${use.waiver.kind})`,
        use.waiver.case,
        observationInWords(use.waiver.observation),
        use.waiver.reason,
        use.waiver.owner,
        use.waiver.expires,
        useInWords(use),
      ]),
    )}`;
}

/** The open questions of the specification, and what this device answers. */
export function answersSection({ run: { fingerprint, unanswered } }: CertificationReport): Markup {
  return html`<p>
      Where the documents can be read in several ways, each reading is admitted; what the device does is its
      fingerprint. Two answers to one question within the run would be a difference.
    </p>
    ${table(
      ['Question', '', 'Answer of this device', 'First seen in'],
      fingerprint.map(({ key, question, answers }) => [
        wrappable(key),
        question,
        answers
          .map(({ answer, meaning }) => (meaning === '' ? answer : `${answer}: ${meaning}`))
          .join(' — and in the same run — '),
        answers[0]?.firstSeen ?? '',
      ]),
      'answers',
    )}
    ${
      unanswered.length === 0
        ? html`<p>Every question was answered.</p>`
        : html`<h3>Not answered by any case</h3>
            ${table(
              ['Question', ''],
              unanswered.map(({ key, question }) => [wrappable(key), question]),
              'answers',
            )}`
    }`;
}

/** What was not tested, and why. */
export function notTestedSection({ run: { notTested } }: CertificationReport): Markup {
  const { leftOut, unseen, undecided, notAimedAt, unaccounted } = notTested;
  return html`${reasons('Cases that were not carried out or came to nothing', leftOut)}
    ${reasons('Cases that were judged without a part of what they would have looked at', unseen)}
    ${list('Requirements that cases aim at and no case decided', undecided)}
    ${list('Requirements that no case of the programme aims at', notAimedAt)}
    <p>Planned cases of which nobody knows what became: ${grouped(unaccounted)}.</p>`;
}

/** What the cases covered of what there is to cover. */
export function coverageSection({ run: { coverage } }: CertificationReport): Markup {
  if (coverage === undefined) return html`<p>The run was cut off before its coverage was counted.</p>`;
  return html`${table(
      ['Covered', 'Reached', 'Possible', 'Share'],
      coverage.sections.map(({ title, covered, possible }) => [
        title,
        grouped(covered),
        grouped(possible),
        possible === 0 ? '' : percent(covered / possible),
      ]),
      'numbers',
    )}
    <p class="quiet">What is missing is in report.json by name.</p>`;
}

/** How much the suite itself can be trusted. */
export function riskSection({ risk }: CertificationReport): Markup {
  if (risk.length === 0) return html`<p>Nothing was measured of this build of the suite.</p>`;
  return html`<p>
      A verdict can be wrong in two ways: a wrong device passes, or a right one is accused. How often that
      happens was measured with devices whose mistakes are known. The intervals hold the true share with a
      confidence of 95 % (Wilson’s score interval), for devices like those that were tried.
    </p>
    ${table(
      ['What', 'Wrong', 'Tried', 'Share', '95 % interval', 'Measured'],
      risk.map(({ title, wrong, trials, unit, interval, measured, note }) => [
        html`${title} <span class="quiet">Tried: ${unit}. ${note}</span>`,
        grouped(wrong),
        grouped(trials),
        percent(wrong / trials),
        `${percent(interval.low)} to ${percent(interval.high)}`,
        measured,
      ]),
      'risk',
    )}`;
}

/** How a third party repeats it. */
export function repetitionSection({
  run: { suite, run },
  programme,
  signature,
}: CertificationReport): Markup {
  const commit = suite.commit ?? `version ${suite.version}`;
  return html`<p>
      Anybody with the suite and such a device can carry out the same cases; they do not depend on the moment
      or the machine.
    </p>
    <ol>
      <li>
        Get the sources of ${suite.name} at <code>${commit}</code>; <code>npm ci</code> (Node 20.19 or newer).
      </li>
      <li>
        <code>${certifyCommand(run.command)}</code> carries out programme ${programme.version}; its digest has
        to be the one in section 4.
      </li>
      <li><code>${run.command}</code> carries out the same cases without a certificate.</li>
      <li><code>npx conform replay FOLDER/cases</code> carries out only what differed.</li>
      <li>
        <code>npx conform verify-report FOLDER</code> says whether a byte of this folder was
        changed${signature.signed ? ' and who signed it' : ''}.
      </li>
      ${
        signature.signed
          ? html`<li>
              <code
                >openssl cms -verify -binary -inform DER -in manifest.p7s -content manifest.json -CAfile
                ca.pem -out /dev/null</code
              >
              says the same of manifest.json, which has the SHA-256 of every file.
            </li>`
          : html``
      }
    </ol>`;
}

/** A key that is broken at its slash, where it does not fit. */
function wrappable(key: string): Markup {
  return join(
    key.split('/').map((part) => html`${part}`),
    '/<wbr>',
  );
}

/** The command that certifies such a target: that of the run, without what the programme fixes. */
function certifyCommand(run: string): string {
  return run.replace(/^npm test/, 'npm run certify').replace(/ --(?:seed|runs|suite)=\S+/g, '');
}

function observationInWords(observation: WaivedObservation): string {
  if ('digest' in observation) return observation.digest;
  return observation.points
    .map(({ expected, observed }) => `expected ${expected}; observed ${observed}`)
    .join(' · ');
}

function useInWords({ state, cases, different }: WaiverUse): string {
  const others =
    different === 0 ? '' : ` ${counted(different, 'difference')} of its cases it does not cover.`;
  switch (state) {
    case 'used':
      return `Accepted ${counted(cases, 'difference')}.${others}`;
    case 'expired':
      return `EXPIRED, does not count; it would have accepted ${counted(cases, 'difference')}.${others}`;
    case 'unused':
      return `MATCHED NOTHING.${others}`;
  }
}

function reasons(
  title: string,
  rows: readonly { readonly reason: string; readonly cases: number }[],
): Markup {
  if (rows.length === 0) return html`<p>${title}: none.</p>`;
  return html`<h3>${title}</h3>
    ${table(
      ['Reason', 'Cases'],
      rows.map(({ reason, cases }) => [reason, grouped(cases)]),
      'numbers',
    )}`;
}

function list(title: string, names: readonly string[]): Markup {
  return html`<p>${title}: ${names.length === 0 ? 'none' : names.join(', ')}.</p>`;
}
