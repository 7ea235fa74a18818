import type { PageData, PlainSection } from '../page-data.ts';
import { commandLine } from './copying.ts';
import { code, element, section } from './dom.ts';
import { facts, table } from './parts.ts';
import { counted, duration, moment } from './words.ts';

/** What was tested, by what, and how to do it again. */
export function aboutSection({ target, suite, run }: PageData['report']): HTMLElement {
  const { seconds } = run;
  return section(
    'about',
    ['What was tested, and by what', 'About'],
    element(
      'div',
      { class: 'beside' },
      facts([
        ['Target', target.target],
        ['Device', target.description],
        ['Edition of the device', target.edition ?? 'not known'],
        ['Edition expected', run.edition],
        [
          'Limits of the target',
          target.limits.length === 0 ? 'none' : `${target.limits.length}, see Not tested`,
        ],
      ]),
      facts([
        ['Suite', `${suite.name} ${suite.version}`],
        [
          'Commit',
          suite.commit === undefined
            ? 'no checkout'
            : code(`${suite.commit.slice(0, 12)}${suite.modified === true ? ', modified' : ''}`),
        ],
        ['Suites chosen', run.suites.length === 0 ? 'all' : run.suites.join(', ')],
        ['Seed', String(run.seed)],
        ['Cases of each random family', String(run.runs)],
      ]),
      facts([
        ['Started', moment(run.started)],
        ['Ended', run.ended === undefined ? 'it was cut off' : moment(run.ended)],
        ['Took', seconds === undefined ? 'not known' : duration(1000 * seconds)],
        ['Processes', counted(run.workers, 'worker')],
      ]),
    ),
    commandLine('Repeat', run.command),
  );
}

/** A section that was added by somebody else. */
export function plainSection({
  id,
  title,
  paragraphs = [],
  facts: named = [],
  table: rows,
}: PlainSection): HTMLElement {
  return section(
    id,
    title,
    ...paragraphs.map((text) => element('p', {}, text)),
    named.length > 0 && facts(named),
    rows !== undefined && table({ about: title, ...rows }),
  );
}
