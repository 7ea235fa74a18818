import { either } from './admitted.ts';
import { reasonOf } from './rule.ts';
import { commandRules } from './rules/command-ids.ts';
import type { RequestCommand } from './request.ts';
import type { ExpectedStatus, Run } from './run.ts';

/** What stands against a command before its Items are looked at: its CmdID, its name, its structure. */
export function commandRefusal(run: Run, command: RequestCommand): ExpectedStatus | undefined {
  const refusals: ExpectedStatus[] = [];
  for (const rule of commandRules) {
    const refusal = rule.decide(command, run.asking);
    if (refusal !== undefined) refusals.push({ ...refusal, reason: reasonOf(rule, refusal) });
  }
  const [first] = refusals;
  return first === undefined ? undefined : { ...either(refusals), reason: first.reason };
}
