import type { Family } from '../family.ts';
import { listFamily } from '../list-family.ts';
import { scepValueDrafts } from '../scep/matrix/values.ts';
import {
  entraKeys,
  helloContainers,
  helloHashes,
  helloKeyLengths,
  helloKeys,
  softwareKeys,
  tpmKeys,
  tpmOrSoftwareKeys,
} from '../scep/stories/keys.ts';
import { storyDrafts } from '../scep/story.ts';
import { settingDrafts } from './scep-settings.ts';

/** The key of an enrollment, and where it is kept (csp-source.txt, KeyProtection, KeyLength, ContainerName). */
export const scepKeyFamilies: readonly Family[] = [
  listFamily(
    'R-SCEP-12',
    'matrix',
    ...settingDrafts('KeyProtection'),
    scepValueDrafts('KeyProtection'),
    storyDrafts(softwareKeys),
  ),
  listFamily('R-SCEP-13', 'matrix', storyDrafts(tpmKeys)),
  listFamily('R-SCEP-14', 'matrix', storyDrafts(tpmOrSoftwareKeys)),
  listFamily('R-SCEP-15', 'matrix', storyDrafts(helloKeys)),
  listFamily('R-SCEP-19', 'matrix', ...settingDrafts('KeyLength'), scepValueDrafts('KeyLength')),
  listFamily('R-SCEP-20', 'matrix', storyDrafts(helloKeyLengths)),
  listFamily('R-SCEP-22', 'matrix', storyDrafts(helloHashes)),
  listFamily('R-SCEP-27', 'matrix', ...settingDrafts('ContainerName'), storyDrafts(helloContainers)),
  listFamily(
    'R-SCEP-31',
    'matrix',
    ...settingDrafts('AADKeyIdentifierList'),
    scepValueDrafts('AADKeyIdentifierList'),
    storyDrafts(entraKeys),
  ),
];
