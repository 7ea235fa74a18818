import type { AmbiguityId } from '../../csp/ambiguities.ts';
import { ambiguityOf, answerKeys } from '../../csp/ambiguities.ts';
import { isFailure, isSuccess } from '../../csp/statuses.ts';
import type { Expectation, ResultsExpectation, Settlement, StatusSet } from '../expectation.ts';
import type { Outcome } from '../predict.ts';

/** One way to read the documents: a possible world, and what it expects of each command. */
export interface Reading {
  /** What the world assumes: the key of an open question, or a doubt in words, to its answer. */
  readonly assumed: Readonly<Record<string, string>>;
  /** The open questions among them. */
  readonly answered: ReadonlySet<AmbiguityId>;
  /** By index of the command. */
  readonly commands: ReadonlyMap<number, readonly CommandExpectation[]>;
  /** Why the message is refused as a whole; undefined where its commands are carried out. */
  readonly refused: string | undefined;
}

export type CommandExpectation = Exclude<Expectation, { kind: 'reply' | 'stores' | 'scep-log' }>;

/** What a reading expects of one command. */
export interface CommandReading {
  readonly statuses: readonly StatusSet[];
  readonly because: readonly string[];
  readonly results: readonly ResultsExpectation[];
  readonly all: readonly CommandExpectation[];
  /** Open questions that were asked on the way, or that the status itself will answer. */
  readonly asked: readonly AmbiguityId[];
  readonly success: Success;
}

export type Success = 'succeeds' | 'fails' | 'either';

/** Sorts the expectations of a world by the commands that they are about. */
export function readingOf({ world, expectations, assumptions }: Outcome): Reading {
  const commands = new Map<number, CommandExpectation[]>();
  let refused: string | undefined;
  for (const expectation of expectations) {
    if (expectation.kind === 'stores' || expectation.kind === 'scep-log') continue;
    if (expectation.kind === 'reply') {
      if (expectation.reply === 'refused') refused = expectation.reason.because;
      continue;
    }
    const known = commands.get(expectation.command.index);
    if (known === undefined) commands.set(expectation.command.index, [expectation]);
    else known.push(expectation);
  }
  const answered = new Set(answerKeys.filter((key) => key in world.answers).map(ambiguityOf));
  return { assumed: { ...assumptions, ...world.answers }, answered, commands, refused };
}

/** What a reading expects of the command with this index. */
export function commandReading({ commands, refused, answered }: Reading, index: number): CommandReading {
  const all = commands.get(index) ?? [];
  const own = all.filter((expectation) => expectation.kind === 'status');
  // In a message that is refused as a whole, a command either fails or gets no Status.
  const statuses: readonly StatusSet[] =
    refused === undefined ? own.map((expectation) => expectation.statuses) : [{ kind: 'failure' }];
  return {
    statuses,
    because: refused === undefined ? own.map(({ reason }) => reason.because) : [refused],
    results: all.filter((expectation) => expectation.kind === 'results'),
    all,
    asked: all.flatMap((expectation) => questionsOf(expectation, answered)),
    success: successOf(statuses),
  };
}

/** Rules name all questions that they may ask; those that count here were answered, or will be by the reply. */
function questionsOf(
  expectation: CommandExpectation,
  answered: ReadonlySet<AmbiguityId>,
): readonly AmbiguityId[] {
  return [
    ...expectation.reason.ambiguities.filter((id) => answered.has(id)),
    ...settlementsOf(expectation).map(({ key }) => ambiguityOf(key)),
  ];
}

function settlementsOf(expectation: CommandExpectation): readonly Settlement[] {
  switch (expectation.kind) {
    case 'status':
      return expectation.settles ?? [];
    case 'results':
      return expectation.settles === undefined ? [] : [expectation.settles];
    case 'no-results':
      return [];
  }
}

/** Several statuses, as for several Items, make a success only together. */
function successOf(statuses: readonly StatusSet[]): Success {
  const each = statuses.map((set): Success => {
    switch (set.kind) {
      case 'codes':
        if (set.codes.every(isSuccess)) return 'succeeds';
        return set.codes.every(fails) ? 'fails' : 'either';
      case 'failure':
        return 'fails';
      case 'any':
      case 'none':
        return 'either';
    }
  });
  const [first = 'either', ...others] = each;
  return others.every((success) => success === first) ? first : 'either';
}

/** 215 and 216 begin with 2, but the command that gets one has no effect. */
function fails(code: string): boolean {
  return isFailure(code) || code === '215' || code === '216';
}
