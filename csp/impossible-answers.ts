import { answerKeys, answersTo, type AnswerKey, type AnswerTo } from './ambiguities.ts';
import type { RequirementId } from './requirements.ts';

/** Answers that some device gives, or may give. */
type Given = Readonly<Partial<Record<AnswerKey, string>>>;

/**
 * Answers each of which the documents admit, and which no device may give together: all of them would take away what a
 * requirement demands.
 */
export interface ImpossibleAnswers {
  readonly together: { readonly [K in AnswerKey]?: AnswerTo<K> };
  readonly requirement: RequirementId;
  readonly because: string;
}

/** csp-source.txt, PFXCertBlob: Add is allowed, and triggers the addition of the certificate. */
export const noFormatOfBlob = {
  together: { 'A-14/bin': 'refused', 'A-14/b64': 'refused', 'A-14/chr': 'refused', 'A-42': 'refused' },
  requirement: 'R-PFX-11',
  because: 'PFXCertBlob has to be taken in one of its Formats, or without one',
} as const satisfies ImpossibleAnswers;

/** To add one: an entry here; a test holds a device that gives them against it. */
export const impossibleAnswers: readonly ImpossibleAnswers[] = [noFormatOfBlob];

/** The entries in which each question is: most questions are in none, and the oracle asks all the time. */
const entriesWith = new Map<string, readonly ImpossibleAnswers[]>(
  answerKeys.map((key) => [key, impossibleAnswers.filter(({ together }) => together[key] !== undefined)]),
);

/** The answers to a question that are possible beside those that are given, in the order of the catalogue. */
export function answersBeside<K extends AnswerKey>(key: K, given: Given): readonly AnswerTo<K>[] {
  const entries = entriesWith.get(key) ?? [];
  const all = answersTo(key);
  return entries.length === 0
    ? all
    : all.filter((answer) => !entries.some((entry) => isGiven(entry, { ...given, [key]: answer })));
}

/** Why no device may give all these answers; undefined where one may. */
export function whyImpossible(given: Given): ImpossibleAnswers | undefined {
  return impossibleAnswers.find((entry) => isGiven(entry, given));
}

function isGiven(entry: ImpossibleAnswers, given: Given): boolean {
  return notGiven(entry, given).length === 0;
}

/** The questions of an entry that are not known to be answered as it says. */
export function notGiven({ together }: ImpossibleAnswers, given: Given): readonly AnswerKey[] {
  return answerKeys.filter((key) => together[key] !== undefined && together[key] !== given[key]);
}
