import type { RequirementRow, RequirementVerdict } from '../../model/run-report.ts';
import type { CertificationReport } from '../certification-report.ts';
import { html, table, type Markup } from './markup.ts';
import { grouped } from './words.ts';

const areas: Readonly<Record<RequirementRow['area'], string>> = {
  general: 'The CSP as a whole',
  pfx: 'PFX import',
  scep: 'SCEP enrollment',
  examples: 'Examples of the documents',
  protocol: 'OMA-DM',
};

const verdicts: readonly RequirementVerdict[] = ['kept', 'violated', 'undecided', 'not-tested'];

/** The requirement matrix: sums by area, then each requirement with its verdict and cases. */
export function requirementsSection({ run: { requirements } }: CertificationReport): Markup {
  const kinds = requirements.some((row) => row.kinds !== undefined);
  const columns = ['Id', 'Sentence', 'Verdict', 'Cases', 'Decided', 'Violated'];
  return html`<p>
      kept: it decided what was seen, and the device did so each time. violated: a case showed that the device
      breaks it. undecided: cases were built for it, and none was decided by it. not tested: no such case was
      judged. The last column has the cases by kind: what a device has to accept, has to refuse, and what is
      at an edge; in brackets where the suite asks for more.
    </p>
    ${areasTable(requirements)}
    ${areasOf(requirements).map(
      (area) =>
        html`<h3>${areas[area]}</h3>
          ${table(
            kinds ? [...columns, '+ / − / edge'] : columns,
            requirements.filter((row) => row.area === area).map((row) => cellsOf(row, kinds)),
            'matrix',
          )}`,
    )}`;
}

/** How many requirements of each area have which verdict. */
export function areasTable(requirements: readonly RequirementRow[]): Markup {
  return table(
    ['Area', ...verdicts.map((verdict) => verdict.replace('-', ' ')), 'Requirements'],
    areasOf(requirements).map((area) => {
      const rows = requirements.filter((row) => row.area === area);
      const counts = verdicts.map((verdict) => rows.filter((row) => row.verdict === verdict).length);
      return [areas[area], ...counts.map(String), String(rows.length)];
    }),
    'numbers',
  );
}

function verdictTag(verdict: RequirementVerdict): Markup {
  return html`<span class="tag ${toneOf(verdict)}">${verdict.replace('-', ' ')}</span>`;
}

function cellsOf(row: RequirementRow, kinds: boolean): readonly (string | Markup)[] {
  const { id, text, source, level, verdict, cases, decided, violations } = row;
  return [
    id,
    html`${text} <span class="quiet">${level === 'must' ? '' : `(${level}) `}[${source}]</span>`,
    verdictTag(verdict),
    grouped(cases),
    grouped(decided),
    grouped(violations),
    ...(kinds ? [kindsOf(row)] : []),
  ];
}

/** Cases by kind; in brackets where the suite asks for more. */
function kindsOf({ kinds }: RequirementRow): string {
  if (kinds === undefined) return '';
  return [kinds.positive, kinds.negative, kinds.boundary]
    .map(({ cases, enough }) => (enough ? String(cases) : `(${cases})`))
    .join(' / ');
}

function toneOf(verdict: RequirementVerdict): string {
  switch (verdict) {
    case 'kept':
      return 'good';
    case 'violated':
      return 'bad';
    case 'undecided':
      return 'doubt';
    case 'not-tested':
      return 'none';
  }
}

function areasOf(rows: readonly RequirementRow[]): readonly RequirementRow['area'][] {
  return [...new Set(rows.map(({ area }) => area))];
}
