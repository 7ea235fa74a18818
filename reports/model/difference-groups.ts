import type { CaseFile, CaseResult } from '../../cases/result.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { requirement, type RequirementId } from '../../csp/requirements.ts';
import { byGravity } from './gravity.ts';
import type { DifferenceGroup, DifferenceKind, DifferenceLine, SmallestCase } from './run-report.ts';

/** So many differences of a run are listed by id; a page with more would help nobody. */
export const listedAtMost = 10_000;
/** So many of each group are listed even so: a flood of one kind must not hide another. */
export const listedOfEach = 20;
/** So many case files stand in the report in full, those of the groups that most cases blame. */
export const fullAtMost = 100;
/** A case file of more characters is named only. */
export const fullSize = 400_000;
/** Characters of the line that says what differs. */
const lineLength = 300;

/** Groups differences by what they blame; of all cases it keeps so many lines, and a case file for each group. */
export interface GroupKeeper {
  add(result: CaseResult): void;
  readonly addCaseFile: (name: string, file: CaseFile) => void;
  groups(): readonly DifferenceGroup[];
}

interface Group {
  readonly key: string;
  readonly kind: DifferenceKind;
  readonly requirement?: RequirementId;
  cases: number;
  readonly listed: Omit<DifferenceLine, 'name'>[];
  smallest?: { readonly name: string; readonly size: number; readonly file?: CaseFile };
}

export function keepGroups(): GroupKeeper {
  const groups = new Map<string, Group>();
  const names = new Map<string, string>();
  let listed = 0;

  const groupOf = (verdict: Verdict): Group | undefined => {
    if (!asksForALook(verdict)) return undefined;
    const key = verdict.kind === 'violation' ? verdict.requirement : verdict.kind;
    const known = groups.get(key) ?? {
      key,
      kind: verdict.kind,
      ...(verdict.kind === 'violation' ? { requirement: verdict.requirement } : {}),
      cases: 0,
      listed: [],
    };
    groups.set(key, known);
    return known;
  };
  return {
    add: ({ id, verdict }) => {
      const group = groupOf(verdict);
      if (group === undefined) return;
      group.cases++;
      if (listed >= listedAtMost && group.listed.length >= listedOfEach) return;
      listed++;
      group.listed.push({ id, line: lineOf(verdict) });
    },
    addCaseFile: (name, file) => {
      const group = groupOf(file.verdict);
      if (group === undefined) return;
      if (names.size < 2 * listedAtMost) names.set(file.case.id, name);
      const size = JSON.stringify(file.case.steps).length;
      if (group.smallest !== undefined && group.smallest.size <= size) return;
      const fits = JSON.stringify(file).length <= fullSize;
      group.smallest = { name, size, ...(fits ? { file } : {}) };
    },
    groups: () => {
      let full = 0;
      const smallestOf = ({ smallest }: Group): { smallest?: SmallestCase } => {
        if (smallest === undefined) return {};
        const { name, file } = smallest;
        return { smallest: { name, ...(file !== undefined && ++full <= fullAtMost ? { file } : {}) } };
      };
      return [...groups.values()].sort(inOrder).map((group) => ({
        key: group.key,
        kind: group.kind,
        ...(group.requirement === undefined ? {} : { requirement: group.requirement }),
        ...sentenceOf(group),
        cases: group.cases,
        ...smallestOf(group),
        listed: group.listed.map(({ id, line }) => {
          const name = names.get(id);
          return { id, line, ...(name === undefined ? {} : { name }) };
        }),
        unlisted: group.cases - group.listed.length,
      }));
    },
  };
}

type LookedAt = Extract<Verdict, { readonly kind: DifferenceKind }>;

/** Whether somebody has to look at a case: it speaks against the device, or shows an error of the suite. */
export function asksForALook(verdict: Verdict): verdict is LookedAt {
  switch (verdict.kind) {
    case 'violation':
    case 'inconsistent':
    case 'drift':
    case 'suite-error':
      return true;
    case 'conform':
    case 'inconclusive':
    case 'not-tested':
      return false;
  }
}

/** Violations first, and of them what most cases blame, since others follow from it; then whose case is the smallest. */
function inOrder(left: Group, right: Group): number {
  return (
    byGravity.indexOf(left.kind) - byGravity.indexOf(right.kind) ||
    right.cases - left.cases ||
    (left.smallest?.size ?? Infinity) - (right.smallest?.size ?? Infinity) ||
    (left.key < right.key ? -1 : 1)
  );
}

function sentenceOf({ kind, requirement: id }: Group): Pick<DifferenceGroup, 'text' | 'source'> {
  if (id !== undefined) {
    const { text, source } = requirement(id);
    return { text, source };
  }
  switch (kind) {
    case 'violation':
      return { text: 'The device breaks a requirement.' };
    case 'inconsistent':
      return { text: 'The device answers a question that the specification leaves open in two ways.' };
    case 'drift':
      return { text: 'The device answers an open question differently than it did in the baseline.' };
    case 'suite-error':
      return { text: 'An error of the suite itself, which says nothing about the device; please report it.' };
  }
}

/** What differs, in one line: of a violation the point that blames the requirement. */
function lineOf(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'violation': {
      const { differences, requirement: id } = verdict;
      const first = differences.find((difference) => difference.requirement === id) ?? differences[0];
      if (first === undefined) return '';
      return cut(
        `Step ${first.step + 1}, ${first.where}: expected ${first.expected}; observed ${first.observed}`,
      );
    }
    case 'inconsistent':
      return cut(`${verdict.key}: ${verdict.before.join(' or ')} before, ${verdict.now.join(' or ')} now`);
    case 'drift':
      return cut(`${verdict.key}: ${verdict.baseline} in the baseline, ${verdict.now} now`);
    case 'suite-error':
    case 'inconclusive':
    case 'not-tested':
      return cut(verdict.reason);
    case 'conform':
      return '';
  }
}

function cut(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length > lineLength ? `${line.slice(0, lineLength - 1)}…` : line;
}
