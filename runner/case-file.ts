import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFile } from '../cases/result.ts';
import { resultFormat } from '../cases/result.ts';
import { UsageError } from './usage-error.ts';

/** Where the file of a case goes, below the output folder `out`. */
export function caseFilePath(out: string, id: string): string {
  return join(out, 'cases', `${id.replace(/[^A-Za-z0-9.=-]+/g, '_').slice(0, 150)}.json`);
}

/** Writes a case file to its place. */
export function writeCaseFile(out: string, content: CaseFile): void {
  mkdirSync(join(out, 'cases'), { recursive: true });
  writeFileSync(caseFilePath(out, content.case.id), `${JSON.stringify(content, undefined, 2)}\n`);
}

/**
 * Reads a case file.
 * @throws UsageError where the text is no case file of this version
 */
export function parseCaseFile(text: string, name: string): CaseFile {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new UsageError(
      `${name} is no case file: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  if (!isCaseFile(content)) {
    throw new UsageError(
      `${name} is no case file: it has to be JSON with "format": "client-certificate-install-case", "version": ${resultFormat} and a "case" with "preparation" and "steps".`,
    );
  }
  return content;
}

function isCaseFile(content: unknown): content is CaseFile {
  if (!isRecord(content) || content['format'] !== 'client-certificate-install-case') return false;
  if (content['version'] !== resultFormat || !isRecord(content['case'])) return false;
  const { id, preparation, steps } = content['case'];
  if (typeof id !== 'string' || !isRecord(preparation) || !Array.isArray(steps)) return false;
  return typeof preparation['edition'] === 'string' && steps.every(isStep);
}

function isStep(step: unknown): boolean {
  if (!isRecord(step)) return false;
  switch (step['kind']) {
    case 'send':
      return (
        isRecord(step['payload']) &&
        Object.values(step['payload']).every((value) => typeof value === 'string') &&
        (step['intent'] === undefined || isIntent(step['intent']))
      );
    case 'wait':
      return typeof step['seconds'] === 'number';
    case 'remove-keys':
      return step['scope'] === 'device' || step['scope'] === 'user';
    case 'read-stores':
    case 'read-scep-log':
      return true;
    default:
      return false;
  }
}

function isIntent(intent: unknown): boolean {
  if (!isRecord(intent)) return false;
  const { kind, breaches } = intent;
  return kind === 'valid' || ((kind === 'broken' || kind === 'perhaps-broken') && Array.isArray(breaches));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
