import type { VerdictKind } from '../../../cases/verdict.ts';
import type { Pointer, RequirementVerdict, RunReport } from '../../model/run-report.ts';
import type { PageData } from '../page-data.ts';
import { banner, lookList, tile } from './banner.ts';
import { idOfGroup } from './differences.ts';
import { element, type Child } from './dom.ts';
import { idOfAnswer } from './fingerprint.ts';
import { caseLooks, counted, duration, moment, number, runLooks } from './words.ts';

/** The verdict, the device, the numbers, and what to look at first. */
export function firstScreen({ title, report }: PageData): HTMLElement {
  const { verdict, because } = report.result;
  return element(
    'section',
    { class: 'first', id: 'result', 'aria-labelledby': 'result-title' },
    banner({ look: runLooks[verdict], kicker: title, because, about: deviceLine(report) }),
    element('div', { class: 'tiles' }, ...tilesOf(report)),
    proportions(report.counts.verdicts),
    lookAtFirst(report.lookAtFirst, verdict),
  );
}

function deviceLine({ target, run }: PageData['report']): readonly Child[] {
  return [
    element('strong', {}, target.description),
    ` · edition ${target.edition ?? run.edition} · tested ${moment(run.started)}`,
  ];
}

function tilesOf({
  counts,
  requirements,
  fingerprint,
  unanswered,
  run,
}: PageData['report']): readonly HTMLElement[] {
  const of = (verdict: RequirementVerdict): number =>
    requirements.filter((row) => row.verdict === verdict).length;
  const violated = of('violated');
  const unclear = of('undecided') + of('not-tested');
  return [
    tile(
      'requirements',
      number(violated),
      violated === 1 ? 'requirement violated' : 'requirements violated',
      violated > 0 ? 'bad' : 'good',
    ),
    tile('requirements', number(of('kept')), `of ${number(requirements.length)} requirements kept`, 'none'),
    tile('not-tested', number(unclear), 'undecided or not tested', unclear > 0 ? 'doubt' : 'none'),
    tile(
      'timing',
      number(counts.executed),
      `of ${counted(counts.planned, 'planned case')} carried out${run.seconds === undefined ? '' : ` in ${duration(1000 * run.seconds)}`}`,
      'none',
    ),
    tile(
      'fingerprint',
      number(fingerprint.length),
      `of ${number(fingerprint.length + unanswered.length)} open questions answered`,
      'none',
    ),
  ];
}

/** The verdicts of all cases as one bar, with their numbers below it. */
function proportions(verdicts: RunReport['counts']['verdicts']): HTMLElement {
  const present = (Object.entries(verdicts) as [VerdictKind, number][]).filter(([, cases]) => cases > 0);
  const bar = element('div', { class: 'proportions', 'aria-hidden': 'true' });
  for (const [kind, cases] of present) {
    const part = element('span', { class: caseLooks[kind].tone });
    // The least share is still to be seen: one violation among 100,000 cases is what the report is about.
    part.style.flexGrow = String(cases);
    bar.append(part);
  }
  return element(
    'div',
    { class: 'cases-by-verdict' },
    bar,
    element(
      'ul',
      { class: 'legend', 'aria-label': 'Cases by verdict' },
      ...present.map(([kind, cases]) => {
        const { tone, sign, word } = caseLooks[kind];
        return element(
          'li',
          {},
          element('span', { class: `swatch ${tone}`, 'aria-hidden': 'true' }, sign),
          `${word}: ${number(cases)}`,
        );
      }),
    ),
  );
}

function lookAtFirst(pointers: readonly Pointer[], verdict: RunReport['result']['verdict']): HTMLElement {
  return lookList(
    pointers.map((pointer) => ({ place: placeOf(pointer), title: pointer.title, text: pointer.text })),
    verdict === 'conform'
      ? 'No case differs, no answer contradicts another, and nothing was left out.'
      : 'No single thing stands out; the sentence above says why the run ends so.',
  );
}

function placeOf({ kind, key }: Pointer): string {
  switch (kind) {
    case 'suite-error':
    case 'difference':
      return key === undefined ? 'differences' : idOfGroup(key);
    case 'contradiction':
      return key === undefined ? 'fingerprint' : idOfAnswer(key);
    case 'laboratory':
    case 'undecided':
    case 'left-out':
      return 'not-tested';
  }
}
