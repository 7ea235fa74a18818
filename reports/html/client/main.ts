import type { PageData } from '../page-data.ts';
import { aboutSection, plainSection } from './about.ts';
import { coverageSection } from './coverage.ts';
import { differencesSection } from './differences.ts';
import { element, linkTo } from './dom.ts';
import { fingerprintSection } from './fingerprint.ts';
import { firstScreen } from './first-screen.ts';
import { heatMapSection } from './heat-map.ts';
import { notTestedSection } from './not-tested.ts';
import { openForPrint, openWhatIsLinked } from './printing.ts';
import { requirementsSection } from './requirement-matrix.ts';
import { themeSwitch } from './theme.ts';
import { timingSection } from './timing.ts';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;
const { report } = data;

const sections = [
  differencesSection(data.differences),
  heatMapSection(report),
  requirementsSection(report.requirements),
  fingerprintSection(report),
  ...data.sections.map(plainSection),
  notTestedSection(report.notTested, report.target),
  coverageSection(data.coverage),
  timingSection(report.timing, report.run),
  aboutSection(report),
];

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
  element('main', { id: 'main', tabindex: -1 }, firstScreen(data), ...sections),
  element(
    'footer',
    {},
    `${report.suite.name} ${report.suite.version}. The same as data: report.json, ${report.format} version ${report.version}.`,
  ),
  element('div', { id: 'announcements', class: 'unseen', role: 'status', 'aria-live': 'polite' }),
);
openForPrint();
openWhatIsLinked();
