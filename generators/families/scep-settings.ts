import type { Family } from '../family.ts';
import { listFamily, type Drafts } from '../list-family.ts';
import type { NodeId } from '../../csp/tree.ts';
import { scepFormatDrafts } from '../scep/matrix/formats.ts';
import { scepValueDrafts } from '../scep/matrix/values.ts';
import { scepVerbDrafts } from '../scep/matrix/verbs.ts';
import { algorithms } from '../scep/stories/states.ts';
import { wishes } from '../scep/stories/wishes.ts';
import { storyDrafts } from '../scep/story.ts';

/** Verbs and Formats of a setting. */
export function settingDrafts(name: string): readonly [Drafts, Drafts] {
  const id = `SCEP/{UniqueID}/Install/${name}` as NodeId; // scepVerbDrafts throws where the tree does not have it.
  return [scepVerbDrafts(id), scepFormatDrafts(id)];
}

/** What the certificate request asks for (csp-source.txt, EKUMapping to CustomTextToShowInPrompt). */
export const scepSettingFamilies: readonly Family[] = [
  listFamily('R-SCEP-08', 'matrix', ...settingDrafts('EKUMapping'), scepValueDrafts('EKUMapping')),
  listFamily(
    'R-SCEP-09',
    'matrix',
    ...settingDrafts('KeyUsage'),
    // Numbers with one of the two bits; all that have none, or are none, are R-SCEP-10.
    scepValueDrafts('KeyUsage', ({ right }) => right),
  ),
  listFamily(
    'R-SCEP-10',
    'matrix',
    scepValueDrafts('KeyUsage', ({ right }) => !right),
  ),
  listFamily('R-SCEP-11', 'matrix', ...settingDrafts('SubjectName'), scepValueDrafts('SubjectName')),
  listFamily('R-SCEP-18', 'matrix', ...settingDrafts('TemplateName'), scepValueDrafts('TemplateName')),
  listFamily(
    'R-SCEP-21',
    'matrix',
    ...settingDrafts('HashAlgorithm'),
    scepValueDrafts('HashAlgorithm'),
    storyDrafts(algorithms),
  ),
  listFamily(
    'R-SCEP-24',
    'matrix',
    ...settingDrafts('SubjectAlternativeNames'),
    scepValueDrafts('SubjectAlternativeNames'),
  ),
  listFamily('R-SCEP-25', 'matrix', ...settingDrafts('ValidPeriod'), scepValueDrafts('ValidPeriod')),
  listFamily(
    'R-SCEP-26',
    'matrix',
    ...settingDrafts('ValidPeriodUnits'),
    scepValueDrafts('ValidPeriodUnits'),
    storyDrafts(wishes),
  ),
  listFamily(
    'R-SCEP-28',
    'matrix',
    ...settingDrafts('CustomTextToShowInPrompt'),
    scepValueDrafts('CustomTextToShowInPrompt'),
  ),
];
