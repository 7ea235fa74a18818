import type { NightlyReport, Violation, ViolationStatus } from '../../../regression/nightly-report.ts';
import { banner, lookList, tile, type FirstLook } from '../banner.ts';
import { element } from '../dom.ts';
import { counted, duration, moment, number, type Look } from '../words.ts';

const looks: Readonly<Record<NightlyReport['result']['verdict'], Look>> = {
  passed: { tone: 'good', sign: '✓', word: 'Passed' },
  failed: { tone: 'bad', sign: '✕', word: 'Failed' },
  inconclusive: { tone: 'doubt', sign: '?', word: 'Inconclusive' },
};

/** So many things are named to look at first. */
const looksAtMost = 8;

/** The judgement on the night, its numbers, and what to look at first. */
export function firstScreen(night: NightlyReport): HTMLElement {
  const { result, device, run } = night;
  return element(
    'section',
    { class: 'first', id: 'result', 'aria-labelledby': 'result-title' },
    banner({
      look: looks[result.verdict],
      kicker: 'Nightly regression',
      because: result.because,
      about: [element('strong', {}, device.name), ` · build ${device.edition} · ${moment(run.started)}`],
    }),
    element('div', { class: 'tiles' }, ...tilesOf(night)),
    lookList(
      firstLooks(night),
      night.baseline === undefined
        ? 'Nothing speaks against the device. From now on nights are compared with this one.'
        : 'Nothing changed since the baseline that speaks against the device.',
    ),
    element(
      'p',
      { class: 'aside' },
      'Everything that was carried out is in the ',
      element('a', { href: 'report/report.html' }, 'report of the run'),
      '.',
    ),
    night.notes.length > 0 &&
      element(
        'div',
        { class: 'notes', role: 'group', 'aria-labelledby': 'notes-title' },
        element('h2', { id: 'notes-title' }, 'To be known'),
        element('ul', {}, ...night.notes.map((note) => element('li', {}, note))),
      ),
  );
}

function tilesOf(night: NightlyReport): readonly HTMLElement[] {
  const { violations, fixed, drift, flaky, counts, run } = night;
  const of = (...statuses: readonly ViolationStatus[]): number =>
    violations.filter(({ status }) => statuses.includes(status)).length;
  const [known, waived] = [of('known', 'further'), of('waived')];
  const changed = drift.filter(({ waiver }) => waiver === undefined).length;
  const tone = (count: number): Look['tone'] => (count > 0 ? 'bad' : 'good');
  return [
    tile('against', number(of('new')), 'new violations', tone(of('new'))),
    tile(
      'against',
      number(known),
      `known, not waived${waived === 0 ? '' : `; ${number(waived)} waived`}`,
      known > 0 ? 'doubt' : 'none',
    ),
    tile('fixed', number(fixed.length), 'fixed since the baseline', fixed.length > 0 ? 'good' : 'none'),
    tile('drift', number(changed), 'answers changed', tone(changed)),
    tile('flaky', number(flaky.length), 'not always alike', tone(flaky.length)),
    tile(
      'about',
      number(counts.executed),
      `of ${counted(counts.planned, 'planned case')}${run.seconds === undefined ? '' : ` in ${duration(1000 * run.seconds)}`}`,
      'none',
    ),
  ];
}

function firstLooks({ violations, flaky, drift, waivers }: NightlyReport): readonly FirstLook[] {
  const looked = [
    ...bySubject(violations.filter(({ status }) => status === 'new')).map((forms) => lookOf(forms, 'new')),
    ...flaky.map(({ case: id }) => ({
      place: 'flaky',
      title: 'Not always alike',
      text: `${id} came out otherwise when it was repeated.`,
    })),
    ...drift
      .filter(({ waiver }) => waiver === undefined)
      .map(({ key, question, now }) => ({
        place: 'drift',
        title: key,
        text: `${question}: now ${now.map(({ answer }) => answer).join(' or ')}.`,
      })),
    ...bySubject(violations.filter(({ status }) => status === 'known' || status === 'further')).map((forms) =>
      lookOf(forms, 'known'),
    ),
    ...waivers
      .filter(({ state }) => state !== 'used')
      .map(({ waiver, state }) => ({
        place: 'waivers',
        title: `Waiver ${state}`,
        text: `${waiver.kind === 'violation' ? waiver.requirement : waiver.question}, ${waiver.owner}.`,
      })),
  ];
  return looked.slice(0, looksAtMost);
}

function lookOf(forms: readonly Violation[], word: string): FirstLook {
  const [first] = forms;
  const cases = forms.reduce((sum, form) => sum + form.cases, 0);
  const point = first?.points[0];
  const seen = point === undefined ? '' : ` Expected ${point.expected}; observed ${point.observed}.`;
  return {
    place: 'against',
    title: `${first?.subject ?? ''}, ${word}, ${counted(cases, 'case')}`,
    text: `${first?.text ?? ''}${seen}`,
  };
}

/** What most cases show first. */
function bySubject(violations: readonly Violation[]): readonly (readonly Violation[])[] {
  const subjects = new Map<string, Violation[]>();
  for (const one of violations) subjects.set(one.subject, [...(subjects.get(one.subject) ?? []), one]);
  const cases = (forms: readonly Violation[]): number => forms.reduce((sum, form) => sum + form.cases, 0);
  return [...subjects.values()].sort((left, right) => cases(right) - cases(left));
}
