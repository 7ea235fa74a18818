import type { Family } from '../family.ts';
import { listFamily } from '../list-family.ts';
import { pfxExampleDrafts } from '../matrix/examples.ts';
import { scepExampleDrafts } from '../matrix/scep-example.ts';

/** The examples at the end of csp-source.txt. */
export const exampleFamilies: readonly Family[] = [
  listFamily('R-EX-01', 'example', scepExampleDrafts),
  listFamily('R-EX-02', 'example', pfxExampleDrafts),
];
