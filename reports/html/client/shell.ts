import { element, linkTo } from './dom.ts';
import { openForPrint, openWhatIsLinked } from './printing.ts';
import { themeSwitch } from './theme.ts';

/** What stands on a page: its first screen, then sections, each with a link at the top of the page. */
export interface PageContent {
  readonly first: HTMLElement;
  readonly sections: readonly HTMLElement[];
  /** A sentence below all of it. */
  readonly footer: string;
}

/** Puts a page together: the way past the links, links and theme, what it shows, and what is said to those who do not see it. */
export function showPage({ first, sections, footer }: PageContent): void {
  document.body.append(
    element('a', { class: 'skip', href: '#main' }, 'Skip to the report'),
    element(
      'header',
      { class: 'top' },
      element('span', { class: 'brand' }, 'ClientCertificateInstall CSP'),
      element(
        'nav',
        { 'aria-label': 'Sections' },
        ...sections.map((each) => linkTo(each.id, each.dataset['short'] ?? '')),
      ),
      themeSwitch(),
    ),
    element('main', { id: 'main', tabindex: -1 }, first, ...sections),
    element('footer', {}, footer),
    element('div', { id: 'announcements', class: 'unseen', role: 'status', 'aria-live': 'polite' }),
  );
  openForPrint();
  openWhatIsLinked();
}
