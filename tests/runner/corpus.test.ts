import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import { judge } from '../../oracles/judge.ts';
import { corpusFolder, readCaseFolder } from '../../runner/corpus.ts';
import { replayFolder } from '../../runner/replay-folder.ts';
import { UsageError } from '../../runner/usage-error.ts';

const files = readCaseFolder(corpusFolder);

describe.each(files.map(({ path, content }) => [basename(path, '.json'), content] as const))(
  'corpus case %s',
  (name, { case: testCase, observation, verdict }) => {
    it('is named after its file', () => {
      expect(testCase.id).toBe(`corpus/${name}`);
    });

    it('is judged today as it says, from what was seen then', () => {
      expect(judge(testCase, observation)).toEqual(verdict);
    });
  },
);

describe('replay of a folder', () => {
  const bench = async (adjustRules?: Parameters<typeof simulatorTarget>[0]) => {
    const target = simulatorTarget(adjustRules);
    return { target, capabilities: await target.capabilities(), patience: 60_000, now: () => 0 };
  };
  const lines: string[] = [];
  const console = { out: (text: string) => lines.push(text), error: (text: string) => lines.push(text) };

  it('conforms on a right device', async () => {
    expect(await replayFolder(corpusFolder, await bench(), console)).toBe(0);
    expect(lines.at(-1)).toBe(`${files.length} cases: 0 speak against the device, 0 decide nothing`);
  });

  it('ends with 1 where a device differs, and says in which file', async () => {
    lines.length = 0;
    const wrong = await bench({
      adjustRules: (rules) => ({ ...rules, engine: { ...rules.engine, failedAtomic: '500' } }),
    });
    expect(await replayFolder(corpusFolder, wrong, console)).toBe(1);
    expect(lines.join('\n')).toMatch(/^violation corpus\//m);
  });

  it('is refused in one line where there is nothing to replay, or a file is none', () => {
    const folder = mkdtempSync(join(tmpdir(), 'conform-corpus-'));
    try {
      expect(() => readCaseFolder(folder)).toThrow(UsageError);
      writeFileSync(join(folder, 'other.json'), '{}');
      expect(() => readCaseFolder(folder)).toThrow(/other\.json is no case file/);
      const { status, stderr } = spawnSync(process.execPath, ['bin/conform.mjs', 'replay', folder], {
        encoding: 'utf8',
      });
      expect([status, stderr.trim().split('\n').length]).toEqual([2, 1]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
