import { answersTo, answerKeys, type AnswerKey, type AnswerTo } from '../csp/ambiguities.ts';
import type { Answers } from '../cases/case.ts';

/** An answer to every aspect of every ambiguity. */
export type CompleteAnswers = { readonly [K in AnswerKey]: AnswerTo<K> };

/**
 * What the simulator answers where nobody asks for something else: what Windows was seen to do, else what Microsoft's
 * documentation of OMA-DM or the DDF says, else what lets the examples of csp-source.txt succeed.
 */
export const defaultAnswers: CompleteAnswers = {
  'A-01/leaf': '404',
  'A-01/UniqueID': '404',
  'A-02': 'parents-created',
  'A-03/blame': 'at-fault',
  'A-03/done': '216',
  'A-03/not-reached': '215',
  'A-05/format': '415',
  'A-05/value': '500',
  'A-05/trigger': '500',
  'A-18': '400',
  'A-19/not-a-number': 'accepted',
  'A-19/duplicate': 'accepted',
  'A-19/zero': '400',
  'A-29/PFXCertPasswordEncryptionType': '404',
  'A-29/PFXKeyExportable': '404',
  'A-29/KeyProtection': '404',
  'A-29/RetryDelay': '404',
  'A-29/RetryCount': '404',
  'A-29/ValidPeriod': '404',
  'A-29/ValidPeriodUnits': '404',
  'A-30/scope-prefix': 'insensitive',
  'A-30/node-name': 'insensitive',
  'A-30/UniqueID': 'insensitive',
  'A-33': 'fails',
  'A-34': 'one-by-one',
  'A-35/Get': '405',
  'A-35/Exec': '405',
  'A-38/UniqueID': 'accepted',
  'A-38/settings': 'accepted',
  'A-42': 'accepted',
  'A-43': 'nothing-changes',
  'A-58': 'executed',
  'A-60': 'fails',
  'A-62': 'separate',
  'A-04/not-an-int': 'when-set',
  'A-04/KeyLocation': 'when-set',
  'A-04/PFXCertPasswordEncryptionType': 'when-set',
  'A-04/PFXKeyExportable': 'when-set',
  'A-04/exportable-location': 'at-trigger',
  'A-04/KeyUsage': 'when-set',
  'A-04/KeyProtection': 'when-set',
  'A-04/KeyLength': 'when-set',
  'A-04/HashAlgorithm': 'when-set',
  'A-04/ValidPeriod': 'when-set',
  'A-08': 'at-commit',
  'A-09': 'fails-always',
  'A-10': 'allowed',
  'A-11/PFX-ContainerName': 'as-ddf',
  'A-11/SubjectName': 'as-ddf',
  'A-11/SCEP-UniqueID': 'as-ddf',
  'A-12': 'exportable',
  'A-14/bin': 'accepted',
  'A-14/b64': 'accepted',
  'A-14/chr': 'accepted',
  'A-22': 'value',
  'A-23': 'upper',
  'A-25/1024': 'taken',
  'A-25/4096': 'refused',
  'A-25/ec': 'taken',
  'A-25/fallback': 'software',
  'A-27': 'stays',
  'A-28/import': 'in-status',
  'A-28/settings': 'failure',
  'A-36/capitalised': 'accepted',
  'A-36/number': 'refused',
  'A-37/leading-zero': 'accepted',
  'A-37/plus-sign': 'refused',
  'A-37/blanks': 'accepted',
  'A-39/Thumbprint': '404',
  'A-39/Status': '404',
  'A-41': 'installs',
  'A-48': 'stays',
  'A-51/no-key': 'imported',
  'A-51/no-certificate': 'fails',
  'A-53/empty-absent': 'fails',
  'A-53/unneeded': 'installs',
  'A-63': 'fails',
  'A-71': 'stays',
  'A-65': 'stored',
  'A-06': '200',
  'A-07': 'sent',
  'A-13/int': 'accepted',
  'A-13/chr': 'accepted',
  'A-15': 'text',
  'A-16/without-hyphen': 'accepted',
  'A-16/by-length': 'accepted',
  'A-16/SHA-3': 'refused',
  'A-16/semicolon': 'accepted',
  'A-17': 'enrollment-fails',
  'A-20': 'works-then',
  'A-21': '404',
  'A-24': 'clamped',
  'A-26': 'in-order',
  'A-31': 'accepted',
  'A-32': 'appended',
  'A-66': 'accepted',
  'A-67': 'begins-again',
  'A-68': 'name-value-pairs',
  'A-69': 'failed',
  'A-70': 'given-up',
};

/**
 * The given answers, and the default ones where none is given.
 * Throws RangeError for an answer that the catalogue does not have, with those it has.
 */
export function completeAnswers(answers: Answers): CompleteAnswers {
  for (const key of answerKeys) {
    const answer = answers[key];
    const known: readonly string[] = answersTo(key);
    if (answer !== undefined && !known.includes(answer)) {
      throw new RangeError(`${key} has no answer "${answer}"; it has: ${known.join(', ')}`);
    }
  }
  // Each answer was just found in the list of its own key.
  return { ...defaultAnswers, ...answers } as CompleteAnswers;
}
