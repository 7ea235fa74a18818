import type { Refusal } from '../simulator/engine/refusals.ts';
import { engine, together } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { withAnswers } from './answering.ts';

/** Right in what is done, wrong in what is said of it; and commands that are refused or accepted for their form. */
export const statusFaults: readonly Fault[] = [
  answering(
    'missing-node-answered-405',
    'A command on a node that does not exist',
    '405',
    ['R-DM-03'],
    'no-such-node',
  ),
  answering(
    'missing-node-answered-500',
    'A command on a node that does not exist',
    '500',
    ['R-DM-03'],
    'no-such-node',
  ),
  answering('existing-node-answered-409', 'Add of a node that exists', '409', ['R-DM-05'], 'node-exists'),
  answering(
    'existing-node-answered-200',
    'Add of a node that exists, which changes nothing,',
    '200',
    ['R-DM-05', 'R-PFX-13'],
    'node-exists',
  ),
  answering(
    'forbidden-write-answered-404',
    'Add, Replace or Delete that the node does not allow',
    '404',
    ['R-DM-04'],
    'write-not-allowed',
  ),
  answering(
    'forbidden-write-answered-500',
    'Add, Replace or Delete that the node does not allow',
    '500',
    ['R-DM-04'],
    'write-not-allowed',
  ),
  answering(
    'forbidden-exec-answered-500',
    'Exec that the node does not allow',
    '500',
    ['R-DM-04'],
    'exec-not-allowed',
  ),
  answering(
    'wrong-format-answered-200',
    'A value in a wrong Format, which is not stored,',
    '200',
    ['R-DM-17'],
    'wrong-format',
  ),
  answering(
    'invalid-value-answered-200',
    'A value that is invalid, and is not stored,',
    '200',
    ['R-PFX-17', 'R-PFX-20', 'R-PFX-04'],
    'invalid-value',
  ),
  answering(
    'unknown-element-answered-406',
    'An element that is no command',
    '406',
    ['R-DM-12'],
    'unknown-element',
  ),
  answering('no-cmdid-answered-500', 'A command without CmdID', '500', ['R-DM-11'], 'no-cmdid'),
  {
    id: 'statuses-404-and-405-swapped',
    mistake: 'Two constants are swapped: 404 for what is not allowed, 405 for what does not exist.',
    breaks: ['R-DM-03', 'R-DM-04'],
    adjust: engine(({ statuses }) => ({
      statuses: {
        ...statuses,
        'no-such-node': '405',
        'write-not-allowed': '404',
        'exec-not-allowed': '404',
        'get-not-allowed': '404',
      },
    })),
  },
  {
    id: 'delete-of-missing-succeeds',
    mistake: 'Delete of a node that does not exist succeeds, as nothing is left of it.',
    breaks: ['R-DM-03'],
    adjust: engine(() => ({ deleteOfMissing: 'done' })),
  },
  {
    id: 'replace-of-missing-answered-200',
    mistake: 'Replace of a node that does not exist is answered with 200, and nothing is done.',
    breaks: ['R-DM-03', 'R-PFX-15'],
    adjust: withAnswers((answers) =>
      answers.map((answer) =>
        answer.kind === 'Status' && answer.cmd === 'Replace' && answer.data?.text === '404'
          ? { ...answer, data: { ...answer.data, text: '200' } }
          : answer,
      ),
    ),
  },
  {
    id: 'no-cmdid-executed',
    mistake: 'A command without CmdID is executed.',
    breaks: ['R-DM-11'],
    adjust: engine(({ cmdIdFault }) => ({
      cmdIdFault: (command, used) => {
        const fault = cmdIdFault(command, used);
        return fault === 'no-cmdid' ? undefined : fault;
      },
    })),
  },
  {
    id: 'no-cmdid-answered-with-cmdref-0',
    mistake: 'The Status of a command without CmdID has the CmdRef 0 instead of a blank one.',
    breaks: ['R-DM-11', 'R-DM-01'],
    adjust: engine(() => ({ cmdRef: ({ cmdId }) => (cmdId === undefined || cmdId === '' ? '0' : cmdId) })),
  },
  {
    id: 'unknown-element-passed-over',
    mistake: 'An element that is no command is passed over without a Status, in an Atomic too.',
    breaks: ['R-DM-12', 'R-DM-01'],
    adjust: together(
      acceptingUnknown(),
      withAnswers((answers, commands) => {
        const unknown = new Set(
          commands.filter(({ kind }) => kind === 'Unknown').map(({ cmdId = '' }) => cmdId),
        );
        return answers.filter((answer) => answer.kind !== 'Status' || !unknown.has(answer.cmdRef ?? ''));
      }),
    ),
  },
  {
    id: 'unknown-element-answered-200',
    mistake: 'An element that is no command is answered with 200.',
    breaks: ['R-DM-12'],
    adjust: acceptingUnknown(),
  },
  {
    id: 'failed-install-of-wrong-settings-answered-200',
    mistake:
      'The command that triggers an install which its settings forbid is answered with 200, and Status stays as it was.',
    breaks: ['R-PFX-23', 'R-PFX-12'],
    adjust: engine(({ statuses }) => ({ statuses: { ...statuses, 'trigger-failed': '200' } })),
  },
];

function answering(id: string, what: string, code: string, breaks: Fault['breaks'], refusal: Refusal): Fault {
  return {
    id,
    mistake: `${what} is answered with ${code}.`,
    breaks,
    adjust: engine(({ statuses }) => ({ statuses: { ...statuses, [refusal]: code } })),
  };
}

function acceptingUnknown(): Fault['adjust'] {
  return engine(({ elementFault, memberFault }) => ({
    elementFault: (command) => (command.kind === 'Unknown' ? undefined : elementFault(command)),
    memberFault: (command) => (command.kind === 'Unknown' ? undefined : memberFault(command)),
  }));
}
