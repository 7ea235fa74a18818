import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import type { Target } from '../../../adapters/target.ts';
import { defaultEdition } from '../../../csp/editions.ts';
import type { CertificationReport } from '../../../reports/certification/certification-report.ts';
import type { Waiver } from '../../../reports/waivers/waiver.ts';
import { findChromium, printPdf } from '../../../runner/certification/print-pdf.ts';
import { verifyFolder } from '../../../runner/certification/verify-folder.ts';
import { certify, type CertifyMeans, type CertifyRequest } from '../../../runner/certify.ts';
import { parseCaseFile } from '../../../runner/case-file.ts';
import { needsOpenssl, openssl, withoutOpenssl } from '../../pki/openssl.ts';
import { familiesNamed, faultyDevice, recordRun, seed } from '../../reports/model/recorded-run.ts';
import { makeAuthority, now, signerOf, type Authority } from './certificates.ts';

const chromium = findChromium();
const withoutPoppler = spawnSync('pdfinfo', ['-v']).error !== undefined;
const tool = openssl();

const laboratory = {
  name: 'Contoso Test Laboratory',
  address: '1 Example Street, Exampleton',
  responsible: 'A. Tester',
  item: { description: 'Virtual device', identification: 'SIM-0001' },
};

let folder = '';
let authority: Authority;
/** A signed certificate of a wrong device, made once: tests work on copies. */
let wrong: Certificate;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'certify-test-'));
  authority = await makeAuthority();
  wrong = await certified('wrong', faultyDevice('atomic-without-rollback'), {
    signer: signerOf(await authority.issue()),
    laboratory,
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Certificate {
  readonly code: number;
  readonly out: string;
  readonly said: readonly string[];
  readonly report: CertificationReport;
}

/** Certifies a device with a programme of a few families, in this process; the PDF is an empty one. */
async function certified(
  name: string,
  target: Target,
  request: Partial<CertifyRequest> = {},
  means: Partial<CertifyMeans> = {},
): Promise<Certificate> {
  const out = join(folder, name);
  const said: string[] = [];
  const code = await certify(
    {
      target: 'simulator',
      settings: {},
      edition: defaultEdition,
      patience: 30_000,
      workers: 1,
      results: join(folder, `${name}-run`),
      out,
      laboratory: {},
      waivers: [],
      ...request,
    },
    {
      programme: () => Promise.resolve({ version: 'small', digest: '0'.repeat(64), seed, runs: 3 }),
      run: async ({ out: results }) => {
        rmSync(results, { recursive: true, force: true });
        await recordRun(results, target, familiesNamed('protocol/R-DM-08'));
        return 0;
      },
      print: (_, pdf) => {
        writeFileSync(pdf, '%PDF-');
        return Promise.resolve(undefined);
      },
      runPage: () => Promise.resolve('<!doctype html>'),
      now: () => now,
      ...means,
    },
    { out: (text) => said.push(text), error: (text) => said.push(text) },
  );
  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as CertificationReport;
  return { code, out, said, report };
}

function verified(out: string, wishes: Partial<Parameters<typeof verifyFolder>[1]> = {}) {
  return verifyFolder(out, { allowUnsigned: false, at: now, ...wishes });
}

/** A copy of a certificate that a test may spoil. */
function copyOf(out: string): string {
  const copy = mkdtempSync(join(folder, 'copy-'));
  cpSync(out, copy, { recursive: true });
  return copy;
}

describe('certify', () => {
  test('names what a wrong device breaks first, and has the case file of every difference', () => {
    const { code, report, out } = wrong;
    expect(code).toBe(1);
    expect(report.statement).toMatchObject({ result: 'failed', rule: 'difference' });
    expect(report.run.differences[0]?.requirement).toBe('R-DM-08');
    const page = readFileSync(join(out, 'report.html'), 'utf8');
    expect(page.indexOf('R-DM-08 is violated')).toBeGreaterThan(0);
    const files = readdirSync(join(out, 'cases'));
    const { violation } = report.run.counts.verdicts;
    expect(violation).toBeGreaterThan(5);
    expect(files).toHaveLength(violation);
    for (const name of files) {
      const { verdict } = parseCaseFile(readFileSync(join(out, 'cases', name), 'utf8'), name);
      expect(verdict.kind).toBe('violation');
    }
  });

  test('says what ISO/IEC 17025 asks of a test report', () => {
    const page = readFileSync(join(wrong.out, 'report.html'), 'utf8').replace(/\s+/g, ' ');
    for (const text of [
      'Test report',
      laboratory.name,
      laboratory.address,
      laboratory.responsible,
      laboratory.item.identification,
      wrong.report.identification,
      wrong.report.run.target.description,
      'programme small',
      'not a certification by Microsoft',
      'relate only to the item',
      'of which the first that applies decides',
      'What was not tested',
      '95 % interval',
      'End of report',
    ]) {
      expect(page).toContain(text);
    }
    expect(page).not.toContain('NOT SIGNED');
    expect(page).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3)/);
  });

  test('writes what the published schemas say', async () => {
    const schemas = ['definitions', 'coverage', 'case-file', 'report', 'waivers', 'certificate', 'manifest'];
    const ajv = new Ajv2020({ strict: false, formats: { date: true } });
    for (const name of schemas) {
      ajv.addSchema(JSON.parse(readFileSync(`docs/schema/${name}.schema.json`, 'utf8')) as object);
    }
    const unsigned = await certified('schemas', simulatorTarget(), { laboratory });
    for (const { out } of [wrong, unsigned]) {
      for (const [kind, name] of [
        ['certificate', 'report.json'],
        ['manifest', 'manifest.json'],
      ] as const) {
        const content: unknown = JSON.parse(readFileSync(join(out, name), 'utf8'));
        expect(ajv.validate(`urn:cci-conformance:${kind}:1`, content), ajv.errorsText()).toBe(true);
      }
    }
  });

  test('finds nothing against a right device, and does not pass it on a few cases', async () => {
    const { code, report, said, out } = await certified('right', simulatorTarget());
    expect(report.statement).toMatchObject({ result: 'inconclusive', rule: 'too-little' });
    expect(report.findings).toEqual([]);
    expect(code).toBe(3);
    expect(said.join('\n')).toContain('NOT SIGNED');
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('NOT SIGNED');
    expect(readFileSync(join(out, 'README.txt'), 'utf8')).toContain('NOT SIGNED');
    expect(existsSync(join(out, 'manifest.p7s'))).toBe(false);
    expect(verified(out).problems).toEqual([expect.stringContaining('NOT SIGNED')]);
    expect(verified(out, { allowUnsigned: true })).toMatchObject({ problems: [] });
  });

  test('takes waivers that fit, reports the others, and none hides what is left', async () => {
    const terms = { reason: 'known', owner: 'A. Tester', expires: '2027-01-01' };
    const waivers = wrong.report.findings.map(({ digest, subject }): Waiver => ({
      kind: 'violation',
      requirement: subject as 'R-DM-08',
      case: '*',
      observation: { digest },
      ...terms,
    }));
    const [first, ...others] = waivers;
    if (first === undefined) throw new Error('the wrong device is found out');
    const device = (): Target => faultyDevice('atomic-without-rollback');
    const all = await certified('waived', device(), { waivers });
    expect(all.report.statement).toMatchObject({ facts: { notAccepted: 0 }, rule: 'too-little' });
    expect(all.report.waivers.every(({ state }) => state === 'used')).toBe(true);

    const expired = { ...first, expires: '2025-12-31' };
    const strange: Waiver = { ...first, observation: { digest: '0'.repeat(16) } };
    const some = await certified('expired', device(), { waivers: [expired, strange, ...others] });
    expect(some.report.statement.result).toBe('failed');
    expect(some.report.waivers.slice(0, 2).map(({ state }) => state)).toEqual(['expired', 'unused']);
    expect(some.said.join('\n')).toMatch(/expired on 2025-12-31[^]*matched nothing/);
    expect(readFileSync(join(some.out, 'report.html'), 'utf8')).toMatch(/EXPIRED[^]*MATCHED NOTHING/);
  });

  test('says why there is no PDF, and keeps a payload of a device from being markup', async () => {
    const evil = '<script>alert(1)</script>';
    const device: Target = {
      ...faultyDevice('atomic-without-rollback'),
      identity: () => Promise.resolve({ target: 'simulator', description: evil }),
    };
    const print = (): Promise<string> => Promise.resolve('no browser is here');
    const { out, said } = await certified('no-pdf', device, {}, { print });
    expect(existsSync(join(out, 'report.pdf'))).toBe(false);
    expect(readFileSync(join(out, 'README.txt'), 'utf8')).toContain(
      'There is no report.pdf: no browser is here',
    );
    expect(said.join('\n')).toContain('no browser is here');
    expect(readFileSync(join(out, 'report.html'), 'utf8')).not.toContain('<script');
  });

  test('writes over an earlier certificate and over nothing else', async () => {
    const mine = join(folder, 'mine');
    mkdirSync(mine);
    writeFileSync(join(mine, 'diary.txt'), 'mine');
    await expect(certified('mine', simulatorTarget())).rejects.toThrow(/holds something else/);
    expect(readFileSync(join(mine, 'diary.txt'), 'utf8')).toBe('mine');
    const first = await certified('again', simulatorTarget());
    const second = await certified('again', simulatorTarget());
    // The same run at the same moment is the same report.
    expect(second.report).toEqual(first.report);
  });

  test('does not pass where the test runner itself failed', async () => {
    const { report } = await certified(
      'broken',
      simulatorTarget(),
      {},
      {
        run: async ({ out }) => {
          await recordRun(out, simulatorTarget(), familiesNamed('protocol/R-DM-08'));
          return 3;
        },
      },
    );
    expect(report.statement).toMatchObject({ result: 'inconclusive', rule: 'cut-off' });
  });

  test.skipIf(chromium === undefined || withoutPoppler)(
    'prints a PDF with page numbers and an end; needs Chromium and poppler-utils',
    async () => {
      const print: CertifyMeans['print'] = (page, pdf) => printPdf(chromium ?? '', page, pdf);
      const { out, report } = await certified(
        'printed',
        faultyDevice('atomic-without-rollback'),
        { laboratory },
        { print },
      );
      const pdf = join(out, 'report.pdf');
      const pages = Number(/Pages:\s+(\d+)/.exec(run('pdfinfo', pdf))?.[1]);
      expect(pages).toBeGreaterThan(5);
      const sheets = run('pdftotext', '-layout', pdf, '-').split('\f').slice(0, pages);
      for (const [index, sheet] of sheets.entries()) {
        expect(sheet).toContain(`Page ${index + 1} of ${pages}`);
        expect(sheet).toContain(report.identification.slice(0, 16));
      }
      expect(sheets[0]).toContain('FAILED');
      expect(sheets.at(-1)).toContain('End of report');
    },
  );
});

describe('verify-report', () => {
  it('finds nothing in a certificate as it was written, and shows who signed it', () => {
    const trusted = [new X509Certificate(authority.certificate)];
    const { problems, notes } = verified(wrong.out, { trusted });
    expect(problems).toEqual([]);
    expect(notes.join('\n')).toMatch(
      /FAILED[^]*CN=Test Laboratory[^]*[0-9a-f]{64}[^]*valid from[^]*is trusted/,
    );
  });

  it.skipIf(withoutOpenssl)(`agrees with openssl; ${needsOpenssl}`, () => {
    const text = tool.run(
      `cms -verify -binary -purpose any -inform DER -attime ${now.getTime() / 1000} -out verified`,
      ...['-in', join(wrong.out, 'manifest.p7s'), '-content', join(wrong.out, 'manifest.json')],
      ...['-CAfile', tool.write('ca.pem', authority.certificate)],
    );
    expect(text).toMatch(/verification successful/i);
  });

  it('finds every changed byte in every file, signed or not', async () => {
    const unsigned = await certified('unsigned', simulatorTarget());
    for (const out of [copyOf(wrong.out), copyOf(unsigned.out)]) {
      const files = readdirSync(out, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name));
      const place = fc.constantFrom(...files).chain((path) => {
        const bytes = readFileSync(path);
        return fc.record({
          path: fc.constant(path),
          index: fc.nat(bytes.length - 1),
          mask: fc.integer({ min: 1, max: 255 }),
        });
      });
      fc.assert(
        fc.property(place, ({ path, index, mask }) => {
          const bytes = readFileSync(path);
          writeFileSync(
            path,
            Uint8Array.from(bytes, (byte, at) => (at === index ? byte ^ mask : byte)),
          );
          const { problems } = verified(out, { allowUnsigned: true });
          writeFileSync(path, bytes);
          expect(problems).not.toEqual([]);
        }),
        { numRuns: 80 },
      );
      expect(verified(out, { allowUnsigned: true }).problems).toEqual([]);
    }
  });

  it('finds files that are missing or extra, and signatures that are taken away', () => {
    const missing = copyOf(wrong.out);
    rmSync(join(missing, 'report.pdf'));
    writeFileSync(join(missing, 'cases', 'more.json'), '{}');
    expect(verified(missing).problems).toEqual([
      'report.pdf is missing.',
      expect.stringContaining('cases/more.json is extra'),
    ]);
    for (const name of ['manifest.p7s', 'manifest.json', 'report.json', 'report.html']) {
      const spoilt = copyOf(wrong.out);
      rmSync(join(spoilt, name));
      expect(verified(spoilt, { allowUnsigned: true }).problems.join()).toContain(name);
    }
  });

  it('knows the signature of another content, and the one of a stranger', async () => {
    const other = await certified('other', simulatorTarget(), { signer: signerOf(await authority.issue()) });
    const swapped = copyOf(wrong.out);
    cpSync(join(other.out, 'manifest.p7s'), join(swapped, 'manifest.p7s'));
    expect(verified(swapped).problems.join()).toContain('over another content');
    const stranger = await makeAuthority('CN=Stranger');
    const trusted = [new X509Certificate(stranger.certificate)];
    expect(verified(wrong.out, { trusted }).problems.join()).toMatch(/not trusted: no trusted certificate/);
  });

  it('does not trust a certificate that has expired, unless asked for a moment before', async () => {
    const brief = await authority.issue({ to: new Date('2026-03-02T00:00:00Z') });
    const { out } = await certified('brief', simulatorTarget(), { signer: signerOf(brief) });
    const trusted = [new X509Certificate(authority.certificate)];
    const later = new Date('2026-04-01T00:00:00Z');
    expect(verified(out, { trusted, at: later }).problems.join()).toMatch(/not trusted: .* is valid from/);
    expect(verified(out, { trusted }).problems).toEqual([]);
    expect(verified(out, { at: later }).notes.join()).toContain('is not valid at 2026-04-01');
  });

  it('finds a page that tells another verdict, even where the manifest was made anew', async () => {
    const page = join(wrong.out, 'report.html');
    const told = readFileSync(page, 'utf8').replace(
      '<strong id="result">FAILED',
      '<strong id="result">PASSED',
    );
    const { out } = await certified(
      'lying',
      faultyDevice('atomic-without-rollback'),
      {},
      {
        // Whoever prints can still write the page: the manifest comes after it.
        print: (path) => {
          writeFileSync(path, told);
          return Promise.resolve('no');
        },
      },
    );
    expect(verified(out, { allowUnsigned: true }).problems.join()).toMatch(
      /report\.html does not tell what report\.json does: passed there, failed here/,
    );
  });
});

function run(program: string, ...options: readonly string[]): string {
  return spawnSync(program, options, { encoding: 'utf8' }).stdout;
}
