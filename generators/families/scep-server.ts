import type { Family } from '../family.ts';
import { listFamily } from '../list-family.ts';
import { scepValueDrafts } from '../scep/matrix/values.ts';
import { scepVerbDrafts } from '../scep/matrix/verbs.ts';
import { authentication, requestAnswers } from '../scep/stories/answers.ts';
import { challengeDeletions, challenges } from '../scep/stories/challenges.ts';
import { retryCounts, retryDelays } from '../scep/stories/retries.ts';
import { respondents, serverUrls } from '../scep/stories/server-urls.ts';
import { storyDrafts } from '../scep/story.ts';
import { settingDrafts } from './scep-settings.ts';

/** What passes between the device and its SCEP server (csp-source.txt, ServerURL, Challenge, RetryDelay, CAThumbprint). */
export const scepServerFamilies: readonly Family[] = [
  listFamily('R-SCEP-05', 'matrix', ...settingDrafts('ServerURL'), storyDrafts(serverUrls)),
  listFamily(
    'R-SCEP-06',
    'matrix',
    ...settingDrafts('Challenge'),
    scepValueDrafts('Challenge'),
    storyDrafts(challenges),
  ),
  listFamily('R-SCEP-07', 'matrix', storyDrafts(challengeDeletions)),
  listFamily(
    'R-SCEP-16',
    'matrix',
    ...settingDrafts('RetryDelay'),
    scepValueDrafts('RetryDelay'),
    storyDrafts(retryDelays),
  ),
  listFamily(
    'R-SCEP-17',
    'matrix',
    ...settingDrafts('RetryCount'),
    scepValueDrafts('RetryCount'),
    storyDrafts(retryCounts),
  ),
  listFamily(
    'R-SCEP-23',
    'matrix',
    ...settingDrafts('CAThumbprint'),
    scepValueDrafts('CAThumbprint'),
    storyDrafts(authentication),
  ),
  listFamily(
    'R-SCEP-36',
    'matrix',
    scepVerbDrafts('SCEP/{UniqueID}/RespondentServerUrl'),
    storyDrafts(respondents),
  ),
  listFamily('R-SCEP-39', 'matrix', storyDrafts(requestAnswers)),
];
