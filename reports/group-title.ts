import { requirement, type RequirementId } from '../csp/requirements.ts';

/** The name of the test for a few requirements: their ids and the sentence of the first. */
export function groupTitle([first, ...others]: readonly RequirementId[]): string {
  if (first === undefined) return '';
  const { text } = requirement(first);
  return others.length === 0 ? `${first} ${text}` : `${[first, ...others].join(', ')} ${text} …`;
}
