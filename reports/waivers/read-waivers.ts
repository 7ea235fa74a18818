import { answerKeys, type AnswerKey } from '../../csp/ambiguities.ts';
import { requirements, type RequirementId } from '../../csp/requirements.ts';
import { readDocument, type Reader } from '../strict-reader.ts';
import {
  waiverFormat,
  type WaivedObservation,
  type WaivedPoint,
  type Waiver,
  type WaiverTerms,
} from './waiver.ts';

const format = 'client-certificate-install-waivers';
const termFields = ['case', 'observation', 'reason', 'owner', 'expires'];
/** A text that says less than this would accept whatever was seen. */
const leastLetters = 3;

/**
 * Reads a file of waivers (docs/schema/waivers.schema.json).
 * @param name of the file, for messages
 * @throws InvalidFile with file, entry and what to do, in one line
 */
export function readWaivers(text: string, name: string): readonly Waiver[] {
  const file = readDocument(text, name);
  file.only('format', 'version', 'waivers');
  file.field('format').oneOf([format]);
  file.field('version').oneOf([waiverFormat]);
  return file.field('waivers').list().map(readWaiver);
}

function readWaiver(entry: Reader): Waiver {
  const kind = entry.field('kind').oneOf(['violation', 'inconsistent', 'drift'] as const);
  switch (kind) {
    case 'violation':
      entry.only('kind', 'requirement', ...termFields);
      return { kind, requirement: requirementIn(entry.field('requirement')), ...readTerms(entry) };
    case 'inconsistent':
    case 'drift': {
      entry.only('kind', 'question', ...termFields);
      const question: AnswerKey = entry.field('question').oneOf(answerKeys);
      return { kind, question, ...readTerms(entry) };
    }
  }
}

function readTerms(entry: Reader): WaiverTerms {
  return {
    case: entry.field('case').text(),
    observation: readObservation(entry.field('observation')),
    reason: entry.field('reason').text(),
    owner: entry.field('owner').text(),
    expires: readDay(entry.field('expires')),
  };
}

function readObservation(entry: Reader): WaivedObservation {
  if (entry.has('digest')) {
    entry.only('digest');
    const digest = entry.field('digest').text();
    if (!/^[0-9a-f]{16}$/.test(digest)) {
      throw entry.field('digest').invalid('has to be the 16 hexadecimal digits that the report shows');
    }
    return { digest };
  }
  entry.only('points');
  const points = entry.field('points');
  const list = points.list().map(readPoint);
  if (list.length === 0) throw points.invalid('has to name at least one point');
  return { points: list };
}

function readPoint(entry: Reader): WaivedPoint {
  entry.only('expected', 'observed', 'requirement');
  const observed = entry.field('observed').text();
  if (observed.replace(/[*\s]/g, '').length < leastLetters) {
    throw entry.field('observed').invalid('has to say what was seen: this would accept anything');
  }
  return {
    expected: entry.field('expected').text(),
    observed,
    ...(entry.has('requirement') ? { requirement: requirementIn(entry.field('requirement')) } : {}),
  };
}

function requirementIn(entry: Reader): RequirementId {
  return entry.oneOf(requirements.map(({ id }) => id));
}

function readDay(entry: Reader): string {
  const day = entry.text();
  const time = /^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(day) : Number.NaN;
  // Date.parse takes 2026-02-30 for the second of March.
  if (Number.isNaN(time) || !new Date(time).toISOString().startsWith(day)) {
    throw entry.invalid('has to be a day, written YYYY-MM-DD');
  }
  return day;
}
