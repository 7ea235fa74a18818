import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Target, TargetSession } from '../../adapters/target.ts';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Answers } from '../../cases/case.ts';
import { answerKeys, answersTo } from '../../csp/ambiguities.ts';
import { defaultEdition } from '../../csp/editions.ts';
import type { Laboratory } from '../../generators/family.ts';
import { openPool } from '../../pki/pool.ts';
import { devicesBehind, filesBehind } from '../../qualification/mutation/behind.ts';
import { coverageOf, type Coverage } from '../../qualification/mutation/coverage.ts';
import { answersNamedIn, answersOfDevice, usualDevices } from '../../qualification/mutation/devices.ts';
import { weightier, type Fate } from '../../qualification/mutation/fate.ts';
import { hunt } from '../../qualification/mutation/hunt.ts';
import { limitedTarget, stopped } from '../../qualification/mutation/limited-target.ts';
import {
  mutantsIn,
  openMutableDevice,
  sourcesIn,
  type MutableDevice,
} from '../../qualification/mutation/mutable-device.ts';
import type { Mutant } from '../../qualification/mutation/mutant.ts';
import { isAbout } from '../../qualification/mutation/note.ts';
import { notes } from '../../qualification/mutation/noted.ts';
import { describeMutants, isOpen, summariseMutants, triedLine } from '../../qualification/mutation/report.ts';
import { listedCases, wholeLaboratory } from '../../qualification/programme.ts';
import { keyCache } from '../../runner/laboratory.ts';
import { completeAnswers } from '../../simulator/answers.ts';

const file = 'simulator/csp/values.ts';
let device: MutableDevice;
let coverage: Coverage;
beforeAll(async () => {
  const settings = listedCases(await wholeDevice()).filter(({ family }) =>
    /^pfx\/R-(PFX-09|GEN-04)\/matrix$/.test(family),
  );
  device = await openMutableDevice([file]);
  coverage = await coverageOf(device, settings, {});
});

async function wholeDevice(): Promise<Laboratory> {
  return wholeLaboratory(defaultEdition, await openPool(keyCache));
}

/** The mutant in which this source text is replaced so. */
function mutantOf(original: string, replacement: string, { mutants } = device): string {
  const found = mutants.find((one) => one.original === original && one.replacement === replacement);
  if (found === undefined) throw new RangeError(`no mutant replaces ${original} by ${replacement}`);
  return found.id;
}

function sample(): Mutant {
  const [mutant] = device.mutants;
  if (mutant === undefined) throw new RangeError('there are no mutants');
  return mutant;
}

describe('a mutant of the virtual device', () => {
  it('says which source text it replaces, and on which line that is', () => {
    const lines = readFileSync(file, 'utf8').split('\n');
    expect(device.mutants.length).toBeGreaterThan(100);
    for (const { line, original, sourceLine } of device.mutants) {
      expect(lines[line - 1]?.trim()).toBe(sourceLine);
      expect(sourceLine).toContain(original.split('\n')[0]);
    }
  });

  it('is killed where a case shows that it is wrong', async () => {
    const fate = await hunt(
      device,
      mutantOf('/^([+-]?)(0*?)(0|[1-9][0-9]*)$/', '/^([+-]?)(0*?)(0|[1-9][0-9]*)/'),
      coverage,
    );
    expect(fate).toMatchObject({ kind: 'killed', how: 'accused', blamed: 'R-PFX-09' });
  });

  it('is killed in a table that is made as the module is loaded', async () => {
    const fate = await hunt(device, mutantOf('true', 'false'), coverage);
    expect(fate).toMatchObject({ kind: 'killed', how: 'accused' });
  });

  it('survives where it changes nothing', async () => {
    const fate = await hunt(device, mutantOf('[]', '["Stryker was here"]'), coverage);
    expect(fate.kind).toBe('unseen');
  });

  it('is admitted where a right device with other answers does the same', async () => {
    const turned = mutantOf(
      "answers['A-37/plus-sign'] === 'refused'",
      "answers['A-37/plus-sign'] !== 'refused'",
    );
    expect(await hunt(device, turned, coverage)).toMatchObject({
      kind: 'admitted',
      answers: { 'A-37/plus-sign': 'accepted' },
    });
  });

  it('is admitted by the answer that explains most, though others explain the first case too', async () => {
    const placing = await openMutableDevice(['simulator/csp/key-placement.ts']);
    const containers = listedCases(await wholeDevice()).filter(({ family }) =>
      /^pfx\/R-PFX-(08|10)\/matrix$/.test(family),
    );
    const creates = await coverageOf(placing, containers, { 'A-63': 'created' });
    const mutant = mutantOf("answers['A-63'] === 'created'", 'false', placing);
    expect(await hunt(placing, mutant, creates)).toMatchObject({
      kind: 'admitted',
      answers: { 'A-63': 'fails' },
    });
  });

  it('is uncovered where no case passes it', async () => {
    const fate = await hunt(device, mutantOf("answers['A-16/by-length'] === 'accepted'", 'true'), coverage);
    expect(fate).toEqual({ kind: 'uncovered' });
  });
});

describe('a device that does not end', () => {
  const endless: TargetSession = {
    exchange: () => {
      for (;;);
    },
    readStores: () => Promise.resolve([]),
    readScepLog: () => Promise.resolve([]),
    removeKeys: () => Promise.resolve(),
    wait: () => Promise.resolve(),
    cleanUp: () => Promise.resolve(),
  };
  const target: Target = { ...simulatorTarget(), open: () => Promise.resolve(endless) };
  const preparation = { edition: defaultEdition, tpm: false, certificates: [], helloContainers: [] };

  it('is stopped, and the next one is served', async () => {
    const session = await limitedTarget(target, 20).open(preparation);
    await expect(session.exchange(new Uint8Array())).rejects.toThrow(stopped);
    const right = await limitedTarget(simulatorTarget(), 20_000).open(preparation);
    expect(await right.exchange(Buffer.from('no XML'))).toEqual(
      await (await simulatorTarget().open(preparation)).exchange(Buffer.from('no XML')),
    );
  });
});

describe('the devices that are tried', () => {
  it('have every answer to every question of up to three answers', () => {
    const devices = Array.from({ length: usualDevices }, (_, number) =>
      completeAnswers(answersOfDevice(number)),
    );
    for (const key of answerKeys.filter((one) => answersTo(one).length <= 3)) {
      const given = new Set<string>(devices.map((answers) => answers[key]));
      expect(given, key).toEqual(new Set<string>(answersTo(key)));
    }
  });
});

describe('the devices for a line of source', () => {
  it('answer one question that it names in another way', () => {
    const line = "importsWithoutKey: answers['A-51/no-key'] === 'imported',";
    const others = answersTo('A-51/no-key').filter((answer) => answer !== completeAnswers({})['A-51/no-key']);
    expect(answersNamedIn(line)).toEqual(others.map((answer) => ({ 'A-51/no-key': answer })));
    expect(answersNamedIn('forgetsDeleted: true,')).toEqual([]);
  });
});

describe('the devices behind a line that does not name what it depends on', () => {
  const known = (answers: Answers): boolean =>
    answerKeys.every(
      (key) => answers[key] === undefined || answersTo(key).some((one) => one === answers[key]),
    );

  it('are there for mutants of today, and answer what can be answered', async () => {
    const mutants = await mutantsIn(sourcesIn(['simulator/csp']));
    const reached = mutants.filter((mutant) => devicesBehind(mutant).length > 0);
    expect(filesBehind.filter((file) => !reached.some((mutant) => mutant.file === file))).toEqual([]);
    const all = reached.flatMap((mutant) => devicesBehind(mutant));
    expect(all.filter(({ answers }) => !known(answers))).toEqual([]);
  });

  it('are the ones that answer A-31 otherwise for the range of RetryCount', () => {
    const sourceLine = 'const { minimum = -Infinity, countsAs = Infinity } = nodeById(node).range ?? {};';
    expect(devicesBehind({ file: 'simulator/csp/invalid-values.ts', sourceLine })).toContainEqual({
      answers: { 'A-31': 'refused' },
    });
    expect(devicesBehind({ file: 'simulator/csp/values.ts', sourceLine })).toEqual([]);
  });
});

describe('the notes on mutants that no case can kill', () => {
  it('are each about a mutant of today', async () => {
    const mutants = await mutantsIn(sourcesIn(['simulator/csp']));
    const stale = notes.filter((note) => !mutants.some((mutant) => isAbout(note, mutant)));
    expect(stale).toEqual([]);
  });

  it('say why', () => {
    for (const { reason } of notes) expect(reason.length).toBeGreaterThan(10);
  });
});

describe('the report', () => {
  const fates: readonly Fate[] = [
    { kind: 'killed', how: 'timeout', case: 'a' },
    { kind: 'killed', how: 'accused', case: 'b', blamed: 'R-DM-01' },
    { kind: 'unseen', covering: 3 },
    { kind: 'uncovered' },
  ];

  it('counts every mutant once', () => {
    const lines = fates.map((fate) => triedLine(sample(), fate));
    const summary = summariseMutants(lines);
    expect(summary).toMatchObject({ mutants: 4, killed: 2, byTimeout: 1, admitted: 0, noted: 0 });
    expect(summary.survived).toEqual({ tolerated: 0, unseen: 1, uncovered: 1 });
    expect(lines.filter(isOpen)).toHaveLength(2);
    expect(describeMutants(summary)).toContain('2 killed');
  });

  it('takes of several devices the one that says most', () => {
    expect(fates.reduce(weightier).kind).toBe('killed');
    expect([...fates].reverse().reduce(weightier).kind).toBe('killed');
  });
});
