import type { Case, Level, Payload, Preparation, Scope } from '../cases/case.ts';
import type { Pool } from '../pki/pool.ts';
import type { Message } from '../syncml/message.ts';
import { readSyncML } from '../syncml/read.ts';
import { allCommands } from '../syncml/walk.ts';
import { coverageMeter, type Coverage } from './combinations/coverage-meter.ts';
import { rowOf, spaceWith, wordsOf } from './combinations/rows.ts';
import { describePfx } from './fixtures.ts';
import { faultsIn } from './faults/install-faults.ts';
import { installsIn } from './installs-in.ts';
import { fixtureFinder, pfxClasses } from './pfx-classes.ts';
import { describeServer } from './scep/combinations/describe.ts';
import { enrollmentsIn } from './scep/combinations/enrollments-in.ts';
import * as enrollmentRows from './scep/combinations/rows.ts';
import { faultsIn as faultsInEnrollment } from './scep/faults.ts';

/** What was generated, read from the cases themselves; plain data, part of the result of a run. */
export interface Statistics {
  readonly cases: number;
  readonly levels: Readonly<Partial<Record<Level, number>>>;
  /** How many cases have no fault, one, two … */
  readonly faultsPerCase: Readonly<Record<string, number>>;
  /** Cases for each fault, by its words. */
  readonly faults: Readonly<Record<string, number>>;
  /** Messages by the form of the document; `unreadable` is what syncml/read.ts refuses. */
  readonly documents: Readonly<Record<string, number>>;
  /** Commands by node, verb and prefix: `PFXCertInstall/{UniqueID}/Status Get user`. */
  readonly commands: Readonly<Record<string, number>>;
  /** PFX files sent, by their form; those of random sessions that no list has stand under `another`. */
  readonly pfxFiles: Readonly<Record<string, number>>;
  /** PFX files with each property of generators/pfx-classes.ts. */
  readonly pfxClasses: Readonly<Record<string, number>>;
  /** Combinations of valid choices that installs without any fault had. */
  readonly combinations: Coverage;
  /** SCEP servers of the cases, by how they behave. */
  readonly scepServers: Readonly<Record<string, number>>;
  /** Combinations of valid choices that enrollments without any fault had, those of their servers among them. */
  readonly enrollmentCombinations: Coverage;
}

/** Counts cases one by one; keeps none of them. */
export interface StatisticsCounter {
  /** @param messages those of its steps, where they have been read already; undefined for what can not be read */
  count(testCase: Case, messages?: readonly (Message | undefined)[]): void;
  statistics(): Statistics;
}

/**
 * @param pool the one that the cases were built from: it knows the PFX files
 * @param strength of the combinations that are counted
 */
export function statisticsCounter(pool: Pool, strength = 2): StatisticsCounter {
  const levels = tally();
  const faultsPerCase = tally();
  const faults = tally();
  const documents = tally();
  const commands = tally();
  const pfxFiles = tally();
  const classes = tally();
  const findFixture = fixtureFinder(pool);
  const scepServers = tally();
  const meter = coverageMeter(spaceWith([]), strength, wordsOf);
  const enrollmentMeter = coverageMeter(enrollmentRows.validSpace, strength, enrollmentRows.wordsOf);

  const countFile = (base64: string): void => {
    const fixture = findFixture(base64);
    if (fixture === undefined) {
      pfxFiles.add('another');
      return;
    }
    pfxFiles.add(describePfx(fixture));
    for (const { name, has } of pfxClasses) if (has(fixture)) classes.add(name);
  };
  const countMessage = (message: Message, device: Preparation): void => {
    for (const { command } of allCommands(message)) {
      if (!('items' in command)) continue;
      for (const { target, data } of command.items) {
        if (target === undefined) continue;
        commands.add(`${nodeIn(target.locUri)} ${command.kind} ${prefixOf(target.locUri)}`);
        if (data !== undefined && target.locUri.endsWith('/PFXCertBlob')) countFile(data.text);
      }
    }
    for (const readings of installsIn(message, device.tpm, pool)) {
      for (const install of readings) if (faultsIn(install).length === 0) meter.add(rowOf(install));
    }
    for (const enrollment of enrollmentsIn(message, device, pool)) {
      if (faultsInEnrollment(enrollment).length === 0) enrollmentMeter.add(enrollmentRows.rowOf(enrollment));
    }
  };

  return {
    count: (testCase, messages = messagesOf(testCase)) => {
      levels.add(testCase.level);
      faultsPerCase.add(String(testCase.faults.length));
      testCase.faults.forEach((fault) => {
        faults.add(fault);
      });
      for (const { script } of testCase.preparation.scepServers ?? [])
        scepServers.add(describeServer(script));
      for (const [index, step] of testCase.steps.entries()) {
        if (step.kind !== 'send') continue;
        const message = messages[index];
        documents.add(message?.shape ?? 'unreadable');
        if (message !== undefined) countMessage(message, testCase.preparation);
      }
    },
    statistics: () => ({
      cases: Object.values(levels.counts()).reduce((sum, count) => sum + count, 0),
      levels: levels.counts(),
      faultsPerCase: faultsPerCase.counts(),
      faults: faults.counts(),
      documents: documents.counts(),
      commands: commands.counts(),
      pfxFiles: pfxFiles.counts(),
      pfxClasses: Object.fromEntries(pfxClasses.map(({ name }) => [name, classes.counts()[name] ?? 0])),
      combinations: meter.coverage(),
      scepServers: scepServers.counts(),
      enrollmentCombinations: enrollmentMeter.coverage(),
    }),
  };
}

/** The message of each step that sends one; undefined for what syncml/read.ts refuses, and for other steps. */
export function messagesOf({ steps }: Case): readonly (Message | undefined)[] {
  return steps.map((step) => {
    const read = step.kind === 'send' ? readSyncML(bytesOf(step.payload)) : undefined;
    return read?.ok === true ? read.message : undefined;
  });
}

/** The statistics of some cases. */
export function statisticsOf(cases: Iterable<Case>, pool: Pool): Statistics {
  const counter = statisticsCounter(pool);
  for (const testCase of cases) counter.count(testCase);
  return counter.statistics();
}

interface Tally {
  add(key: string): void;
  counts(): Readonly<Record<string, number>>;
}

function tally(): Tally {
  const counts = new Map<string, number>();
  return {
    add: (key) => counts.set(key, (counts.get(key) ?? 0) + 1),
    counts: () => Object.fromEntries([...counts].sort(([left], [right]) => (left < right ? -1 : 1))),
  };
}

/** The node that a LocURI means, as csp/tree.ts writes it; `elsewhere` for what is not below ClientCertificateInstall. */
function nodeIn(locUri: string): string {
  const below = /\/ClientCertificateInstall(?:\/(.*))?$/.exec(locUri);
  if (below === null) return 'elsewhere';
  const [half, uniqueId, ...leaf] = below[1]?.split('/') ?? [];
  if (half === undefined) return '.';
  return uniqueId === undefined ? half : [half, '{UniqueID}', ...leaf].join('/');
}

function prefixOf(locUri: string): Scope | 'none' {
  if (locUri.startsWith('./Device/')) return 'device';
  return locUri.startsWith('./User/') ? 'user' : 'none';
}

function bytesOf(payload: Payload): Uint8Array {
  return 'text' in payload ? new TextEncoder().encode(payload.text) : Buffer.from(payload.base64, 'base64');
}
