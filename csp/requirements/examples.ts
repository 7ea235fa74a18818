import type { RequirementEntry } from './entry.ts';

/** The two payloads that csp-source.txt prints. */
export const exampleRequirements = [
  {
    id: 'R-EX-01',
    level: 'must',
    area: 'examples',
    text: 'The SCEP example, its placeholders filled in, is accepted, and enrolls where server, challenge and thumbprint are right.',
    source: 'csp-source.txt, Example (SCEP)',
    ambiguities: ['A-17', 'A-18', 'A-19'],
  },
  {
    id: 'R-EX-02',
    level: 'must',
    area: 'examples',
    text: 'The PFX example, its placeholders filled in, parses, and its outcome is one that the ambiguities allow.',
    source: 'csp-source.txt, Example (PFX)',
    ambiguities: ['A-08', 'A-09', 'A-14', 'A-19'],
  },
] as const satisfies readonly RequirementEntry[];
