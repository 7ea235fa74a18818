import { printable } from '../../syncml/printable.ts';
import { perArea } from './trend-words.ts';
import type { Flaky, FormerViolation, NightlyReport, Violation } from './nightly-report.ts';

/** The summary page of a CI job takes a mebibyte; so many lines of each kind are far below that. */
const linesAtMost = 30;
const cellLength = 160;

const signs = { passed: '✅', failed: '❌', inconclusive: '❔' } as const;

/** The night for the summary page of a CI job: what changed first. Texts of the device are escaped. */
export function markdownOf(night: NightlyReport): string {
  const { result, device, run, baseline, counts } = night;
  const since =
    baseline === undefined
      ? 'no baseline yet'
      : `baseline of ${baseline.night.slice(0, 10)}${baseline.edition === device.edition ? '' : `, build ${baseline.edition}`}`;
  return [
    `## ${signs[result.verdict]} ${result.verdict.toUpperCase()}: ${escaped(device.name)}`,
    '',
    escaped(result.because),
    '',
    `Build ${escaped(device.edition)} · ${counts.executed} of ${counts.planned} cases · seed ${run.seed} · ${since}`,
    '',
    ...night.notes.map((note) => `> ${escaped(note)}\n`),
    ...violationTable('New', night, 'new'),
    ...flakyTable(night.flaky),
    ...driftTable(night),
    ...formerTable('Fixed since the baseline', night.fixed),
    ...violationTable('Known, and not waived', night, 'known'),
    ...violationTable('Further forms of what is known', night, 'further'),
    ...violationTable('Waived', night, 'waived'),
    ...waiverLines(night),
    ...formerTable('In the baseline, and not asked again this night', night.notSeen),
    ...timingLines(night),
    ...trendTable(night),
    `Repeat: \`${printable(run.command, 400).replaceAll('`', "'")}\``,
    '',
  ].join('\n');
}

function violationTable(
  title: string,
  { violations }: NightlyReport,
  status: Violation['status'],
): readonly string[] {
  const chosen = violations.filter((one) => one.status === status);
  return table(
    `${title}: ${chosen.length}`,
    ['what', 'cases', 'expected', 'observed', 'see it again'],
    chosen.map(({ subject, text, cases, points: [point], repeat, firstCase, note, waiver }) => [
      `**${escaped(subject)}** ${escaped(text)}${note === undefined ? '' : ` *${escaped(note)}*`}${waiver === undefined ? '' : ` *${escaped(`${waiver.owner}, until ${waiver.expires}: ${waiver.reason}`)}*`}`,
      String(cases),
      escaped(point?.expected ?? ''),
      escaped(point?.observed ?? ''),
      code(repeat ?? firstCase),
    ]),
  );
}

function formerTable(title: string, former: readonly FormerViolation[]): readonly string[] {
  return table(
    `${title}: ${former.length}`,
    ['what', 'was observed', 'case'],
    former.map(({ subject, text, points: [point], case: id }) => [
      `**${escaped(subject)}** ${escaped(text)}`,
      escaped(point?.observed ?? ''),
      code(id),
    ]),
  );
}

function flakyTable(flaky: readonly Flaky[]): readonly string[] {
  return table(
    `Not always alike: ${flaky.length}`,
    ['case', 'outcomes'],
    flaky.map(({ case: id, outcomes }) => [
      code(id),
      outcomes.map(({ outcome, times }) => `${times} × ${escaped(outcome)}`).join('; '),
    ]),
  );
}

function driftTable({ drift }: NightlyReport): readonly string[] {
  const meaning = (answers: NightlyReport['drift'][number]['now']): string =>
    answers.map(({ answer, meaning: words }) => `${escaped(answer)}: ${escaped(words)}`).join('; ');
  return table(
    `Answers that changed: ${drift.length}`,
    ['question', 'baseline', 'this night', 'first seen in'],
    drift.map(({ key, question, before, now, firstSeen, waiver }) => [
      `**${key}** ${escaped(question)}${waiver === undefined ? '' : ` *waived by ${escaped(waiver.owner)}*`}`,
      meaning(before),
      meaning(now),
      code(firstSeen),
    ]),
  );
}

function waiverLines({ waivers }: NightlyReport): readonly string[] {
  const idle = waivers.filter(({ state }) => state !== 'used');
  if (idle.length === 0) return [];
  return [
    '### Waivers to look at',
    '',
    ...idle.map(({ waiver, state }) => {
      const subject = waiver.kind === 'violation' ? waiver.requirement : waiver.question;
      const what = state === 'expired' ? `expired on ${waiver.expires}` : 'matched nothing';
      return `- ${escaped(subject)}, ${escaped(waiver.case)} (${escaped(waiver.owner)}): ${what}`;
    }),
    '',
  ];
}

function timingLines({ timing }: NightlyReport): readonly string[] {
  return table(
    `Families whose time changed otherwise than that of the others: ${timing.families.length}`,
    ['family', 'baseline', 'this night', 'factor'],
    timing.families.map(({ family, before, now, factor }) => [
      code(family),
      `${before.toFixed(1)} ms a case`,
      `${now.toFixed(1)} ms a case`,
      factor.toFixed(1),
    ]),
  );
}

/** The last nights, the newest first. */
function trendTable({ nights }: NightlyReport): readonly string[] {
  if (nights.length < 2) return [];
  return table(
    'The last nights',
    ['night', 'build', 'result', 'cases', 'violated', 'new', 'known', 'waived', 'drift', 'ms a case'],
    nights
      .slice(-10)
      .reverse()
      .map((line) => [
        line.night.slice(0, 16).replace('T', ' '),
        escaped(line.edition),
        line.verdict,
        String(line.cases),
        String(line.violated),
        String(line.forms.new),
        String(line.forms.known + line.forms.further),
        String(line.forms.waived),
        String(line.drift),
        escaped(perArea(line)),
      ]),
  );
}

function table(
  title: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return [];
  const more = rows.length - linesAtMost;
  return [
    `### ${title}`,
    '',
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---|').join('')}`,
    ...rows.slice(0, linesAtMost).map((cells) => `| ${cells.join(' | ')} |`),
    ...(more > 0 ? ['', `… and ${more} more, in nightly.json.`] : []),
    '',
  ];
}

/** In one line, short, and without anything that Markdown or HTML would take for more than text. */
function escaped(text: string): string {
  return printable(text, cellLength)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_{}[\]()#!|~@]/g, (character) => `\\${character}`)
    .replace(/:(?=\/\/)/g, '\\:')
    .replace(/\bwww\./gi, (name) => `${name.slice(0, -1)}\\.`);
}

function code(text: string): string {
  return `\`${printable(text, cellLength).replace(/[`|]/g, "'")}\``;
}
