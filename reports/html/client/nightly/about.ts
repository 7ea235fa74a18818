import type { NightlyReport } from '../../../regression/nightly-report.ts';
import { commandLine } from '../copying.ts';
import { element, section } from '../dom.ts';
import { facts } from '../parts.ts';
import { moment, number } from '../words.ts';

/** What was tested, against what it was held, and how to do it again. */
export function aboutSection({ device, suite, run, baseline, counts, failOn }: NightlyReport): HTMLElement {
  const named = ({ version, commit }: NightlyReport['suite']): string =>
    [version, commit?.slice(0, 12)].filter((part) => part !== undefined).join(' ');
  return section(
    'about',
    ['What was tested, and held against what', 'About'],
    element(
      'div',
      { class: 'beside' },
      facts([
        ['Device', device.name],
        ['Calls itself', device.description],
        ['Target', device.target],
        ['Build', device.edition],
      ]),
      facts([
        ['Suite', named(suite)],
        ['Seed', String(run.seed)],
        ['Cases', `${number(counts.executed)} of ${number(counts.planned)}`],
        ['Fails on', failOn === 'any' ? 'whatever no waiver accepts' : 'what the baseline does not have'],
      ]),
      facts(
        baseline === undefined
          ? [['Baseline', 'this night becomes it']]
          : [
              ['Baseline', moment(baseline.night)],
              ['Its build', baseline.edition],
              ['Its suite', named(baseline.suite)],
              ['Its seed', String(baseline.seed)],
            ],
      ),
    ),
    commandLine('Repeat', run.command),
  );
}
