import { readDocument, type Reader } from '../strict-reader.ts';
import { wilson, type Interval } from './wilson.ts';

/** What was measured of the suite itself: how often it was wrong in so many trials. */
export interface Risk {
  readonly id: string;
  /** What counts as wrong. */
  readonly title: string;
  /** YYYY-MM-DD. */
  readonly measured: string;
  readonly wrong: number;
  readonly trials: number;
  /** What was tried: `seeded faults`. */
  readonly unit: string;
  /** Where the share of wrong ones may be, with a confidence of 95 %. */
  readonly interval: Interval;
  /** How it was measured, and what the number does not say. */
  readonly note: string;
}

/**
 * Reads qualification/measured.json.
 * @throws InvalidFile
 */
export function readMeasured(text: string, name: string): readonly Risk[] {
  const file = readDocument(text, name);
  file.only('format', 'version', 'measured');
  file.field('format').oneOf(['client-certificate-install-measured']);
  file.field('version').oneOf([1]);
  return file.field('measured').list().map(readEntry);
}

function readEntry(entry: Reader): Risk {
  entry.only('id', 'title', 'measured', 'wrong', 'trials', 'unit', 'note');
  const wrong = entry.field('wrong').number();
  const trials = entry.field('trials').number();
  if (wrong < 0 || trials < 1 || wrong > trials)
    throw entry.field('wrong').invalid('has to be from 0 to trials');
  return {
    id: entry.field('id').text(),
    title: entry.field('title').text(),
    measured: entry.field('measured').text(),
    wrong,
    trials,
    unit: entry.field('unit').text(),
    interval: wilson(wrong, trials),
    note: entry.field('note').text(),
  };
}
