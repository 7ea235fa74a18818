import type { Item } from '../syncml/message.ts';
import { engine } from './adjusting.ts';
import { withAnswers, withResults, withStatuses } from './answering.ts';
import type { Fault } from './fault.ts';

/** Replies that are put together wrongly, while everything is carried out as it should be. */
export const replyFaults: readonly Fault[] = [
  {
    id: 'no-status-for-header',
    mistake: 'SyncHdr has no Status.',
    breaks: ['R-DM-01'],
    adjust: withStatuses((status) => (status.cmd === 'SyncHdr' ? undefined : status)),
  },
  {
    id: 'no-status-for-delete',
    mistake: 'A Delete that succeeded has no Status.',
    breaks: ['R-DM-01'],
    adjust: withStatuses((status) =>
      status.cmd === 'Delete' && status.data?.text === '200' ? undefined : status,
    ),
  },
  {
    id: 'no-status-for-members',
    mistake: 'An Atomic has one Status for all its members.',
    breaks: ['R-DM-01'],
    adjust: withAnswers((answers, commands) => {
      const members = commands.flatMap((command) => (command.kind === 'Atomic' ? command.commands : []));
      const ids = new Set(members.map(({ cmdId = '' }) => cmdId));
      return answers.filter((answer) => answer.kind !== 'Status' || !ids.has(answer.cmdRef ?? ''));
    }),
  },
  {
    id: 'status-twice',
    mistake: 'A Get that succeeded is answered with a Status before its Results and another one behind them.',
    breaks: ['R-DM-01'],
    adjust: withAnswers((answers) =>
      answers.flatMap((answer) =>
        answer.kind === 'Status' && answer.cmd === 'Get' && answer.data?.text === '200'
          ? [answer, answer]
          : [answer],
      ),
    ),
  },
  {
    id: 'cmdref-is-the-position',
    mistake: 'CmdRef counts the commands of the message instead of naming their CmdID.',
    breaks: ['R-DM-01'],
    adjust: withAnswers((answers, commands) =>
      answers.map((answer) => {
        if (answer.kind !== 'Status' && answer.kind !== 'Results') return answer;
        const position = commands.findIndex(({ cmdId }) => cmdId === answer.cmdRef);
        return position < 0 ? answer : { ...answer, cmdRef: String(position + 1) };
      }),
    ),
  },
  {
    id: 'results-for-the-command-before',
    mistake: 'Results refer to the command before the Get that they belong to.',
    breaks: ['R-DM-01', 'R-DM-02'],
    adjust: withAnswers((answers, commands) =>
      answers.map((answer) => {
        if (answer.kind !== 'Results') return answer;
        const position = commands.findIndex(({ cmdId }) => cmdId === answer.cmdRef);
        return { ...answer, cmdRef: commands[position - 1]?.cmdId ?? '0' };
      }),
    ),
  },
  {
    id: 'msgref-is-1',
    mistake: 'MsgRef is always 1, also in answer to later messages.',
    breaks: ['R-DM-01'],
    adjust: withAnswers((answers) =>
      answers.map((answer) =>
        answer.kind === 'Status' || answer.kind === 'Results' ? { ...answer, msgRef: '1' } : answer,
      ),
    ),
  },
  {
    id: 'one-status-for-unlike-items',
    mistake: 'A command with several Items has the Status of its last one, however the others fared.',
    breaks: ['R-DM-01'],
    adjust: withAnswers((answers) => {
      const last = new Map(
        answers.flatMap((answer) =>
          answer.kind === 'Status' && answer.targetRefs.length > 0 ? [[answer.cmdRef, answer]] : [],
        ),
      );
      return answers.flatMap((answer) => {
        if (answer.kind !== 'Status' || answer.targetRefs.length === 0) return [answer];
        return last.get(answer.cmdRef) === answer ? [{ ...answer, targetRefs: [] }] : [];
      });
    }),
  },
  {
    id: 'target-ref-of-another-item',
    mistake: 'The Status of an Item names another Item of its command.',
    breaks: ['R-DM-01'],
    adjust: withAnswers((answers) => {
      const named = answers.flatMap((answer) =>
        answer.kind === 'Status' && answer.targetRefs.length > 0 ? [answer] : [],
      );
      const next = new Map(
        named.map((status, index) => [
          status,
          named
            .filter(({ cmdRef }) => cmdRef === status.cmdRef)
            .at(
              (named.slice(0, index).filter(({ cmdRef }) => cmdRef === status.cmdRef).length + 1) %
                named.filter(({ cmdRef }) => cmdRef === status.cmdRef).length,
            ),
        ]),
      );
      return answers.map((answer) =>
        answer.kind === 'Status' && next.has(answer)
          ? { ...answer, targetRefs: next.get(answer)?.targetRefs ?? [] }
          : answer,
      );
    }),
  },
  {
    id: 'results-missing',
    mistake: 'A Get is answered with 200 and no Results where the value is empty.',
    breaks: ['R-DM-02'],
    adjust: withAnswers((answers) =>
      answers.filter(
        ({ kind, ...answer }) => kind !== 'Results' || !isEmpty('items' in answer ? answer.items : []),
      ),
    ),
  },
  {
    id: 'results-without-format',
    mistake: 'Results have no Format.',
    breaks: ['R-DM-02'],
    adjust: withItems(({ meta: _meta, ...item }) => item),
  },
  {
    id: 'results-all-chr',
    mistake: 'Results have the Format chr, whatever the node is.',
    breaks: ['R-DM-02'],
    adjust: withItems((item) => ({ ...item, meta: { ...item.meta, format: 'chr' } })),
  },
  {
    id: 'results-of-the-first-item',
    mistake: 'A Get with several Items brings the value of the first one only.',
    breaks: ['R-DM-02'],
    adjust: withResults((results) => ({ ...results, items: results.items.slice(0, 1) })),
  },
  {
    id: 'children-joined-by-semicolons',
    mistake: 'The names of the children of an interior node are joined by semicolons.',
    breaks: ['R-DM-02'],
    adjust: engine(() => ({ joinNames: (names) => names.join(';') })),
  },
  {
    id: 'first-child-only',
    mistake: 'A Get of an interior node gives the name of its first child only.',
    breaks: ['R-DM-02'],
    adjust: engine(() => ({ joinNames: (names) => names[0] ?? '' })),
  },
  {
    id: 'children-sorted-and-cut',
    mistake: 'The list of children is a buffer of 32 characters.',
    breaks: ['R-DM-02'],
    adjust: engine(({ joinNames }) => ({ joinNames: (names) => joinNames(names).slice(0, 32) })),
  },
];

function withItems(change: (item: Item) => Item): Fault['adjust'] {
  return withResults((results) => ({ ...results, items: results.items.map(change) }));
}

function isEmpty(items: readonly Item[]): boolean {
  return items.every(({ data }) => (data?.text ?? '') === '');
}
