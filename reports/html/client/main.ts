import type { PageData } from '../page-data.ts';
import { aboutSection, plainSection } from './about.ts';
import { coverageSection } from './coverage.ts';
import { differencesSection } from './differences.ts';
import { fingerprintSection } from './fingerprint.ts';
import { firstScreen } from './first-screen.ts';
import { heatMapSection } from './heat-map.ts';
import { notTestedSection } from './not-tested.ts';
import { requirementsSection } from './requirement-matrix.ts';
import { showPage } from './shell.ts';
import { timingSection } from './timing.ts';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as PageData;
const { report } = data;

showPage({
  first: firstScreen(data),
  sections: [
    differencesSection(data.differences),
    heatMapSection(report),
    requirementsSection(report.requirements),
    fingerprintSection(report),
    ...data.sections.map(plainSection),
    notTestedSection(report.notTested, report.target),
    coverageSection(data.coverage),
    timingSection(report.timing, report.run),
    aboutSection(report),
  ],
  footer: `${report.suite.name} ${report.suite.version}. The same as data: report.json, ${report.format} version ${report.version}.`,
});
