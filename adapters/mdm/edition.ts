import { editions, type EditionId } from '../../csp/editions.ts';

/**
 * Why a case for one edition can not be judged on a device of a certain build: by the wrong rules it would be accused.
 * @param build such as 10.0.26100 or 10.0.26100.1742; undefined where it is not known, and nothing is refused
 */
export function editionMismatch(build: string | undefined, expected: EditionId): string | undefined {
  if (build === undefined) return undefined;
  const edition = editionOf(build);
  if (edition === undefined || edition === expected) return undefined;
  return `the device is build ${build}, the case expects ${expected}: run with --edition=${edition}`;
}

/** Which edition of this suite a build behaves like: the last one that is not newer. */
function editionOf(build: string): EditionId | undefined {
  const number = (version: string): number => Number(version.split('.')[2] ?? 0);
  return editions
    .filter(({ id }) => number(id) <= number(build))
    .sort((one, other) => number(one.id) - number(other.id))
    .at(-1)?.id;
}
