import type { NightlyReport } from '../../../regression/nightly-report.ts';
import { code, element, section } from '../dom.ts';
import { badge, table } from '../parts.ts';
import { number, type Look } from '../words.ts';

const looks: Readonly<Record<NightlyReport['waivers'][number]['state'], Look>> = {
  used: { tone: 'none', sign: '–', word: 'used' },
  expired: { tone: 'bad', sign: '✕', word: 'expired' },
  unused: { tone: 'doubt', sign: '?', word: 'matched nothing' },
};

/** Every waiver and what became of it: one that matches nothing is to be taken out. */
export function waiversSection(waivers: NightlyReport['waivers']): HTMLElement {
  return section(
    'waivers',
    'Waivers',
    waivers.length === 0
      ? element('p', {}, 'No waivers were given.')
      : table({
          about: 'Waivers',
          columns: ['About', 'Cases', 'State', 'Accepted', 'Owner', 'Until', 'Reason'],
          numbers: [3],
          rows: waivers.map(({ waiver, state, cases }) => [
            element(
              'span',
              { class: 'id' },
              waiver.kind === 'violation' ? waiver.requirement : waiver.question,
            ),
            code(waiver.case),
            badge(looks[state]),
            number(cases),
            waiver.owner,
            waiver.expires,
            waiver.reason,
          ]),
        }),
  );
}
