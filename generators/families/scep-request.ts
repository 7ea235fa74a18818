import type { Family } from '../family.ts';
import { listFamily } from '../list-family.ts';
import { scepFormatDrafts } from '../scep/matrix/formats.ts';
import { scepVerbDrafts } from '../scep/matrix/verbs.ts';
import { execsWhileUnderWay } from '../scep/stories/again.ts';
import { execs } from '../scep/stories/exec.ts';
import { frozenSettings } from '../scep/stories/frozen.ts';
import { installNode } from '../scep/stories/install-node.ts';
import { missingSettings } from '../scep/stories/missing.ts';
import { alerts, sideBySide } from '../scep/stories/requests.ts';
import { slowServers } from '../scep/stories/states.ts';
import { storyDrafts } from '../scep/story.ts';

const request = 'SCEP/{UniqueID}';

/** The request for an enrollment: its nodes, and the Exec that starts it (csp-source.txt, SCEP to Install and Enroll). */
export const scepRequestFamilies: readonly Family[] = [
  listFamily('R-SCEP-01', 'matrix', scepVerbDrafts('SCEP', ['none']), storyDrafts(alerts)),
  listFamily(
    'R-SCEP-02',
    'matrix',
    // The DDF lists more verbs than csp-source.txt, which lists none.
    scepVerbDrafts(request, ['none']),
    scepFormatDrafts(request),
    storyDrafts(sideBySide),
  ),
  listFamily(
    'R-SCEP-03',
    'matrix',
    scepVerbDrafts(`${request}/Install`),
    scepFormatDrafts(`${request}/Install`),
    storyDrafts(installNode),
  ),
  listFamily('R-SCEP-04', 'matrix', storyDrafts([...frozenSettings, ...execsWhileUnderWay])),
  listFamily('R-SCEP-29', 'matrix', scepVerbDrafts(`${request}/Install/Enroll`), storyDrafts(execs)),
  listFamily('R-SCEP-30', 'matrix', storyDrafts(slowServers)),
  listFamily('R-SCEP-37', 'matrix', storyDrafts(missingSettings)),
];
