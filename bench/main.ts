import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { simulatorTarget } from '../adapters/simulator.ts';
import { defaultEdition } from '../csp/editions.ts';
import { laboratoryFor } from '../runner/laboratory.ts';
import { reportEnrollments } from './enrollment/report.ts';
import { reportMdm } from './mdm/report.ts';
import { measureGrowth } from './memory.ts';
import { measureSpeed } from './speed.ts';
import { protocolOnly, withImport } from './workload.ts';

// npm run bench [-- --part=cases|enrollments|mdm --cases=2000 --enrollments=300 --rounds=3 --memory=1000000
//                   --devices=1000 --sessions=10000]
const options = {
  part: { type: 'string' },
  cases: { type: 'string', default: '1500' },
  enrollments: { type: 'string', default: '300' },
  rounds: { type: 'string', default: '3' },
  memory: { type: 'string', default: '0' },
  devices: { type: 'string', default: '1000' },
  sessions: { type: 'string', default: '10000' },
} as const;
const values = readValues();

function readValues(): ReturnType<typeof parseArgs<{ options: typeof options }>>['values'] {
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    process.stderr.write(`bench: ${problem}. There are: --${Object.keys(options).join(', --')}\n`);
    process.exit(2);
  }
}

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const rounds = Number(values.rounds);

if (values.part === undefined || values.part === 'enrollments') {
  for await (const line of reportEnrollments(Number(values.enrollments), rounds)) print(line);
}

const target = simulatorTarget();
const capabilities = await target.capabilities();
const laboratory = await laboratoryFor(capabilities, defaultEdition);
const bench = { target, capabilities, patience: 60_000, now: () => performance.now() };

const workloads = [protocolOnly(laboratory), withImport(laboratory)];

for (const workload of values.part === undefined || values.part === 'cases' ? workloads : []) {
  const speed = await measureSpeed(bench, workload, Number(values.cases), rounds);
  print(
    [
      `${workload.name}: ${speed.casesPerSecond.toFixed(0)} cases/s on one core`,
      `floor ${speed.floorPerSecond.toFixed(0)} cases/s`,
      `${speed.ratio.toFixed(2)} times the floor (median of ${rounds} rounds)`,
    ].join(', '),
  );
}

if (values.part === undefined || values.part === 'mdm') {
  const sizes = {
    cases: Number(values.cases),
    devices: Number(values.devices),
    sessions: Number(values.sessions),
  };
  for await (const line of reportMdm(workloads, sizes)) print(line);
}

const many = Number(values.memory);
if (many > 0) {
  const folder = mkdtempSync(join(tmpdir(), 'conform-bench-'));
  try {
    for (const point of await measureGrowth(bench, protocolOnly(laboratory), many, folder)) {
      print(
        `${point.cases} cases: heap ${point.heap.toFixed(0)} MB, resident ${point.resident.toFixed(0)} MB`,
      );
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}
