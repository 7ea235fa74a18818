import type { Command, Message, ResultsCommand, StatusCommand } from '../syncml/message.ts';
import { allCommands } from '../syncml/walk.ts';
import { engine } from './adjusting.ts';
import type { Fault } from './fault.ts';

/**
 * A device that does all right and says something else.
 * @param change gets the commands of the reply and, in document order, those of the request
 */
export function withAnswers(
  change: (answers: readonly Command[], commands: readonly Command[]) => readonly Command[],
): Fault['adjust'] {
  return engine(({ finish }) => ({
    finish: (reply, request) => renumbered(finish(reply, request), change, request),
  }));
}

/** The same for each Status by itself; undefined: it is left out. */
export function withStatuses(change: (status: StatusCommand) => StatusCommand | undefined): Fault['adjust'] {
  return withAnswers((answers) =>
    answers.flatMap((answer): readonly Command[] => {
      if (answer.kind !== 'Status') return [answer];
      const changed = change(answer);
      return changed === undefined ? [] : [changed];
    }),
  );
}

/** The same for each Results. */
export function withResults(change: (results: ResultsCommand) => ResultsCommand): Fault['adjust'] {
  return withAnswers((answers) =>
    answers.map((answer) => (answer.kind === 'Results' ? change(answer) : answer)),
  );
}

function renumbered(
  reply: Message,
  change: Parameters<typeof withAnswers>[0],
  request: Message | undefined,
): Message {
  const asked = request === undefined ? [] : allCommands(request).map(({ command }) => command);
  const commands = change(reply.commands, asked).map((command, index) => ({
    ...command,
    cmdId: String(index + 1),
  }));
  return { ...reply, commands };
}
