import { ambiguityOf, answerKeys } from '../../csp/ambiguities.ts';
import type { AmbiguityId } from '../../csp/ambiguities.ts';
import type { Command } from '../../syncml/message.ts';
import type { ExpectedEntry } from '../expectation.ts';
import { decisionsOn } from './decisions.ts';
import type { Alternative, Decision, ExplainedCommand, ExplainedEntry } from './explanation.ts';
import { commandReading, type CommandReading, type Reading } from './reading.ts';
import { standInPfx } from './stand-in-pfx.ts';
import { joinStatuses } from './status.ts';
import { valueInWords } from './value-in-words.ts';

/** What all readings together expect of one command. */
export function explainCommand(
  command: Command,
  index: number,
  readings: readonly Reading[],
): ExplainedCommand {
  const commands = readings.map((reading) => commandReading(reading, index));
  const decisions = decisionsOn(readings, commands);
  const results = unique(
    commands.flatMap((reading) => reading.results.map(({ value }) => valueInWords(value))),
  );
  const targets = targetsOf(command);
  return {
    ...(command.cmdId === undefined ? {} : { cmdId: command.cmdId }),
    cmd: command.kind === 'Unknown' ? command.name : command.kind,
    ...(targets[0] === undefined ? {} : { target: targets[0] }),
    ...(targets.length > 1 ? { targets } : {}),
    ...(command.position === undefined ? {} : { line: command.position.line }),
    expected: {
      status: joinStatuses(commands.flatMap(({ statuses }) => statuses)),
      because: unique(commands.flatMap(({ because }) => because)),
      alternatives: alternativesOf(commands),
      ...(decisions.length === 0 ? {} : { decisions }),
      ...(results.length === 0 ? {} : { results }),
    },
    requirements: unique(commands.flatMap(({ all }) => all.map(({ reason }) => reason.requirement))).sort(),
    ambiguities: ambiguitiesOf(commands, decisions),
  };
}

/**
 * The stores of all readings together: an entry is certain where every reading has it.
 *
 * @param readings the entries of each world
 */
export function explainStores(readings: readonly (readonly ExpectedEntry[])[]): readonly ExplainedEntry[] {
  const found = new Map<string, { readonly entry: Omit<ExplainedEntry, 'certain'>; readings: number }>();
  for (const entries of readings) {
    for (const { scope, thumbprint, providers, exportable, container, optional } of entries) {
      const entry = {
        scope,
        thumbprint: thumbprint === standInPfx.thumbprint ? 'unknown' : thumbprint,
        providers,
        exportable,
        ...(container === undefined ? {} : { container }),
      };
      const key = JSON.stringify([scope, entry.thumbprint, providers, exportable, container ?? null]);
      const known = found.get(key) ?? { entry, readings: 0 };
      if (!optional) known.readings++;
      found.set(key, known);
    }
  }
  return [...found.values()].map(({ entry, readings: number }) => ({
    ...entry,
    certain: number === readings.length,
  }));
}

/** The outcomes of a command: success first, each with the statuses and reasons of all readings that have it. */
function alternativesOf(commands: readonly CommandReading[]): readonly Alternative[] {
  return (['succeeds', 'fails', 'either'] as const).flatMap((outcome) => {
    const same = commands.filter(({ success }) => success === outcome);
    if (same.length === 0) return [];
    return [
      {
        outcome,
        status: joinStatuses(same.flatMap(({ statuses }) => statuses)),
        because: unique(same.flatMap(({ because }) => because)),
      },
    ];
  });
}

/** Where it is open whether the command succeeds, what decides it, and what the good status still leaves open. */
function ambiguitiesOf(
  commands: readonly CommandReading[],
  decisions: readonly Decision[],
): readonly AmbiguityId[] {
  const named = answerKeys
    .filter((key) => decisions.some((decision) => decision.key === key))
    .map(ambiguityOf);
  const telling =
    decisions.length === 0 ? commands : commands.filter(({ success }) => success === 'succeeds');
  return unique([...named, ...telling.flatMap(({ asked }) => asked)]).sort();
}

/** LocURIs of all Items that have one. */
function targetsOf(command: Command): readonly string[] {
  if (!('items' in command)) return [];
  return command.items.flatMap(({ target }) => (target === undefined ? [] : [target.locUri]));
}

function unique<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}
