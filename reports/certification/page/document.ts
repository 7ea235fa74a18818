import { readFileSync } from 'node:fs';
import type { CertificationReport } from '../certification-report.ts';
import {
  answersSection,
  coverageSection,
  notTestedSection,
  repetitionSection,
  riskSection,
  waiversSection,
} from './annexes.ts';
import { differencesSection } from './differences.ts';
import { front } from './front.ts';
import { laboratorySection, methodSection, statementSection, targetSection } from './identity.ts';
import { html, type Markup } from './markup.ts';
import { requirementsSection } from './requirements.ts';
import { short } from './words.ts';

interface Section {
  readonly title: string;
  readonly show: (report: CertificationReport) => Markup;
}

/** The sections in their order; the texts refer to them by number. */
const sections: readonly Section[] = [
  { title: 'Statement of result', show: statementSection },
  { title: 'Laboratory and customer', show: laboratorySection },
  { title: 'What was tested', show: targetSection },
  { title: 'Method and conditions', show: methodSection },
  { title: 'Requirements', show: requirementsSection },
  { title: 'Differences', show: differencesSection },
  { title: 'Waivers', show: waiversSection },
  { title: 'Open questions and the answers found', show: answersSection },
  { title: 'What was not tested', show: notTestedSection },
  { title: 'Coverage', show: coverageSection },
  { title: 'What the suite itself is worth', show: riskSection },
  { title: 'How to repeat and to verify this report', show: repetitionSection },
];

/** A certificate as a page: one file that loads nothing and runs nothing, on screen and on paper. */
export function certificatePage(report: CertificationReport): string {
  const style = `${readFileSync(new URL('style.css', import.meta.url), 'utf8')}${pageMargins(report)}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>Test report ${short(report.identification)}: ${report.statement.result}</title>
        <style>
          ${{ html: style }}
        </style>
      </head>
      <body>
        ${front(report)}
        <main>
          <nav aria-label="Sections">
            ${sections.map(({ title }, index) => html`<a href="#section-${index + 1}">${index + 1} ${title}</a>`)}
          </nav>
          ${sections.map(
            ({ title, show }, index) =>
              html`<section id="section-${index + 1}">
                <h2>${index + 1} ${title}</h2>
                ${show(report)}
              </section> `,
          )}
        </main>
        <p class="end">End of report</p>
      </body>
    </html> `.html;
}

/** What stands on every sheet: which report it belongs to, and which of how many it is (ISO/IEC 17025, 7.8.2.1 d). */
function pageMargins({ identification, signature }: CertificationReport): string {
  const font =
    "font: 8pt system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif; color: #566071;";
  const note = signature.signed ? '' : ' · NOT SIGNED';
  return `@page {
  size: A4;
  margin: 16mm 16mm 18mm;
  @bottom-left { content: "Test report ${short(identification)}${note}"; ${font} }
  @bottom-right { content: "Page " counter(page) " of " counter(pages); ${font} }
}
`;
}

const shownResult = /<strong id="result">([A-Z ]+)<\/strong>/;
const shownIdentification = /<span class="id" id="identification">([0-9a-f]{64})<\/span>/;

/** The result and the identification that a page shows to its reader; undefined where it shows none. */
export function shownOn(
  page: string,
): { readonly result: string; readonly identification: string } | undefined {
  const result = shownResult.exec(page)?.[1];
  const identification = shownIdentification.exec(page)?.[1];
  if (result === undefined || identification === undefined) return undefined;
  return { result: result.toLowerCase(), identification };
}
