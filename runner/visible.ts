import type { Capabilities } from '../adapters/target.ts';
import type { Case, Need, Step } from '../cases/case.ts';
import { readSyncML } from '../syncml/read.ts';
import { bytesOf } from './execute.ts';

/** A case as a target can be shown it, and why some of it can not be seen there. */
export interface VisibleCase {
  readonly case: Case;
  /** Reasons, each once; empty where the case is whole. */
  readonly unseen: readonly string[];
}

/**
 * A case without the steps by which it only looks, where the target can not show what they look at: all that the
 * protocol itself shows is judged all the same. Steps that act are never left out; a case that needs more than the
 * target can do is refused as a whole (trial.ts). A case of which nothing would be left stays as it is.
 */
export function visiblePart(testCase: Case, capabilities: Capabilities): VisibleCase {
  const unseen = new Set<string>();
  const steps = testCase.steps.filter((step) => {
    const need = needOfLooking(step);
    if (need === undefined) return true;
    const capability = capabilities[need];
    if (capability.answer !== 'no') return true;
    unseen.add(capability.reason);
    return false;
  });
  if (unseen.size === 0 || !steps.some(({ kind }) => kind === 'send')) return { case: testCase, unseen: [] };
  return { case: { ...testCase, steps }, unseen: [...unseen] };
}

/** What is needed for a step that changes nothing and only looks; undefined for one that acts. */
function needOfLooking(step: Step): Need | undefined {
  switch (step.kind) {
    case 'read-stores':
      return 'store-read-back';
    case 'read-scep-log':
      return 'scep-servers';
    case 'send':
      return asksOnly(step.payload) ? 'get' : undefined;
    case 'wait':
    case 'remove-keys':
      return undefined;
  }
}

/** Whether a message consists of nothing but Gets. */
function asksOnly(payload: Parameters<typeof bytesOf>[0]): boolean {
  const text = 'text' in payload ? payload.text : '';
  // Most messages act, and need not be read for that to be known.
  if (!text.includes('<Get') || /<(?:Add|Replace|Delete|Exec|Atomic|Sequence|Alert)\b/.test(text))
    return false;
  const read = readSyncML(bytesOf(payload));
  if (!read.ok || read.irregularities.length > 0) return false;
  const { commands } = read.message;
  return commands.length > 0 && commands.every(({ kind }) => kind === 'Get');
}
