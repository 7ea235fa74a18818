import { answerKeys, type AnswerKey, type AnswerTo } from './ambiguities.ts';
import type { EditionId } from './editions.ts';

/** Answers that a device gives, some of them or all. */
type Given = Readonly<Partial<Record<AnswerKey, string>>>;

type Condition = { readonly [K in AnswerKey]?: AnswerTo<K> | readonly AnswerTo<K>[] };

/**
 * Where the other answers of a device leave nothing by which somebody could see how it answers a question: no payload
 * brings it up, or all that it decides comes to the same. It is no gap of a run that it was not observed there.
 */
export interface Moot {
  readonly questions: readonly [AnswerKey, ...AnswerKey[]];
  /** All of these hold; of a list, one. */
  readonly where: Condition;
  readonly edition?: EditionId;
  readonly because: string;
}

const later = ['at-trigger', 'in-status'] as const;
const notInStatus = ['when-set', 'at-trigger'] as const;
const notAtTrigger = ['when-set', 'in-status'] as const;

/** No Exec is refused for a value that was stored. */
const noExecIsRefused = {
  'A-04/not-an-int': notAtTrigger,
  'A-04/KeyUsage': notAtTrigger,
  'A-04/KeyProtection': notAtTrigger,
  'A-04/KeyLength': notAtTrigger,
  'A-04/HashAlgorithm': notAtTrigger,
  'A-04/ValidPeriod': notAtTrigger,
} as const satisfies Condition;

/** No blob is refused for what comes of it. */
const noBlobIsRefused = {
  'A-28/import': 'in-status',
  'A-28/settings': 'in-status',
  'A-04/not-an-int': notAtTrigger,
  'A-04/KeyLocation': notAtTrigger,
  'A-04/PFXCertPasswordEncryptionType': notAtTrigger,
  'A-04/PFXKeyExportable': notAtTrigger,
  // Found when it is set, a pair may be found at the trigger all the same, where only one half was ever set.
  'A-04/exportable-location': 'in-status',
} as const satisfies Condition;

/** No trigger fails, which is what a device may notice only when it executes it. */
const nothingFailsLate: Condition = { ...noExecIsRefused, ...noBlobIsRefused };

/** To add one: an entry here; tests/csp/moot.test.ts holds it against the devices that it is about. */
export const mootQuestions: readonly Moot[] = [
  {
    questions: ['A-03/done', 'A-03/not-reached', 'A-34'],
    where: { 'A-03/blame': 'first-member' },
    because: 'the members of a failed Atomic carry the same statuses, whatever became of them',
  },
  {
    questions: ['A-03/done'],
    where: { ...nothingFailsLate, 'A-34': 'checked-first' },
    because: 'whatever makes an Atomic fail is found by checking, and then no member was executed',
  },
  {
    questions: ['A-34'],
    where: { ...nothingFailsLate, 'A-34': 'checked-first', 'A-03/not-reached': '216' },
    because: 'a 216 may as well stand for a member that was executed, and none shows how that is answered',
  },
  {
    questions: ['A-03/done'],
    where: { 'A-28/import': 'in-status', 'A-03/done': '216', 'A-03/not-reached': '216' },
    because: 'a 216 may as well stand for a member that was not reached, unless an import fails',
  },
  {
    questions: ['A-34'],
    where: { 'A-03/done': '216', 'A-03/not-reached': '216' },
    because: 'a 216 stands for members that were executed and for those that were not',
  },
  {
    questions: ['A-05/format'],
    where: { 'A-03/blame': 'first-member', 'A-38/UniqueID': 'refused', 'A-38/settings': 'refused' },
    because: 'a Format is taken in an Atomic only, and there no member carries a status of its own',
  },
  {
    questions: ['A-05/value', 'A-05/trigger'],
    where: { 'A-03/blame': 'first-member', 'A-38/settings': 'refused' },
    because: 'a setting is taken in an Atomic only, and there no member carries a status of its own',
  },
  {
    questions: ['A-05/value'],
    where: {
      'A-04/not-an-int': later,
      'A-04/KeyLocation': later,
      'A-04/PFXCertPasswordEncryptionType': later,
      'A-04/PFXKeyExportable': later,
      'A-04/exportable-location': later,
      'A-04/KeyUsage': later,
      'A-04/KeyProtection': later,
      'A-04/KeyLength': later,
      'A-04/HashAlgorithm': later,
      'A-04/ValidPeriod': later,
      'A-17': 'enrollment-fails',
      'A-24': ['clamped', 'default'],
      'A-31': 'accepted',
    },
    because: 'no value is refused when it is set',
  },
  {
    questions: ['A-05/trigger'],
    where: noBlobIsRefused,
    because: 'no trigger is refused: all failures of an install are told in Status',
  },
  {
    questions: ['A-25/fallback'],
    where: { 'A-25/1024': 'taken', 'A-25/4096': 'taken', 'A-25/ec': 'taken' },
    because: 'the TPM refuses no key',
  },
  {
    questions: ['A-26'],
    where: { 'A-26': 'in-order' },
    because: 'a device that keeps to no order may ask in the given one by chance',
  },
  {
    questions: ['A-27'],
    where: { 'A-10': '405', 'A-43': 'nothing-changes' },
    because: 'no request can be deleted',
  },
  {
    questions: ['A-48'],
    where: {
      'A-28/import': 'failure',
      'A-28/settings': 'failure',
      'A-04/not-an-int': notInStatus,
      'A-04/KeyLocation': notInStatus,
      'A-04/PFXCertPasswordEncryptionType': notInStatus,
      'A-04/PFXKeyExportable': notInStatus,
      'A-04/exportable-location': notInStatus,
    },
    because: 'no trigger is accepted whose install then fails',
  },
  {
    questions: ['A-62'],
    where: {},
    edition: '10.0.10586',
    because: 'that build has an erratum of its own (csp-source.txt, Note)',
  },
  {
    questions: ['A-68'],
    where: { 'A-13/int': 'refused', 'A-13/chr': 'refused', 'A-42': 'refused' },
    because: 'no wish for a period of validity can be sent to the device',
  },
  {
    questions: ['A-70'],
    where: { 'A-11/SCEP-UniqueID': 'as-source' },
    because: 'no SCEP request can be deleted',
  },
];

/** Why nobody can see how a device that gives these answers answers the question; undefined where it can be seen. */
export function whyMoot(key: AnswerKey, answers: Given, edition: EditionId): string | undefined {
  return mootQuestions.find(
    (entry) =>
      entry.questions.includes(key) &&
      (entry.edition === undefined || entry.edition === edition) &&
      Object.entries<string | readonly string[]>(entry.where).every(([other, wanted]) => {
        const given = answers[other as AnswerKey];
        return given !== undefined && [wanted].flat().includes(given);
      }),
  )?.because;
}

/** The questions that can be seen on a device that gives these answers, in the order of the catalogue. */
export function observableKeys(answers: Given, edition: EditionId): readonly AnswerKey[] {
  return answerKeys.filter((key) => whyMoot(key, answers, edition) === undefined);
}
