import type { ComparisonData } from '../../comparison-data.ts';
import { append } from '../dom.ts';
import { showPage } from '../shell.ts';
import { conditionsSection } from './conditions.ts';
import { fieldsSection, othersPart } from './fields.ts';
import { firstScreen } from './first-screen.ts';
import { questionsSection } from './questions.ts';
import { requirementsSection } from './requirements.ts';

const data = JSON.parse(document.getElementById('data')?.textContent ?? '') as ComparisonData;
const { runs } = data;

const requirements = requirementsSection(runs, data.requirements);
append(requirements, othersPart(runs, data.others));

showPage({
  first: firstScreen(data),
  sections: [
    requirements,
    questionsSection(runs, data.questions),
    fieldsSection(runs, data.fields, data.numbers.fieldsCompared),
    conditionsSection(runs, data.conditions),
  ],
  footer: `The same as data: compare.json, ${data.format} version ${data.version}.`,
});
