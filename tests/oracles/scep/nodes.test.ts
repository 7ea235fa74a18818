import { describe, expect, it } from 'vitest';
import type { RequirementId } from '../../../csp/requirements.ts';
import { addressOf } from '../../../generators/address.ts';
import { add, atomic } from '../../../generators/command.ts';
import { scepSettings } from '../../../generators/scep/enrollment.ts';
import { judge } from '../../../oracles/judge.ts';
import { isAnswered } from '../support/edits.ts';
import { enrollmentOf, node } from '../support/enrolling.ts';
import { caseOfScenario, seenOn } from '../support/executed.ts';
import { pool } from '../support/laboratory.ts';

/** What states that a node can be set, for every setting of an enrollment. */
const stated: Readonly<Record<string, RequirementId>> = {
  RetryCount: 'R-SCEP-17',
  RetryDelay: 'R-SCEP-16',
  KeyUsage: 'R-SCEP-09',
  KeyLength: 'R-SCEP-19',
  HashAlgorithm: 'R-SCEP-21',
  SubjectName: 'R-SCEP-11',
  SubjectAlternativeNames: 'R-SCEP-24',
  ValidPeriod: 'R-SCEP-25',
  ValidPeriodUnits: 'R-SCEP-26',
  EKUMapping: 'R-SCEP-08',
  KeyProtection: 'R-SCEP-12',
  CustomTextToShowInPrompt: 'R-SCEP-28',
  AADKeyIdentifierList: 'R-SCEP-31',
  TemplateName: 'R-SCEP-18',
  ServerURL: 'R-SCEP-05',
  Challenge: 'R-SCEP-06',
  CAThumbprint: 'R-SCEP-23',
};

const everything = enrollmentOf({
  subjectAlternativeNames: '3+contoso.com',
  validPeriod: 'Years',
  validPeriodUnits: '1',
  templateName: '1.3.6.1.4',
  keyProtection: '3',
  customTextToShowInPrompt: 'For the network at work',
  aadKeyIdentifierList: 'key',
  retryCount: '3',
  retryDelay: '5',
});

/** The UniqueID, Install and every setting of SCEP, in one Atomic. */
const settings = scepSettings(everything, pool);
const commands = [
  add(node(), 'node'),
  ...settings.map(([name, format, text]) =>
    add(addressOf('device', 'SCEP', 'Alpha', 'Install', name), format, text),
  ),
];
const testCase = caseOfScenario({ parts: [[atomic(commands)]] });
const seen = await seenOn(testCase, {});

describe('a setting of SCEP that the device refuses', () => {
  it('is none on a device that does as the specification says', () => {
    expect(judge(testCase, seen)).toMatchObject({ kind: 'conform' });
  });

  it.each(settings.map(([name], place) => ({ name, cmdId: place + 3 })))(
    'is blamed on what is said of $name',
    ({ name, cmdId }) => {
      expect(judge(testCase, isAnswered(0, cmdId, '405')(seen))).toMatchObject({
        kind: 'violation',
        requirement: stated[name],
      });
    },
  );

  it('is blamed on what is said of UniqueID', () => {
    expect(judge(testCase, isAnswered(0, 2, '405')(seen))).toMatchObject({
      kind: 'violation',
      requirement: 'R-SCEP-02',
    });
  });
});
