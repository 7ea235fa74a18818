import { describe, expect, it } from 'vitest';
import { add, atomic, exec, remove, replace } from '../../../generators/command.ts';
import {
  enrollmentCommands,
  entraKeyIdentifier,
  scepDeviceFor,
  scepServer,
  serverUrlOf,
} from '../../../generators/scep/enrollment.ts';
import type { Part } from '../../../generators/draft.ts';
import { judge } from '../../../oracles/judge.ts';
import type { RequirementId } from '../../../csp/requirements.ts';
import { shows } from '../support/edits.ts';
import {
  enrollmentOf,
  enrolls,
  gets,
  node,
  readsLog,
  soon,
  waits,
  type Changes,
} from '../support/enrolling.ts';
import { playExecuted, type ExecutedScenario, type FaultyRules, type Wrong } from '../support/executed.ts';
import { pool } from '../support/laboratory.ts';

/** What a wrong device shows in Status or RespondentServerUrl, and what the servers' log says of the cause. */
type Shown = Omit<ExecutedScenario, 'rule' | 'title'>;

async function blamed(shown: Shown): Promise<unknown> {
  const played = await playExecuted({ rule: 'of a test', ...shown });
  expect(judge(played.case, played.kept)).toMatchObject({ kind: 'conform' });
  const verdict = judge(played.case, played.broken);
  return verdict.kind === 'violation' ? verdict.requirement : verdict;
}

function enrollsOnce(changes: Changes, broken: Wrong): Shown {
  return {
    enrollments: [changes],
    parts: [enrolls(changes), soon, gets('Status', 'RespondentServerUrl'), readsLog],
    broken,
    blamed: 'R-SCEP-34',
  };
}

const twoUsages = '1.3.6.1.5.5.7.3.2+1.3.6.1.5.5.7.3.4';
const splitAtSemicolons: FaultyRules = () => ({ membersOf: (_, text) => text.split(';') });
const inTpm: FaultyRules = () => ({
  settingsAtExec: (settings) => new Map([...settings, ['KeyProtection', '1']]),
});

describe('an enrollment that fails before it asks any server', () => {
  it.each<[RequirementId, Changes, FaultyRules]>([
    ['R-SCEP-08', { ekuMapping: twoUsages }, splitAtSemicolons],
    ['R-SCEP-14', { keyProtection: '2' }, inTpm],
    [
      'R-SCEP-31',
      { entraKeyIdentifier, aadKeyIdentifierList: `other;${entraKeyIdentifier}` },
      () => ({ matchesEntraKey: () => false }),
    ],
  ])('is blamed on the one setting that is unusual: %s', async (requirement, changes, rules) => {
    expect(await blamed(enrollsOnce(changes, { rules }))).toBe(requirement);
  });

  it('is blamed on no setting where several are unusual', async () => {
    const changes = { ekuMapping: twoUsages, keyProtection: '2', templateName: '1.3.6.1.4.1.311.21.8.7.1' };
    expect(await blamed(enrollsOnce(changes, { rules: splitAtSemicolons }))).toBe('R-SCEP-34');
  });

  it('is blamed on the setting too where only RespondentServerUrl tells that a server should have been asked', async () => {
    const changes = { ekuMapping: twoUsages, server: { failure: { failInfo: 'badRequest' } } } as const;
    expect(await blamed(enrollsOnce(changes, { rules: splitAtSemicolons }))).toBe('R-SCEP-08');
  });
});

describe('a Status that is wrong', () => {
  it('is blamed on Enroll where nothing was begun', async () => {
    expect(await blamed(enrollsOnce({}, { rules: () => ({ enrollTiming: () => 'never' }) }))).toBe(
      'R-SCEP-29',
    );
  });

  it('is blamed on itself where the server has been asked, whatever the settings are', async () => {
    const broken = { edits: [shows(node('Status'), '16')] };
    expect(await blamed(enrollsOnce({ ekuMapping: twoUsages }, broken))).toBe('R-SCEP-34');
  });

  it.each<[RequirementId, string, FaultyRules]>([
    ['R-SCEP-16', 'the time between retries', () => ({ secondsBetweenPolls: (minutes) => minutes })],
    ['R-SCEP-16', 'the time until the first retry', () => ({ secondsBetweenPolls: (hours) => hours * 3600 })],
    ['R-SCEP-17', 'the number of retries', () => ({ polls: () => 0 })],
  ])('is blamed on %s where the log shows that %s is wrong', async (requirement, _, rules) => {
    const pending: Changes = { server: { pending: 1 } };
    const parts = [enrolls(pending), waits(100), gets('Status'), waits(1500), gets('Status'), readsLog];
    const shown = { enrollments: [pending], parts, broken: { rules }, blamed: requirement };
    expect(await blamed(shown)).toBe(requirement);
  });

  it('is blamed on itself where a renewal has failed and the success before it is shown', async () => {
    const install = (name: string): string => node('Install', name);
    const renews: Part = [
      remove(install('Challenge')),
      atomic([
        replace(install('CAThumbprint'), 'chr', 'F'.repeat(40)),
        add(install('Challenge'), 'chr', 'c2Vjb25k'),
        exec(install('Enroll')),
      ]),
    ];
    const parts = [enrolls(), soon, renews, soon, gets('Status'), readsLog];
    const broken = { edits: [shows(node('Status'), '1')] };
    expect(await blamed({ parts, broken, blamed: 'R-SCEP-34' })).toBe('R-SCEP-34');
  });
});

describe('what changes while an enrollment is under way', () => {
  const pending: Changes = { retryDelay: '5', retryCount: '3', server: { pending: 2 } };
  const elsewhere = serverUrlOf('elsewhere');

  it.each<[setting: string, format: string, text: string]>([
    ['RetryDelay', 'int', '60'],
    ['RetryCount', 'int', '0'],
    ['ServerURL', 'chr', elsewhere],
  ])('is to blame where the device reads %s late', async (setting, format, text) => {
    const needed = scepDeviceFor([enrollmentOf(pending)], pool);
    const device = { scepServers: [...(needed.scepServers ?? []), scepServer('elsewhere', {}, pool)] };
    const changes = [atomic([replace(node('Install', setting), format, text)])];
    // The connection is made after the message, so that what stands behind the Exec is late already.
    const parts =
      setting === 'ServerURL'
        ? [[...enrollmentCommands(enrollmentOf(pending), pool), ...changes], waits(1500)]
        : [enrolls(pending), waits(150), changes, waits(1500)];
    const shown: Shown = {
      enrollments: [pending],
      device,
      parts: [...parts, gets('Status', 'RespondentServerUrl'), readsLog],
      broken: { rules: () => ({ readsLate: new Set([setting]) }) },
      blamed: 'R-SCEP-04',
    };
    expect(await blamed(shown)).toBe('R-SCEP-04');
  });
});

describe('several servers, of which one gives an answer', () => {
  const own = serverUrlOf('device-Alpha');
  const nobody = 'http://nobody.test/scep';

  it.each<[string, RequirementId, string, FaultyRules]>([
    ['asks the first only', 'R-SCEP-05', `${nobody};${own}`, only((list) => list.slice(0, 1))],
    ['asks the last only', 'R-SCEP-05', `${own};${nobody}`, only((list) => list.slice(-1))],
    [
      'names the first of the list',
      'R-SCEP-36',
      `${nobody};${own}`,
      () => ({ respondentUrl: (server, _, [first = server]) => first }),
    ],
  ])('are not for a device that %s', async (_, requirement, serverUrl, rules) => {
    const serverOfAlpha = scepDeviceFor([enrollmentOf()], pool);
    const shown = { ...enrollsOnce({ serverUrl }, { rules }), device: serverOfAlpha };
    expect(await blamed(shown)).toBe(requirement);
  });
});

function only(choose: (list: readonly string[]) => readonly string[]): FaultyRules {
  return ({ serversOf }) => ({ serversOf: (text) => choose(serversOf(text)) });
}
