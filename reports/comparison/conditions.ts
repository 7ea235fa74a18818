import type { ComparedRun, Condition } from './comparison.ts';
import { counted, namesOf } from './words.ts';

/** In what the runs themselves are not alike, and how that bears on what differs; what puts most in doubt first. */
export function conditionsOf(runs: readonly ComparedRun[]): readonly Condition[] {
  return rules.flatMap(({ kind, effect, find }) => {
    const text = find(runs);
    return text === undefined ? [] : [{ kind, text, effect }];
  });
}

/** One way in which runs can be unlike. */
interface Rule {
  readonly kind: Condition['kind'];
  readonly effect: string;
  /** What is not alike, in words; undefined where nothing is. */
  readonly find: (runs: readonly ComparedRun[]) => string | undefined;
}

/** Of the combinations of a usual run: pairs. */
const usualStrength = 2;

const rules: readonly Rule[] = [
  {
    kind: 'cut-off',
    effect:
      'What is not violated there, and what is not answered there, may only not have been tried: go on with the run (conform run --resume) and compare again.',
    find: (runs) => {
      const cut = runs.filter(({ run, unaccounted }) => run.ended === undefined || unaccounted !== 0);
      return cut.length === 0
        ? undefined
        : `${namesOf(namesIn(cut))} ${cut.length === 1 ? 'was' : 'were'} cut off.`;
    },
  },
  {
    kind: 'errors',
    effect: 'Such a case says nothing about the device, so that less was decided there than elsewhere.',
    find: (runs) => {
      const failed = runs.flatMap(({ name, counts: { verdicts } }) => {
        const cases = verdicts['suite-error'] + verdicts.inconclusive;
        return cases === 0 ? [] : [`${counted(cases, 'case')} of ${name}`];
      });
      return failed.length === 0
        ? undefined
        : `Suite, transport or laboratory failed in ${namesOf(failed, 'runs')}.`;
    },
  },
  {
    kind: 'suite',
    effect:
      'Another build of the suite may try other cases and read the specification differently: repeat one of the runs with the build of the other before a device is blamed for what differs.',
    find: (runs) => {
      const builds = groupsOf(runs, ({ suite: { version, commit, modified } }) =>
        [
          version,
          ...(commit === undefined ? [] : [`commit ${commit.slice(0, 12)}`]),
          ...(modified === true ? ['with changes that no commit has'] : []),
        ].join(', '),
      );
      const changed = runs.filter(({ suite }) => suite.modified === true);
      if (builds.size > 1) return `The suite is not the same: ${groupsInWords(builds)}.`;
      if (changed.length > 1)
        return 'The sources of the suite had changes that no commit has, which may not be the same.';
      return undefined;
    },
  },
  {
    kind: 'programme',
    effect: 'The devices were not given the same cases: see which cases a verdict rests on.',
    find: (runs) =>
      unlike('The programme', runs, ({ programme }) =>
        programme === undefined
          ? 'no programme'
          : `programme ${programme.version} (${programme.digest.slice(0, 12)})`,
      ),
  },
  {
    kind: 'chosen',
    effect: 'A requirement that only suites left out aim at is decided there by chance, or not at all.',
    find: (runs) =>
      unlike('The choice of suites', runs, ({ run }) =>
        run.suites.length === 0 ? 'all' : [...run.suites].sort().join(', '),
      ),
  },
  {
    kind: 'random-cases',
    effect:
      'One device may have been shown a case that another was not; only the fixed lists are the same for all.',
    find: (runs) =>
      unlike(
        'The random cases',
        runs,
        ({ run: { seed, runs: cases, strength } }) =>
          `seed ${seed}, ${counted(cases, 'case')} of each family${strength === undefined || strength === usualStrength ? '' : `, every ${strength} choices combined`}`,
      ) ?? unlikeNumbers(runs),
  },
  {
    kind: 'target',
    effect: 'Not every way to a device shows the same of it: see what each can not do.',
    find: (runs) => unlike('The way to the device', runs, ({ target }) => target.target),
  },
  {
    kind: 'limits',
    effect: 'Cases that need it were left out there, or were judged without what they would have looked at.',
    find: (runs) => {
      const limited = groupsOf(runs, ({ target }) =>
        target.limits.map(({ need, answer }) => (answer === 'no' ? need : `${need} (unknown)`)).join(', '),
      );
      if (limited.size < 2) return undefined;
      const lacking = [...limited].flatMap(([needs, names]) =>
        needs === '' ? [] : [`${needs} missing on ${namesOf(names)}`],
      );
      return `Not every target can do the same: ${lacking.join('; ')}.`;
    },
  },
  {
    kind: 'left-out',
    effect: 'Fewer cases came to a verdict there, for want of time or by what the target can not do.',
    find: (runs) =>
      unlike(
        'What came to nothing',
        runs,
        ({ leftOut, counts }) => `${leftOut} of ${counted(counts.planned, 'planned case')}`,
        ({ leftOut }) => String(leftOut),
      ),
  },
  {
    kind: 'edition',
    effect:
      'Each device is judged by the edition that was named for it; a requirement that concerns some editions only is not decided on others.',
    find: (runs) => unlike('The edition expected', runs, ({ run }) => run.edition),
  },
];

/** @param sameAs what has to be equal for runs to be alike; as a rule, what is shown of them */
function unlike(
  what: string,
  runs: readonly ComparedRun[],
  shown: (run: ComparedRun) => string,
  sameAs = shown,
): string | undefined {
  if (new Set(runs.map(sameAs)).size < 2) return undefined;
  return `${what} ${what.endsWith('cases') ? 'are' : 'is'} not the same: ${groupsInWords(groupsOf(runs, shown))}.`;
}

function groupsOf(
  runs: readonly ComparedRun[],
  valueOf: (run: ComparedRun) => string,
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const run of runs) {
    const group = groups.get(valueOf(run)) ?? [];
    group.push(run.name);
    groups.set(valueOf(run), group);
  }
  return groups;
}

function groupsInWords(groups: ReadonlyMap<string, readonly string[]>): string {
  return [...groups].map(([value, names]) => `${value} on ${namesOf(names)}`).join('; ');
}

function namesIn(runs: readonly ComparedRun[]): readonly string[] {
  return runs.map(({ name }) => name);
}

/** Runs of the same suites and seed that planned other numbers of cases were given other case files beside them. */
function unlikeNumbers(runs: readonly ComparedRun[]): string | undefined {
  const chosen = new Set(runs.map(({ run }) => [...run.suites].sort().join()));
  if (chosen.size > 1) return undefined;
  return unlike('The number of planned cases', runs, ({ counts: { planned } }) => counted(planned, 'case'));
}
