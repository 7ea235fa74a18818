import type { NightlyReport } from '../../../regression/nightly-report.ts';
import { showPage } from '../shell.ts';
import { changesSections } from './changes.ts';
import { firstScreen } from './first-screen.ts';
import { aboutSection } from './about.ts';
import { trendSection } from './trend.ts';
import { waiversSection } from './waivers.ts';

const night = JSON.parse(document.getElementById('data')?.textContent ?? '') as NightlyReport;

showPage({
  first: firstScreen(night),
  sections: [
    ...changesSections(night),
    trendSection(night.nights),
    waiversSection(night.waivers),
    aboutSection(night),
  ],
  footer: `${night.suite.name} ${night.suite.version}. The same as data: nightly.json, ${night.format} version ${night.version}. Everything that was carried out: report/report.html beside this page.`,
});
