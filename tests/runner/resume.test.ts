import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../pki/random.ts';
import { judgeRun } from '../../reports/tally.ts';
import { main } from '../../runner/main.ts';
import { conformRun, leftBy, type Left } from './resume-runs.ts';

const folder = mkdtempSync(join(tmpdir(), 'conform-resume-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const options = ['--suite=protocol/atomic', '--runs=12', '--seed=7', '--workers=1'];
const random = seededRandom('resumed runs');
const drawn = (most: number): number => Buffer.from(random(4)).readUInt32LE() % most;

describe('a run that is killed and resumed', () => {
  const whole = join(folder, 'whole');
  const cut = join(folder, 'cut');
  let expected: Left;
  beforeAll(async () => {
    await conformRun(whole, options);
    expected = leftBy(whole);
  });

  test('three times, ends as one that was never cut off: the same cases, once each, and the same verdict', async () => {
    const bytes = readdirSync(join(whole, 'results')).reduce(
      (sum, name) => sum + readFileSync(join(whole, 'results', name)).length,
      0,
    );
    // At a random place in each third, so that every part has something to do.
    const killed = await conformRun(cut, options, drawn(bytes / 3));
    expect(killed.code).toBeUndefined();
    for (let time = 0; time < 2; time++) {
      // What a power failure leaves of a line that was being written.
      for (const kind of ['results', 'observations']) {
        const [name = ''] = readdirSync(join(cut, kind));
        appendFileSync(join(cut, kind, name), '{"kind":"case","id":"proto');
      }
      const again = await conformRun(cut, ['--resume', '--workers=1'], drawn(bytes / 3));
      expect(again.code).toBeUndefined();
    }
    const last = await conformRun(cut, ['--resume', '--workers=2']);
    expect(last.code).toBe(0);
    expect(last.text).toMatch(/goes on: [1-9]\d* cases are done/);
    const { tally, ...left } = leftBy(cut);
    const { tally: expectedTally, ...expectedLeft } = expected;
    expect(left).toEqual(expectedLeft);
    expect(judgeRun(tally)).toBe(judgeRun(expectedTally));
    expect(tally.executed).toBe(expectedTally.planned);
    expect(JSON.parse(readFileSync(join(cut, 'run.json'), 'utf8'))).toMatchObject({ seed: 7, part: 4 });
  });

  test('goes on by its own options, and refuses others in one line', async () => {
    const conform = async (...argv: readonly string[]): Promise<{ code: number; error: string }> => {
      const error: string[] = [];
      const code = await main(argv, { out: () => undefined, error: (text) => error.push(text) });
      return { code, error: error.join('\n') };
    };
    const resume = ['run', '--resume', `--out=${whole}`];
    for (const [option, reason] of [
      ['--seed=8', /begun with --seed 7/],
      ['--runs=61', /begun with --runs 12/],
      ['--suite=pfx', /begun with --suite protocol\/atomic/],
      ['--edition=10.0.10586', /begun with --edition 10\.0\.26100/],
      ['--target=device', /begun with --target simulator/],
      ['--device=local', /begun without --device/],
    ] as const) {
      const { code, error } = await conform(...resume, option);
      expect({ code, error }).toMatchObject({ code: 2, error: reason });
      expect(error).not.toContain('\n');
    }
    const nowhere = await conform('run', '--resume', `--out=${join(folder, 'nowhere')}`);
    expect(nowhere).toMatchObject({ code: 2, error: /--resume: .*run\.json does not exist/ });

    const path = join(whole, 'run.json');
    const text = readFileSync(path, 'utf8');
    const record = JSON.parse(text) as Record<string, unknown>;
    delete record['endedAt'];
    // This process is none of the suite's runs, but it lives.
    writeFileSync(path, JSON.stringify({ ...record, process: { host: hostname(), pid: process.ppid } }));
    expect(await conform(...resume)).toMatchObject({ code: 2, error: /still going on, as process \d+/ });
    writeFileSync(path, JSON.stringify({ ...record, suite: { name: 'x', version: '0.0.1' } }));
    expect(await conform(...resume)).toMatchObject({ code: 2, error: /was begun by 0\.0\.1/ });
    writeFileSync(path, text);
  });
});
