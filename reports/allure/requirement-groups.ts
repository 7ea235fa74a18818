import type { Level } from '../../cases/case.ts';
import type { CaseResult, NotRun, Planned, ResultLine } from '../../cases/result.ts';
import type { Verdict, VerdictKind } from '../../cases/verdict.ts';
import { isRequirementId, type RequirementId } from '../../csp/requirements.ts';
import { asksForALook } from '../model/difference-groups.ts';
import { findingOf } from '../waivers/finding.ts';
import type { WaiverKeeper } from '../waivers/match.ts';
import type { Waiver } from '../waivers/waiver.ts';

/** What became of the cases that make one test in Allure: those for the same requirements, or one case of the corpus. */
export interface RequirementGroup {
  /** Stable over runs: `R-PFX-13`, `R-DM-08+R-DM-09`, the id of a case of the corpus. */
  readonly key: string;
  /** Whether it is of the corpus: one case of it, whose id is the key, or those that were not begun. */
  readonly ofCorpus?: 'case' | 'not-begun';
  readonly requirements: readonly RequirementId[];
  readonly families: readonly FamilyCount[];
  /** Cases that ask somebody to look, in the order in which they were found; their number is in `families`. */
  readonly differing: readonly DifferingCase[];
  /** Cases that speak against the device and that no waiver in force accepts. */
  readonly unaccepted: number;
  /** The waivers that accept cases of the group. */
  readonly waivers: readonly Waiver[];
}

export interface FamilyCount {
  readonly name: string;
  readonly levels: readonly Level[];
  readonly planned: number;
  readonly executed: number;
  readonly verdicts: Readonly<Partial<Record<VerdictKind, number>>>;
  /** Cases with something made wrong on purpose. */
  readonly wrongOnPurpose: number;
  /** Cases that were never begun or came to nothing, by reason. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Planned cases that were never begun, with a reason. */
  readonly leftOut: number;
  /** Cases that were judged without a part of what they would have looked at, by reason. */
  readonly unseen: ReadonlyMap<string, number>;
  readonly milliseconds: number;
}

export interface DifferingCase {
  readonly id: string;
  readonly verdict: Verdict;
}

export interface GroupKeeper {
  add(entry: ResultLine | Planned): void;
  groups(): readonly RequirementGroup[];
  /** The key of the group that a case that differed belongs to. */
  groupOf(caseId: string): string | undefined;
}

/** The family that every case of corpus/ is counted under (runner/corpus-suite.ts). */
const corpusFamily = 'corpus';

interface Family {
  name: string;
  levels: Set<Level>;
  planned: number;
  executed: number;
  verdicts: Partial<Record<VerdictKind, number>>;
  wrongOnPurpose: number;
  reasons: Map<string, number>;
  leftOut: number;
  unseen: Map<string, number>;
  milliseconds: number;
}

interface Group {
  key: string;
  ofCorpus?: 'case' | 'not-begun';
  requirements: readonly RequirementId[];
  families: Map<string, Family>;
  differing: DifferingCase[];
  unaccepted: number;
  waivers: Set<Waiver>;
}

/** Sorts results into tests; its memory grows with families and differences, never with the number of cases. */
export function keepRequirementGroups(accepting: WaiverKeeper): GroupKeeper {
  const groups = new Map<string, Group>();
  const groupOfCase = new Map<string, string>();

  const groupFor = (entry: Planned | CaseResult | NotRun): Group => {
    const ofCorpus = entry.family !== corpusFamily ? undefined : entry.kind === 'case' ? 'case' : 'not-begun';
    const requirements = ofCorpus === undefined ? requirementsOf(entry) : entry.aims;
    const key =
      ofCorpus === undefined ? requirements.join('+') : entry.kind === 'case' ? entry.id : corpusFamily;
    const group: Group = groups.get(key) ?? {
      key,
      ...(ofCorpus === undefined ? {} : { ofCorpus }),
      requirements,
      families: new Map(),
      differing: [],
      unaccepted: 0,
      waivers: new Set(),
    };
    groups.set(key, group);
    return group;
  };

  const addCase = (result: CaseResult): void => {
    const group = groupFor(result);
    const { id, verdict } = result;
    countCase(familyIn(group, result.family), result);
    if (!asksForALook(verdict)) return;
    group.differing.push({ id, verdict });
    groupOfCase.set(id, group.key);
    const finding = findingOf(result);
    if (finding === undefined) return;
    const waiver = accepting.accept(finding);
    if (waiver === undefined) group.unaccepted++;
    else group.waivers.add(waiver);
  };

  return {
    add: (entry) => {
      switch (entry.kind) {
        case 'planned': {
          // The cases of the corpus are tests of their own, and none of them is announced.
          if (entry.family === corpusFamily) return;
          familyIn(groupFor(entry), entry.family).planned += entry.cases;
          return;
        }
        case 'not-run': {
          const family = familyIn(groupFor(entry), entry.family);
          family.leftOut += entry.cases;
          count(family.reasons, entry.reason, entry.cases);
          return;
        }
        case 'case':
          addCase(entry);
      }
    },
    groups: () =>
      [...groups.values()].map(({ families, waivers, ...group }) => ({
        ...group,
        families: [...families.values()].map(({ levels, ...family }) => ({ ...family, levels: [...levels] })),
        waivers: [...waivers],
      })),
    groupOf: (caseId) => groupOfCase.get(caseId),
  };
}

/**
 * What the family of an entry tests. Its name says it (generators/family.ts); a case may aim at other requirements too,
 * and in a run that was resumed it stands before the line that announces its family.
 */
function requirementsOf({ family, aims }: Planned | CaseResult | NotRun): readonly RequirementId[] {
  const named = family.split('/')[1]?.split('+').filter(isRequirementId) ?? [];
  return named.length > 0 ? named : aims;
}

function familyIn({ families }: Group, name: string): Family {
  const family = families.get(name) ?? {
    name,
    levels: new Set<Level>(),
    planned: 0,
    executed: 0,
    verdicts: {},
    wrongOnPurpose: 0,
    reasons: new Map<string, number>(),
    leftOut: 0,
    unseen: new Map<string, number>(),
    milliseconds: 0,
  };
  families.set(name, family);
  return family;
}

function countCase(family: Family, { level, faults, verdict, unseen, milliseconds }: CaseResult): void {
  family.executed++;
  family.levels.add(level);
  family.milliseconds += milliseconds;
  family.verdicts[verdict.kind] = (family.verdicts[verdict.kind] ?? 0) + 1;
  if (faults.length > 0) family.wrongOnPurpose++;
  if (verdict.kind === 'not-tested' || verdict.kind === 'inconclusive' || verdict.kind === 'suite-error') {
    count(family.reasons, verdict.reason, 1);
  }
  for (const reason of unseen ?? []) count(family.unseen, reason, 1);
}

function count(counts: Map<string, number>, reason: string, cases: number): void {
  counts.set(reason, (counts.get(reason) ?? 0) + cases);
}
