import { ambiguities } from '../csp/ambiguities.ts';
import type { ExplainedCommand, ExplainedEntry, Explanation } from '../oracles/explain/explanation.ts';
import type { Success } from '../oracles/explain/reading.ts';
import type { ExpectedStatus } from '../oracles/explain/status.ts';
import type { Finding, Severity } from '../oracles/findings/finding.ts';

/** How an explanation is written. */
export interface ExplanationStyle {
  /** Whether severities are coloured with the codes of ECMA-48. */
  readonly colour?: boolean;
}

/** What keeps a payload from working stands first. */
const severities: readonly Severity[] = ['error', 'warning', 'information'];

const colours: Readonly<Record<Severity, number>> = { error: 31, warning: 33, information: 36 };

/** Width of a quoted line; a PFX in base64 is one line of thousands of characters. */
const quotedWidth = 100;

/**
 * An explanation as text for a terminal: one line for each command, then the findings with the line that each is about,
 * the open questions on which the outcome depends, the certificate stores, and a summary.
 *
 * @param source the text of the payload, from which lines are quoted
 */
export function renderExplanation(
  explanation: Explanation,
  source: string,
  { colour = false }: ExplanationStyle = {},
): string {
  const sections = [
    commandTable(explanation.commands),
    findingList(explanation.findings, source.split(/\r\n|\r|\n/), colour),
    decisionList(explanation),
    storeList(explanation.stores),
    [summary(explanation)],
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** One command of the table, as text. */
interface Row {
  readonly line: string;
  readonly name: string;
  readonly target: string;
  readonly status: string;
  /** Lines that stand below it. */
  readonly notes: readonly string[];
}

/** A table whose columns are as wide as their widest entry; the last one is free. */
function commandTable(commands: readonly ExplainedCommand[]): readonly string[] {
  if (commands.length === 0) return [];
  const rows = commands.map((command): Row => ({
    line: command.line === undefined ? '' : String(command.line),
    name: command.cmdId === undefined ? command.cmd : `${command.cmd} ${command.cmdId}`,
    target: shortTarget(command),
    status: expectedInWords(command),
    notes: notesOn(command),
  }));
  const header: Row = { line: 'line', name: 'command', target: 'target', status: 'expected', notes: [] };
  const width = (pick: (row: Row) => string) =>
    Math.max(...[header, ...rows].map((row) => printable(pick(row)).length));
  const widths = {
    line: width((row) => row.line),
    name: width((row) => row.name),
    target: width((row) => row.target),
  };
  let before: readonly string[] = [];
  return [header, ...rows].flatMap(({ line, name, target, status, notes }) => {
    // The members of an Atomic mostly share their fate, and need not say so one by one.
    const news = notes.filter((note) => !before.includes(note));
    before = notes;
    return [
      `${line.padStart(widths.line)}  ${printable(name).padEnd(widths.name)}  ${printable(target).padEnd(widths.target)}  ${status}`,
      ...news.map((note) => `${' '.repeat(widths.line + 4)}${printable(note)}`),
    ];
  });
}

/** Why, where the outcome is not plain success, and what decides where it is open. */
function notesOn({ expected }: ExplainedCommand): readonly string[] {
  const [first, second] = expected.alternatives;
  const failing = first?.outcome !== 'succeeds' && second === undefined ? expected.because : [];
  const decisions = (expected.decisions ?? []).map(({ key }) => key);
  return [
    ...failing.map((reason) => `because ${reason}`),
    ...(expected.results ?? []).map((result) => `brings ${result}`),
    ...(decisions.length === 0 ? [] : [`depends on ${decisions.join('; ')}`]),
  ];
}

/** The statuses of success, where some reading has them: those of failure follow from questions that are named below. */
function expectedInWords({ expected }: ExplainedCommand): string {
  const [first, second] = expected.alternatives;
  if (first?.outcome !== 'succeeds' || second === undefined) return statusInWords(expected.status);
  return `${statusInWords(first.status)}, or a failure`;
}

function statusInWords(status: ExpectedStatus): string {
  switch (status) {
    case 'failure':
      return 'any failure';
    case 'any':
      return 'anything';
    case 'none':
      return 'no Status';
    default:
      return status
        .map((entry) => (entry === 'failure' ? 'any failure' : entry === 'none' ? 'no Status' : entry))
        .join(' or ');
  }
}

/** Scope and path below the CSP, the UniqueID cut where it is long. */
function shortTarget({ target, targets }: ExplainedCommand): string {
  if (target === undefined) return '';
  const [, scope, path] =
    /^\.\/(?:(Device|User)\/)?Vendor\/MSFT\/ClientCertificateInstall\/?(.*)$/is.exec(target) ?? [];
  const more = targets === undefined ? '' : ` and ${targets.length - 1} more`;
  if (path === undefined) return `${cut(target, 70)}${more}`;
  const segments = path.split('/').map((segment) => cut(segment, 32));
  return `${(scope ?? 'device').toLowerCase()} ${segments.join('/')}${more}`;
}

/** Each finding with the source line that it is about, and what it rests on: by severity, then by line. */
function findingList(
  findings: readonly Finding[],
  lines: readonly string[],
  colour: boolean,
): readonly string[] {
  const ordered = severities.flatMap((severity) =>
    findings.filter((finding) => finding.severity === severity),
  );
  return ordered.flatMap(({ severity, line, column, requirement, ambiguity, message }) => {
    const basis = [requirement, ...(ambiguity === undefined ? [] : [ambiguity])].join(', ');
    const word = colour ? `\u001B[${colours[severity]}m${severity}\u001B[0m` : severity;
    const text = quotation(lines[line - 1] ?? '', column);
    return [
      `${word}, line ${line}: ${printable(message)} [${basis}]`,
      ...(text === '' ? [] : [`    ${line} | ${printable(text)}`]),
    ];
  });
}

/** The line, or of one that is too long for that the part that the finding is about: profiles often are a single line. */
function quotation(line: string, column: number | undefined): string {
  const text = line.trim();
  const from = (column ?? 1) - 1;
  if (text.length <= quotedWidth || line.slice(0, from).trim() === '') return cut(text, quotedWidth);
  return `…${cut(line.slice(from).trim(), quotedWidth - 1)}`;
}

/** Each assumption on which some command depends, with what follows from each answer. */
function decisionList({ commands }: Explanation): readonly string[] {
  const decisions = new Map(
    commands.flatMap(({ expected }) =>
      (expected.decisions ?? []).map((decision) => [decision.key, decision] as const),
    ),
  );
  if (decisions.size === 0) return [];
  return [
    'What it depends on, because the documents leave it open:',
    ...[...decisions.values()].flatMap(({ key, answers }) => {
      const { question, aspect } = questionOf(key);
      return [
        `  ${printable(key)}${question === undefined ? '' : `  ${question}`}`,
        ...answers.map(
          ({ answer, success }) => `    ${consequences[success]}: ${aspect?.[answer] ?? answer}`,
        ),
      ];
    }),
  ];
}

/** What follows from an answer; by `either` some readings succeed and others do not. */
const consequences: Readonly<Record<Success, string>> = {
  succeeds: 'succeeds',
  fails: 'fails',
  either: 'may succeed',
};

/** Question and answers of an ambiguity, by the key of one aspect; nothing for a doubt that is told in words. */
function questionOf(key: string): {
  readonly question?: string;
  readonly aspect?: Readonly<Record<string, string>>;
} {
  for (const { question, aspects } of ambiguities) {
    const aspect = new Map<string, Readonly<Record<string, string>>>(Object.entries(aspects)).get(key);
    if (aspect !== undefined) return { question, aspect };
  }
  return {};
}

/** Nothing where no reading leaves a certificate behind. */
function storeList(stores: readonly ExplainedEntry[]): readonly string[] {
  if (stores.length === 0) return [];
  return [
    'Certificates with keys in the stores My afterwards:',
    ...stores.map((entry) => `  ${storeEntry(entry)}`),
  ];
}

function storeEntry({
  scope,
  thumbprint,
  providers,
  exportable,
  container,
  certain,
}: ExplainedEntry): string {
  const key = [
    `key in ${providers.join(' or ')}`,
    ...(container === undefined ? [] : [`container ${printable(container)}`]),
    exportable === 'any' ? 'exportable or not' : exportable ? 'exportable' : 'not exportable',
  ].join(', ');
  return `${scope} ${thumbprint} (${key})${certain ? '' : ', by some readings only'}`;
}

/** One sentence that tells whether there is something to do. */
function summary({ commands, findings, worlds }: Explanation): string {
  const outcomes = commands.map(outcomeOf);
  const count = (outcome: Success) => outcomes.filter((found) => found === outcome).length;
  const keys = [
    ...new Set(commands.flatMap(({ expected }) => (expected.decisions ?? []).map(({ key }) => key))),
  ];
  const on =
    keys.length === 0 ? '' : keys.length > 3 ? `, ${keys.length} open questions` : `, ${keys.join('; ')}`;
  const complaints = (['error', 'warning'] as const).map((severity) =>
    counted(findings.filter((finding) => finding.severity === severity).length, severity),
  );
  const carriedOut =
    commands.length === 0
      ? 'No command is carried out'
      : `Of ${counted(commands.length, 'command')}, ${count('succeeds')} should succeed, ${count('fails')} fail, ${count('either')} depend on the device${printable(on)}`;
  return `${carriedOut}; ${complaints.join(', ')}; ${counted(worlds, 'reading')} of the documents.`;
}

/** Where readings have different outcomes, it is the device that decides. */
function outcomeOf({ expected }: ExplainedCommand): Success {
  const [first, second] = expected.alternatives;
  return first === undefined || second !== undefined ? 'either' : first.outcome;
}

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function cut(text: string, width: number): string {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text;
}

/** Payloads come from strangers: nothing in them may steer the terminal. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\t' ? ' ' : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
