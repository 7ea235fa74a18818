import { createHash } from 'node:crypto';
import type { CertificationReport } from '../certification-report.ts';
import { facts, html, type Markup } from './markup.ts';
import { areasTable } from './requirements.ts';
import { counted, grouped, moment, toneOf } from './words.ts';

/** What the first page says: the result, and of whom. */
export function front(report: CertificationReport): Markup {
  const { statement, run, laboratory, programme, issued, identification } = report;
  const { result, because } = statement;
  const { counts } = run;
  const { demanded, decided, accepted, notAccepted } = statement.facts;
  return html`<header>
      <p class="kicker">Test report</p>
      <h1>Conformance with Microsoft’s ClientCertificateInstall CSP</h1>
    </header>
    ${signatureBanner(report)}
    <div class="verdict ${toneOf(result)}">
      <strong id="result">${result.toUpperCase()}</strong>
      <p>${because}</p>
    </div>
    <div class="tiles">
      <div>
        <b>${grouped(counts.executed)}</b><span>of ${grouped(counts.planned)} planned cases carried out</span>
      </div>
      <div><b>${decided} / ${demanded}</b><span>demanded requirements decided</span></div>
      <div><b>${grouped(notAccepted)}</b><span>differences that nobody accepts</span></div>
      <div><b>${grouped(accepted)}</b><span>differences accepted by waivers</span></div>
    </div>
    ${facts([
      ['Tested', testedIn(report)],
      ['Edition', run.run.edition],
      ['Programme', `${programme.version} (${counted(counts.planned, 'case')}, seed ${programme.seed})`],
      ['Laboratory', [laboratory.name, laboratory.address].filter(Boolean).join(', ') || 'not stated'],
      ['Responsible', laboratory.responsible ?? 'not stated'],
      [
        'Carried out',
        `${moment(run.run.started)} to ${run.run.ended === undefined ? 'unknown: cut off' : moment(run.run.ended)}`,
      ],
      ['Issued', moment(issued)],
      ['Identification', html`<span class="id" id="identification">${identification}</span>`],
    ])}
    <p class="quiet">
      This is the test report of a laboratory that used the conformance suite named in section 4. It is not a
      certification by Microsoft, and Microsoft has neither carried out nor checked these tests. The results
      relate only to the item that was tested. The report may not be reproduced except in full without
      approval of the laboratory.
    </p>
    ${lookAtFirst(report)} `;
}

/** The item in the laboratory's words, else in those of the target. */
export function testedIn({ laboratory: { item }, run: { target } }: CertificationReport): string {
  return item === undefined ? target.description : `${item.description} (${target.description})`;
}

/** One number for all answers of a device to the open questions: devices that differ in one have different ones. */
export function fingerprintDigest({ run: { fingerprint } }: CertificationReport): string {
  const lines = fingerprint.map(
    ({ key, answers }) => `${key}=${answers.map(({ answer }) => answer).join('|')}`,
  );
  return createHash('sha256').update(lines.join('\n')).digest('hex');
}

function signatureBanner({ signature }: CertificationReport): Markup {
  if (signature.signed) {
    return html`<p class="quiet">
      Signed by ${signature.subject} (certificate <span class="id">${signature.thumbprint}</span>), in
      manifest.p7s.
    </p>`;
  }
  return html`<div class="banner">
    <strong>NOT SIGNED</strong>Nobody vouches for this report: whoever has it can change it.
  </div>`;
}

/** What to look at first; where there is nothing, what was reached instead. */
function lookAtFirst({ run: { lookAtFirst: pointers, requirements } }: CertificationReport): Markup {
  if (pointers.length === 0)
    return html`<h3>Requirements at a glance</h3>
      ${areasTable(requirements)}`;
  return html`<h3>Look at this first</h3>
    <ol>
      ${pointers.map(({ title, text }) => html`<li><b>${title}.</b> ${text}</li>`)}
    </ol>`;
}
