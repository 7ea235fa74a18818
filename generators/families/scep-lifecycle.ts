import type { Family } from '../family.ts';
import { listFamily } from '../list-family.ts';
import { scepVerbDrafts } from '../scep/matrix/verbs.ts';
import { correctedEnrollments, renewals } from '../scep/stories/again.ts';
import { deletions } from '../scep/stories/deletions.ts';
import { invalidities, thumbprints } from '../scep/stories/outcomes.ts';
import { errors, states } from '../scep/stories/states.ts';
import { storyDrafts } from '../scep/story.ts';

/** What an enrollment brings, and what becomes of it (csp-source.txt, CertThumbprint to ErrorCode; DDF, UniqueID). */
export const scepLifecycleFamilies: readonly Family[] = [
  listFamily(
    'R-SCEP-32',
    'matrix',
    scepVerbDrafts('SCEP/{UniqueID}/CertThumbprint'),
    storyDrafts([...thumbprints, ...renewals]),
  ),
  listFamily('R-SCEP-33', 'matrix', storyDrafts(invalidities)),
  listFamily(
    'R-SCEP-34',
    'matrix',
    scepVerbDrafts('SCEP/{UniqueID}/Status'),
    storyDrafts([...states, ...correctedEnrollments]),
  ),
  listFamily('R-SCEP-35', 'matrix', scepVerbDrafts('SCEP/{UniqueID}/ErrorCode'), storyDrafts(errors)),
  listFamily('R-SCEP-38', 'matrix', storyDrafts(deletions)),
];
