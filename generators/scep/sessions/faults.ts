import type { Scope } from '../../../cases/case.ts';
import type { Command } from '../../../syncml/message.ts';
import { missingRequest } from '../../address.ts';
import { exec, remove, withInserted } from '../../command.ts';
import type { Fault } from '../../faults/fault.ts';
import { scepAddress } from '../enrollment.ts';
import { enrollmentFaults } from '../faults.ts';
import type { EnrollmentFault } from '../faults/fault.ts';

/** The commands of one action of a session, and where they act. */
export interface Rendered {
  readonly scope: Scope;
  readonly commands: readonly Command[];
}

/** A fault of the commands around an enrollment, which is in order itself. */
export interface CommandFault extends Fault<Rendered> {
  /** Whether it is put among the commands of an enrollment; else it has commands of its own. */
  readonly amongEnrollment: boolean;
}

export const commandFaults: readonly CommandFault[] = [
  {
    // csp-source.txt, intro: nothing is triggered before all settings are in place. Before the Exec, which stays last.
    id: 'failing-member-of-enrollment',
    words: 'a member of the Atomic of an enrollment fails',
    requirement: 'R-GEN-02',
    amongEnrollment: true,
    put: ({ scope, commands }, at) => ({
      scope,
      commands: commands.map((command) => {
        if (command.kind !== 'Atomic') return command;
        const place = at % command.commands.length;
        return {
          ...command,
          commands: withInserted(command.commands, place, remove(scepAddress(scope, missingRequest))),
        };
      }),
    }),
  },
  {
    // There is nothing to enroll with, so no server may be asked.
    id: 'exec-of-missing-request',
    words: 'an Exec of Enroll below a UniqueID that does not exist',
    requirement: 'R-DM-03',
    amongEnrollment: false,
    put: ({ scope, commands }) => ({
      scope,
      commands: [...commands, exec(scepAddress(scope, missingRequest, 'Install', 'Enroll'))],
    }),
  },
];

/** A fault of a plan, whether it is one of an enrollment or of the commands around. Throws RangeError for no known id. */
export function plannedFault(id: string): EnrollmentFault | CommandFault {
  const found = [...enrollmentFaults, ...commandFaults].find((fault) => fault.id === id);
  if (found === undefined) throw new RangeError(`no fault of SCEP sessions is called ${id}`);
  return found;
}
