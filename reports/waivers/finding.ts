import { createHash } from 'node:crypto';
import type { CaseResult, FingerprintLine } from '../../cases/result.ts';

/** What speaks against a device and can be waived: a case that differs, or two answers to one question within a run. */
export interface Finding {
  readonly kind: 'violation' | 'inconsistent' | 'drift';
  /** The requirement that is blamed, or the question that was answered in two ways. */
  readonly subject: string;
  readonly case: string;
  readonly points: readonly FindingPoint[];
  /** Of the points, without what changes from case to case. */
  readonly digest: string;
}

export interface FindingPoint {
  /** The requirement, or the question, that this point is about. */
  readonly subject: string;
  readonly expected: string;
  readonly observed: string;
}

/** What a result says against the device; undefined where it says nothing against it. */
export function findingOf({ id, verdict }: Pick<CaseResult, 'id' | 'verdict'>): Finding | undefined {
  switch (verdict.kind) {
    case 'violation':
      return finding(
        verdict.kind,
        verdict.requirement,
        id,
        verdict.differences.map(({ requirement, expected, observed }) => ({
          subject: requirement,
          expected,
          observed,
        })),
      );
    case 'inconsistent':
      return answers(verdict.kind, verdict.key, id, verdict.before.join(' or '), verdict.now.join(' or '));
    case 'drift':
      return answers(verdict.kind, verdict.key, id, verdict.baseline, verdict.now);
    case 'conform':
    case 'suite-error':
    case 'inconclusive':
    case 'not-tested':
      return undefined;
  }
}

/** The questions that were answered in two ways within a run; the case is the first that gave the second answer. */
export function contradictionsIn(fingerprint: readonly FingerprintLine[]): readonly Finding[] {
  return fingerprint.flatMap(({ key, answers: seen }) => {
    // Which of them came first is chance: processes that work side by side write the results.
    const [first, ...others] = [...seen].sort((left, right) => (left.answer < right.answer ? -1 : 1));
    const [second] = others;
    if (first === undefined || second === undefined) return [];
    const now = others.map(({ answer }) => answer).join(' or ');
    return [answers('inconsistent', key, second.firstSeen, first.answer, now)];
  });
}

function answers(
  kind: Finding['kind'],
  subject: string,
  id: string,
  expected: string,
  observed: string,
): Finding {
  return finding(kind, subject, id, [{ subject, expected, observed }]);
}

function finding(
  kind: Finding['kind'],
  subject: string,
  id: string,
  points: readonly FindingPoint[],
): Finding {
  return { kind, subject, case: id, points, digest: digestOf(kind, subject, points) };
}

/**
 * The same for cases that differ in names, lines and keys only. Points are a set: how many commands of a payload show
 * one and the same mistake says nothing about the mistake.
 */
function digestOf(kind: string, subject: string, points: readonly FindingPoint[]): string {
  const lines = points.map((point) =>
    [point.subject, steady(point.expected), steady(point.observed)].join('\n'),
  );
  const text = [kind, subject, ...[...new Set(lines)].sort()].join('\n\n');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** A text without what differs from case to case: thumbprints and other keys, addresses, line numbers, base64. */
function steady(text: string): string {
  return text
    .replace(/\.\/(?:Device|User)\/Vendor\/MSFT\/[^\s,;]*/g, '<address>')
    .replace(/\b(?:[0-9A-Fa-f]{2}){16,}\b/g, '<hex>')
    .replace(/[A-Za-z0-9+/]{40,}={0,2}/g, '<base64>')
    .replace(/\bCmdID \S+/g, '<CmdID>')
    .replace(/\bline \d+/g, '<line>');
}
