import type { Case, SendStep } from '../../cases/case.ts';
import { openDocument } from './document.ts';

/** A piece of the document that one step sends. */
export interface Range {
  readonly step: number;
  readonly start: number;
  readonly end: number;
}

/** A piece and its text: the one that stands there, or the one to put there. */
export interface PlacedText extends Range {
  readonly text: string;
}

/** A document of a case, opened. */
export interface SentDocument {
  readonly step: number;
  readonly text: string;
}

/** The documents that a case sends, in order. */
export function documentsOf({ steps }: Case): readonly SentDocument[] {
  return steps.flatMap((step, index) =>
    step.kind === 'send' ? [{ step: index, text: openDocument(step.payload).text }] : [],
  );
}

/** The case without these pieces, which may overlap. Everything else stays byte for byte. */
export function without(testCase: Case, ranges: readonly Range[]): Case {
  return replacing(
    testCase,
    ranges.map((range) => ({ ...range, text: '' })),
  );
}

/** The case with other texts in the place of these pieces; of pieces that overlap, the first one counts. */
export function replacing(testCase: Case, edits: readonly PlacedText[]): Case {
  const concerned = new Set(edits.map(({ step }) => step));
  return {
    ...testCase,
    steps: testCase.steps.map((step, index) => {
      if (step.kind !== 'send' || !concerned.has(index)) return step;
      return edited(
        step,
        edits.filter((edit) => edit.step === index),
      );
    }),
  };
}

function edited(step: SendStep, edits: readonly PlacedText[]): SendStep {
  const document = openDocument(step.payload);
  let text = '';
  let behind = 0;
  for (const { start, end, text: inserted } of [...edits].sort(inOrder)) {
    if (start >= behind) text += document.text.slice(behind, start) + inserted;
    behind = Math.max(behind, end);
  }
  return { ...step, payload: document.close(text + document.text.slice(behind)) };
}

/** By their beginnings; of two that begin together the longer one first, which holds the other. */
function inOrder(left: Range, right: Range): number {
  return left.start - right.start || right.end - left.end;
}
