import { compareTrees } from './compare.ts';
import { knownDifferences } from './known-differences.ts';
import { propertiesSinceVersion2, readDdf } from './read.ts';
import type { TreeDifference } from './compare.ts';
import type { KnownDifference } from './known-differences.ts';
import type { Ddf } from './read.ts';

/** Outcome of the comparison of csp/tree.ts with one DDF file. */
export interface TreeCheck {
  readonly version: Ddf['version'];
  /** Paths of the trees that the file describes. */
  readonly trees: readonly string[];
  readonly differences: readonly TreeDifference[];
  /** Differences that are known, with their reasons. */
  readonly explained: readonly (TreeDifference & KnownDifference)[];
  /** Differences that nobody has looked at: the tree is wrong, or the DDF has changed. */
  readonly unexplained: readonly TreeDifference[];
  /** Known differences that this file, in one of its trees, does not show: the DDF has changed, or the entry is wrong. */
  readonly stale: readonly (KnownDifference & { readonly tree: string })[];
}

/**
 * Compares the management tree with the text of Microsoft's DDF file, version 1 or 2. Pure.
 * Throws DdfError, whose message is one line that begins with the line of the file, for a text that is no such file.
 */
export function checkTree(ddfXml: string): TreeCheck {
  const ddf = readDdf(ddfXml);
  const trees = ddf.trees.map(({ path }) => path);
  const differences = compareTrees(ddf);
  const possible = knownDifferences.filter(
    (entry) => (entry.inSomeReleasesOf ?? ddf.version) === ddf.version,
  );
  return {
    version: ddf.version,
    trees,
    differences,
    explained: differences.flatMap((difference) =>
      possible.filter((entry) => isSame(entry, difference)).map((entry) => ({ ...difference, ...entry })),
    ),
    unexplained: differences.filter((difference) => !possible.some((entry) => isSame(entry, difference))),
    stale: trees.flatMap((tree) =>
      possible
        .filter((entry) => entry.inSomeReleasesOf === undefined && canShow(entry, ddf.version))
        .filter((entry) => !differences.some((other) => other.tree === tree && isSame(entry, other)))
        .map((entry) => ({ ...entry, tree })),
    ),
  };
}

function isSame(entry: KnownDifference, difference: TreeDifference): boolean {
  return (['node', 'property', 'ours', 'ddf'] as const).every((name) => entry[name] === difference[name]);
}

/** Whether this version of the DDF says anything of the property. */
function canShow(entry: KnownDifference, version: Ddf['version']): boolean {
  return version === 2 || !propertiesSinceVersion2.some((property) => property === entry.property);
}
