import { closeSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import type { Console } from './command.ts';
import type { ResultsEntry } from './results.ts';

/** How often the results are looked at; a terminal's line is rewritten each time, a log gets a line now and then. */
const glance = 250;
const logEvery = 5000;

export interface Progress {
  stop(): void;
}

/**
 * Shows how far a run is, from the results that its workers write: cases done, cases per second, violations so far.
 */
export function followProgress(out: string, console: Console): Progress {
  const begun = Date.now();
  const reader = resultsReader(join(out, 'results'));
  let lastLog = begun;
  // What an earlier part of the run has done says nothing about the speed of this one.
  const { done: before } = reader.read();
  const show = (): void => {
    const { planned, done, violations } = reader.read();
    if (planned === 0) return;
    const seconds = (Date.now() - begun) / 1000;
    const line = `${done} cases done (${planned} planned so far), ${Math.round((done - before) / Math.max(seconds, 0.1))} cases/s, ${violations} violations`;
    if (process.stdout.isTTY) {
      process.stdout.write(`\r\u001b[K${line}`);
    } else if (Date.now() - lastLog >= logEvery) {
      lastLog = Date.now();
      console.out(line);
    }
  };
  const timer = setInterval(show, glance);
  return {
    stop: () => {
      clearInterval(timer);
      if (process.stdout.isTTY) process.stdout.write('\r\u001b[K');
    },
  };
}

/** Numbers so far. */
export interface ProgressCount {
  readonly planned: number;
  readonly done: number;
  readonly violations: number;
}

/** Reads what was appended to the result files since the last time; a line that is not yet whole is left for the next. */
export function resultsReader(folder: string): { read(): ProgressCount } {
  const seen = new Map<string, Place>();
  const count = { planned: 0, done: 0, violations: 0 };
  const take = (line: string): void => {
    const entry = JSON.parse(line) as ResultsEntry;
    if (entry.kind === 'planned') count.planned += entry.cases;
    if (entry.kind === 'case') {
      count.done++;
      if (entry.verdict.kind === 'violation') count.violations++;
    }
  };
  return {
    read: () => {
      for (const name of readdirSync(folder)) {
        const place = seen.get(name) ?? { offset: 0, rest: '', decoder: new StringDecoder('utf8') };
        seen.set(name, place);
        takeLines(join(folder, name), place, take);
      }
      return { ...count };
    },
  };
}

/** How far a file was read. */
interface Place {
  offset: number;
  /** Of a line that is not yet whole. */
  rest: string;
  readonly decoder: StringDecoder;
}

function takeLines(path: string, place: Place, take: (line: string) => void): void {
  const file = openSync(path, 'r');
  try {
    const chunk = Buffer.alloc(65_536);
    for (;;) {
      const length = readSync(file, chunk, 0, chunk.length, place.offset);
      if (length === 0) return;
      place.offset += length;
      const lines = (place.rest + place.decoder.write(chunk.subarray(0, length))).split('\n');
      place.rest = lines.pop() ?? '';
      lines.forEach(take);
    }
  } finally {
    closeSync(file);
  }
}
