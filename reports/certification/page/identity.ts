import type { CertificationReport } from '../certification-report.ts';
import { missingOf } from '../laboratory.ts';
import { fingerprintDigest } from './front.ts';
import { facts, html, join, table, type Markup } from './markup.ts';
import { counted, grouped, moment } from './words.ts';

type Entries = readonly (readonly [string, string | Markup | undefined])[];

/** The result by the declared rules. */
export function statementSection({ statement }: CertificationReport): Markup {
  const { rules, rule, because, result } = statement;
  return html`<p>The result is <b>${result}</b>. ${because}</p>
    <p>It follows from these rules (ISO/IEC 17025, 7.8.6), of which the first that applies decides:</p>
    ${table(
      ['', 'Rule', 'Result'],
      rules.map(({ id, text, result: each }, index) => [
        `${index + 1}`,
        id === rule ? html`<b>${text} ← applies</b>` : text,
        each,
      ]),
      'rules',
    )}`;
}

/** Who tested, for whom. */
export function laboratorySection({ laboratory }: CertificationReport): Markup {
  const { name, address, location, responsible, contact, accreditation, customer, item, remarks } =
    laboratory;
  const missing = missingOf(laboratory);
  const notStated =
    missing.length === 0
      ? html``
      : html`<p><b>Not stated, though a test report by ISO/IEC 17025 has it:</b> ${missing.join('; ')}.</p>`;
  return html`${stated([
      ['Laboratory', name],
      ['Address', address],
      ['Place of the tests', location],
      ['Authorised by', responsible],
      ['Contact', contact],
      ['Accreditation', accreditation],
      ['Customer', customer?.name],
      ['Customer’s address', customer?.address],
      ['Item', item?.description],
      ['Identification of the item', item?.identification],
      ['Condition of the item', item?.condition],
      ['Received', item?.received],
      ['Remarks', remarks],
    ])}${notStated}
    <p class="quiet">This section is as laboratory and customer state it; the suite can not know it.</p>`;
}

/** What was tested, as it answers itself. */
export function targetSection(report: CertificationReport): Markup {
  const { target, run, fingerprint, unanswered } = report.run;
  const limits =
    target.limits.length === 0
      ? html`<p>The target can do everything that the cases need.</p>`
      : html`<p>What the target can not do, or does not know of itself; everything else it can:</p>
          ${table(
            ['Need', 'Answer', 'Reason'],
            target.limits.map(({ need, answer, reason }) => [need, answer, reason]),
          )}`;
  return html`${stated([
    ['Target', target.target],
    ['Description', target.description],
    ['Build, as the device says', target.edition ?? 'the device does not say'],
    ['Edition whose rules applied', run.edition],
    [
      'Fingerprint',
      html`<span class="id">${fingerprintDigest(report)}</span>,
        ${counted(fingerprint.length, 'open question')} answered, ${unanswered.length} not (section 8)`,
    ],
  ])}${limits}`;
}

/** With what, when, and under which conditions. */
export function methodSection({ run: report, programme, conditions }: CertificationReport): Markup {
  const { suite, run, counts } = report;
  const commit = suite.commit === undefined ? 'unknown: no git checkout' : suite.commit;
  const modified = suite.modified === true ? html` <b>with changes that are not committed</b>` : html``;
  return html`${stated([
      ['Suite', `${suite.name} ${suite.version}`],
      ['Commit', html`<span class="id">${commit}</span>${modified}`],
      ['Programme', programme.version],
      ['Digest of its cases', html`<span class="id">${programme.digest}</span>`],
      ['Random cases', `seed ${programme.seed}, ${programme.runs} of each random family; all lists whole`],
      ['Began', moment(run.started)],
      ['Ended', run.ended === undefined ? 'unknown: the run was cut off' : moment(run.ended)],
      ['Longest time for an answer', `${conditions.patience / 1000} s`],
      ['Processes side by side', String(conditions.workers)],
      ['Carried out on', `${conditions.platform}, ${conditions.runtime}`],
      [
        'Cases',
        `${grouped(counts.planned)} planned, ${grouped(counts.executed)} carried out: ${Object.entries(
          counts.verdicts,
        )
          .filter(([, number]) => number > 0)
          .map(([kind, number]) => `${grouped(number)} ${kind}`)
          .join(', ')}`,
      ],
    ])}
    <p>
      Method: each case sends SyncML to the device byte for byte; a model of the specification says which
      answers and certificate stores are possible, in every reading of what the specification leaves open;
      what was seen has to be one of them. The documents are Microsoft’s reference of the
      ClientCertificateInstall CSP and those that it names. Each sentence that was tested is in section 5 with
      its source. No sample was drawn: every case of the programme is carried out, so far as the target can.
    </p>`;
}

function stated(entries: Entries): Markup {
  return join([
    facts(entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))),
  ]);
}
