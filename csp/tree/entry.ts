import type { AnswerKey } from '../ambiguities.ts';
import type { EditionId } from '../editions.ts';
import type { RequirementId } from '../requirements.ts';

export type Verb = 'Add' | 'Delete' | 'Exec' | 'Get' | 'Replace';
export type NodeFormat = 'node' | 'chr' | 'int' | 'bool' | 'bin' | 'null';

/** What is declared of one node; csp/tree.ts derives the rest from the ids. */
export interface NodeEntry {
  /** Path below ClientCertificateInstall; `.` is that node itself, `{UniqueID}` any name that the server chooses. */
  readonly id: string;
  /** As in csp-source.txt: chr is its "string", bin its "binary". */
  readonly format: NodeFormat;
  /** Where the DDF names another format. */
  readonly formatByDdf?: NodeFormat;
  /** As csp-source.txt lists them, in alphabetical order. */
  readonly verbs: readonly Verb[];
  /** Where the DDF lists others, with the aspect of the ambiguity that decides between the two. */
  readonly verbsByDdf?: { readonly verbs: readonly Verb[]; readonly key: AnswerKey };
  readonly occurrence: 'one' | 'zero-or-one' | 'zero-or-more';
  /** There from the start, and never added or deleted. */
  readonly permanent: boolean;
  /** By csp-source.txt or, where it gives none, by the DDF; `source` says so. */
  readonly default?: string;
  /** All values that are allowed, as they are written in Data. */
  readonly values?: readonly string[];
  /** Bounds of an int; a value above `countsAs` is read as that number. */
  readonly range?: { readonly minimum: number; readonly countsAs?: number };
  /** The node has a meaning only where the other one, a sibling, has this value. */
  readonly dependsOn?: { readonly name: string; readonly value: string };
  /** The node and all below it are to be set inside an Atomic. */
  readonly atomicRequired?: true;
  /** First edition that has the node; absent: all have it. */
  readonly since?: EditionId;
  /** Section of csp-source.txt, and what else the entry rests on. */
  readonly source: string;
  readonly requirements: readonly RequirementId[];
}
