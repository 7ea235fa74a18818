import type { DifferenceGroup } from '../../model/run-report.ts';
import { viewOf, type CaseView, type PointView, type Shown, type StepView } from '../../html/case-view.ts';
import type { CertificationReport, FindingGroup } from '../certification-report.ts';
import { html, join, table, type Markup } from './markup.ts';
import { counted, grouped } from './words.ts';

/** So many cases of a group are listed on paper; report.json and the folder cases have the others. */
const listedAtMost = 60;
/** So many groups of observations are listed on paper. */
const observationsAtMost = 100;
/** Payloads of more lines are shown in part: their beginning, and what is around the lines that the difference is about. */
const linesAtMost = 48;
const linesAtBeginning = 14;
const linesAround = 7;
/** Longer lines are cut. */
const longestLine = 300;

/** All differences: each with its sentence, evidence and smallest payload. */
export function differencesSection({ run: { differences }, findings }: CertificationReport): Markup {
  if (differences.length === 0) return html`<p>No case differed.</p>`;
  return html`<p>
      What has one reason stands together, what most cases blame first. The case files are in the folder
      <code>cases</code>; <code>npx conform replay</code> carries one out again.
    </p>
    ${differences.map((group) => groupPart(group, findings))}`;
}

/** What was seen, by digest: what a waiver is bound to. */
export function observationsTable(findings: readonly FindingGroup[]): Markup {
  if (findings.length === 0) return html``;
  return html`${table(
    ['Digest', 'About', 'What was seen', 'Cases', 'Accepted', 'First case'],
    findings
      .slice(0, observationsAtMost)
      .map(({ digest, subject, points, cases, accepted, firstCase }) => [
        html`<code class="name">${digest}</code>`,
        subject,
        pointsInWords(points),
        grouped(cases),
        grouped(accepted),
        firstCase,
      ]),
    'seen',
  )}${more(findings.length - observationsAtMost, 'observation')}`;
}

function groupPart(group: DifferenceGroup, findings: readonly FindingGroup[]): Markup {
  const { key, kind, text, source, cases, smallest, listed, unlisted } = group;
  const seen = findings.filter(
    (each) => each.kind === kind && (kind !== 'violation' || each.subject === key),
  );
  const accepted = seen.reduce((sum, each) => sum + each.accepted, 0);
  const view = smallest?.file === undefined ? undefined : viewOf(smallest.file);
  return html`<h3 id="difference-${key}">
      ${kind === 'violation' ? key : kind}:
      ${counted(cases, 'case')}${accepted === 0 ? '' : `, ${accepted} accepted by waivers`}
    </h3>
    <p>${text}${source === undefined ? '' : html` <span class="quiet">[${source}]</span>`}</p>
    <div class="difference">
      ${view === undefined ? html`<p class="quiet">No case file of it is in the report.</p>` : caseView(view, smallest?.name ?? '')}
    </div>
    <h4>What was seen</h4>
    ${observationsTable(seen)}
    <h4>All its cases</h4>
    ${table(
      ['Case', 'What differs', 'File'],
      listed
        .slice(0, listedAtMost)
        .map(({ id, line, name }) => [id, line, name === undefined ? '' : `cases/${name}`]),
      'cases',
    )}${more(unlisted + Math.max(0, listed.length - listedAtMost), 'case')}`;
}

function caseView(
  { id, title, faults, reduction, command, words, points, steps }: CaseView,
  name: string,
): Markup {
  const smaller =
    reduction === undefined
      ? html``
      : html` It was made smaller: ${reduction.commands.before} commands before, ${reduction.commands.after}
        now.`;
  return html`<h4>Smallest case: ${id}</h4>
    <p>
      ${sentence(title)}${faults.length === 0 ? html`` : html` Made wrong on purpose: ${faults.join('; ')}.`}${smaller}
      Repeat: <code>${command}</code>, here <code>cases/${name}</code>.
    </p>
    ${words === undefined ? html`` : html`<p>${words}</p>`} ${points.map(pointPart)} ${steps.map(stepPart)}`;
}

function pointPart({ step, where, expected, observed, requirement, text, source, open }: PointView): Markup {
  return html`<p>
      <b>Step ${step}, ${where}</b><br />${requirement}: ${text}
      <span class="quiet">[${source}]</span>${open.length === 0 ? '' : ` Open questions: ${open.join(', ')}.`}
    </p>
    <div class="pair">
      <div class="good"><b>Expected</b>${expected}</div>
      <div class="bad"><b>Observed</b>${observed}</div>
    </div> `;
}

function stepPart({ number, what, sent, seen, concerned }: StepView): Markup {
  return html`<h4>Step ${number}: ${what}</h4>
    ${sent === undefined ? html`` : shownPart(sent)}
    ${
      concerned || sent === undefined
        ? html`<h4>Answer</h4>
            ${shownPart(seen)}`
        : html``
    }`;
}

function shownPart({ text, marked }: Shown): Markup {
  const lines = text.split('\n');
  const isShown = (index: number): boolean =>
    lines.length <= linesAtMost ||
    index < linesAtBeginning ||
    marked.some((line) => Math.abs(line - index) <= linesAround);
  const parts: Markup[] = [];
  let hidden = 0;
  const closeGap = (): void => {
    if (hidden > 0) parts.push(html`<i class="quiet">⋮ ${counted(hidden, 'line')}, in the case file</i>`);
    hidden = 0;
  };
  for (const [index, line] of lines.entries()) {
    if (!isShown(index)) {
      hidden++;
      continue;
    }
    closeGap();
    const cut = line.length > longestLine ? `${line.slice(0, longestLine)}…` : line;
    parts.push(marked.includes(index) ? html`<mark>${cut}</mark>` : html`${cut}`);
  }
  closeGap();
  return html`<pre>${join(parts, '\n')}</pre>`;
}

/** With a full stop, whether it has one or not. */
function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

function pointsInWords(points: FindingGroup['points']): string {
  const words = [
    ...new Set(points.map(({ expected, observed }) => `expected ${expected}; observed ${observed}`)),
  ];
  return words.slice(0, 3).join(' · ') + (words.length > 3 ? ` · and ${words.length - 3} more` : '');
}

function more(number: number, what: string): Markup {
  if (number <= 0) return html``;
  return html`<p class="quiet">
    And ${counted(number, what)} more: report.json and the folder cases have them.
  </p>`;
}
