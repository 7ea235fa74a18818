import { anyFailure, codes } from '../admitted.ts';
import type { Refusal } from '../attempt.ts';
import type { RequestCommand } from '../request.ts';
import type { Rule } from '../rule.ts';

/** What stands against a command before its Items are looked at. */
export type CommandRule = Rule<RequestCommand, Refusal>;

const badRequest: Refusal = { statuses: codes('400') };

const withoutCmdId: CommandRule = {
  id: 'cmdid-missing',
  requirements: ['R-DM-11'],
  ambiguities: ['A-18'],
  because: 'the command has no CmdID',
  decide: (command, asking) => {
    if (command.cmdIdClass !== 'missing' || command.kind === 'Unknown') return undefined;
    return command.kind === 'Atomic' && asking.answer('A-18') === 'executed' ? undefined : badRequest;
  },
};

const zeroCmdId: CommandRule = {
  id: 'cmdid-zero',
  requirements: ['R-DM-01'],
  ambiguities: ['A-19'],
  because: 'its CmdID is 0',
  decide: (command, asking) =>
    command.cmdIdClass === 'zero' && asking.answer('A-19/zero') === '400' ? badRequest : undefined,
};

const oddCmdId: CommandRule = {
  id: 'cmdid-not-a-number',
  requirements: ['R-DM-01'],
  ambiguities: ['A-19'],
  because: 'its CmdID is not a number',
  decide: (command, asking) => {
    switch (command.cmdIdClass) {
      case 'not-a-number':
        return asking.answer('A-19/not-a-number') === '400' ? badRequest : undefined;
      case 'odd':
        return asking.assume(`a CmdID written as ${command.cmdId?.replace(/\d+/g, '0') ?? ''}`, [
          'understood',
          'refused',
        ]) === 'refused'
          ? badRequest
          : undefined;
      case 'missing':
      case 'zero':
      case 'number':
        return undefined;
    }
  },
};

const repeatedCmdId: CommandRule = {
  id: 'cmdid-repeated',
  requirements: ['R-DM-01'],
  ambiguities: ['A-19'],
  because: 'its CmdID is that of a command before it',
  decide: ({ repeated }, asking) =>
    repeated && asking.answer('A-19/duplicate') === '400' ? badRequest : undefined,
};

const noCommand: CommandRule = {
  id: 'element-is-no-command',
  requirements: ['R-DM-12'],
  ambiguities: [],
  because: 'the element is no command',
  decide: (command) => (command.kind === 'Unknown' ? badRequest : undefined),
};

/** Breaches of the content model (MS-MDM 2.2) beside those above: nobody says whether the command fails for them. */
const irregular: CommandRule = {
  id: 'command-irregular',
  requirements: ['R-DM-12'],
  ambiguities: [],
  because: 'the command is not built as SyncML has it, for which it may be refused',
  decide: (command, asking) =>
    // What is no command is refused anyway, however it is built.
    command.kind === 'Unknown' ||
    command.doubts.every((doubt) => asking.assume(doubt, ['understood', 'refused']) === 'understood')
      ? undefined
      : { statuses: anyFailure },
};

/** Every one that applies refuses the command. */
export const commandRules: readonly CommandRule[] = [
  withoutCmdId,
  zeroCmdId,
  oddCmdId,
  repeatedCmdId,
  noCommand,
  irregular,
];
