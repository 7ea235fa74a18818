import { isSuccess } from '../csp/statuses.ts';
import { admits } from './admitted.ts';
import { brokenBy } from './breaks.ts';
import { spotOf, type Differences } from './differences.ts';
import type { Expectation, ResultsExpectation, StatusExpectation, StatusSet } from './expectation.ts';
import { placeKey, shown, type Match } from './match.ts';
import type { ReplyResult } from './reply.ts';
import { fits, inWords, quoted, settledBy, settledByValue } from './values-seen.ts';

export type CommandExpectation = Exclude<Expectation, { kind: 'stores' | 'scep-log' | 'reply' }>;

/**
 * Statuses for CmdIDs that several commands have. Of such commands some need not be answered, and their Status may as
 * well be that of a later one: which, nobody can tell.
 */
export class Spares {
  private readonly byCmdRef = new Map<string, string[]>();

  /** The Status that counts for an expectation: the one that matching has found, else one that is to spare. */
  statusFor(
    { command, statuses, optional }: StatusExpectation,
    code: string | undefined,
    match: Match,
  ): string | undefined {
    const { cmdId = '' } = command;
    if (!match.shared.has(cmdId)) return code;
    const spare = this.byCmdRef.get(cmdId) ?? [];
    if (optional === true) {
      if (code !== undefined) this.byCmdRef.set(cmdId, [...spare, code]);
      return undefined;
    }
    if (code !== undefined) return code;
    const fitting = spare.find((other) => admits(statuses, other));
    this.byCmdRef.set(
      cmdId,
      spare.filter((other) => other !== fitting),
    );
    return fitting;
  }
}

/** Compares the Status or the Results of one command, or of one of its Items. */
export function compareCommand(
  expectation: CommandExpectation,
  match: Match,
  spares: Spares,
  differences: Differences,
): void {
  const key = placeKey(expectation.command);
  const code = match.statuses.get(key)?.code;
  const result = match.results.get(key);
  switch (expectation.kind) {
    case 'status':
      compareStatus(expectation, spares.statusFor(expectation, code, match), result, differences);
      break;
    case 'results':
      compareResults(expectation, code, result, differences);
      break;
    case 'no-results': {
      // Of a Get that succeeded, its Status tells already.
      if (result === undefined || (code !== undefined && isSuccess(code))) return;
      const { command, reason } = expectation;
      const expected = `no Results, because ${reason.because}`;
      differences.add(spotOf('node', command), expected, `Results with ${quoted(result.text)}`, reason);
      break;
    }
  }
}

function compareStatus(
  expectation: StatusExpectation,
  code: string | undefined,
  result: ReplyResult | undefined,
  differences: Differences,
): void {
  const { command, statuses, optional, reason, clue, settles } = expectation;
  const spot = spotOf('protocol', command);
  const expected = `${statusesInWords(statuses)}, because ${reason.because}`;
  if (code === undefined) {
    if (optional === true || statuses.kind === 'none') return;
    differences.add(spot, expected, 'no Status', { ...reason, requirement: 'R-DM-01' });
  } else if (!admits(statuses, code)) {
    const mistake = isSuccess(code) && result !== undefined ? clue?.blames(result.text) : undefined;
    const requirement = mistake ?? brokenBy(code, reason);
    differences.add(spot, expected, `Status ${shown(code)}`, { ...reason, requirement });
  } else {
    for (const settlement of settles ?? []) {
      differences.settle(settlement, settledBy(settlement, code), spot, `Status ${shown(code)}`, reason);
    }
  }
}

/** Results are of account only where the Get succeeded; that it had to is said by its Status. */
function compareResults(
  { command, value, formats, reason, settles, clue }: ResultsExpectation,
  code: string | undefined,
  result: ReplyResult | undefined,
  differences: Differences,
): void {
  const spot = spotOf('node', command);
  const aboutResults = { ...reason, requirement: 'R-DM-02' } as const;
  if (code === undefined || !isSuccess(code)) {
    if (result === undefined || code === undefined) return;
    differences.add(
      spot,
      'no Results, because the Get failed',
      `Results with ${quoted(result.text)}`,
      aboutResults,
    );
    return;
  }
  const expected = `${inWords(value)}, because ${reason.because}`;
  if (result === undefined) {
    differences.add(spot, expected, 'no Results', aboutResults);
    return;
  }
  if (!fits(value, result.text)) {
    const requirement = clue?.blames(result.text) ?? reason.requirement;
    differences.add(spot, expected, quoted(result.text), { ...reason, requirement });
  } else if (settles !== undefined) {
    differences.settle(settles, settledByValue(settles, result), spot, quoted(result.text), reason);
  }
  if (!formats.includes(result.format)) {
    const names = formats.map((format) => (format === '' ? 'none' : format)).join(' or ');
    differences.add(spot, `Format ${names}`, `Format ${shown(result.format)}`, aboutResults);
  }
}

function statusesInWords(set: StatusSet): string {
  switch (set.kind) {
    case 'codes':
      return `Status ${set.codes.join(' or ')}`;
    case 'failure':
      return 'a Status of failure';
    case 'any':
      return 'a Status';
    case 'none':
      return 'no Status';
  }
}
