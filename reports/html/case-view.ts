import type { Payload, Step } from '../../cases/case.ts';
import type { StepObservation } from '../../cases/observation.ts';
import type { CaseFile, Reduction } from '../../cases/result.ts';
import type { Difference } from '../../cases/verdict.ts';
import { requirement } from '../../csp/requirements.ts';
import { describeObservation, describePayload, describeVerdict } from '../case-report.ts';
import { linesOfCommand, linesOfReply } from './marked-lines.ts';

/** One case as the page shows it: all of it is text. */
export interface CaseView {
  readonly id: string;
  readonly title: string;
  /** What was made wrong on purpose. */
  readonly faults: readonly string[];
  readonly reduction?: Reduction;
  /** Repeats the case. */
  readonly command: string;
  /** The verdict in words, where it has no points to show beside one another. */
  readonly words?: string;
  readonly points: readonly PointView[];
  readonly steps: readonly StepView[];
  /** What the device itself has noted. */
  readonly evidence: readonly string[];
}

/** One point in which expected and observed differ. */
export interface PointView {
  /** From 1. */
  readonly step: number;
  readonly where: string;
  readonly expected: string;
  readonly observed: string;
  readonly requirement: string;
  readonly text: string;
  readonly source: string;
  /** Open questions that the expectation rests on. */
  readonly open: readonly string[];
}

export interface StepView {
  /** From 1. */
  readonly number: number;
  readonly what: string;
  /** Whether some point is about this step. */
  readonly concerned: boolean;
  readonly sent?: Shown;
  readonly seen: Shown;
}

/** A text with the lines that the difference is about. */
export interface Shown {
  readonly text: string;
  readonly xml: boolean;
  /** Indices of lines, from 0. */
  readonly marked: readonly number[];
  /** The payload as it really was, where it is text and not too long for a page. */
  readonly original?: string;
}

/** Payloads up to this many characters can be copied from the page; longer ones are in the case file. */
const longestOriginal = 100_000;
/** Longer texts are cut in the page. */
const longestText = 60_000;
/** So many lines of a device's log are shown. */
const evidenceAtMost = 200;
/** So many steps of a case are shown, the last ones that matter. */
const stepsAtMost = 40;

/** What the page shows of a case file. */
export function viewOf({ case: testCase, observation, verdict, found }: CaseFile): CaseView {
  const differences = verdict.kind === 'violation' ? verdict.differences : [];
  const last = Math.max(...differences.map(({ step }) => step), differences.length === 0 ? Infinity : 0);
  const steps = testCase.steps
    .map((step, index): StepView => {
      const about = differences.filter((difference) => difference.step === index);
      const sent = step.kind === 'send' ? sentOf(step.payload, about) : undefined;
      return {
        number: index + 1,
        what: nameOf(step),
        concerned: about.length > 0,
        ...(sent === undefined ? {} : { sent }),
        seen: seenOf(observation.steps[index], about),
      };
    })
    .slice(0, Number.isFinite(last) ? last + 1 : undefined)
    .slice(-stepsAtMost);
  return {
    id: testCase.id,
    title: testCase.title,
    faults: testCase.faults,
    ...(found.reduction === undefined ? {} : { reduction: found.reduction }),
    command: found.command,
    ...(differences.length === 0 ? { words: describeVerdict(verdict) } : {}),
    points: differences.map(pointOf),
    steps,
    evidence: (observation.evidence ?? []).slice(0, evidenceAtMost).map(cut),
  };
}

function pointOf(difference: Difference): PointView {
  const { step, where, expected, observed, ambiguities } = difference;
  const { id, text, source } = requirement(difference.requirement);
  return {
    step: step + 1,
    where: cut(where),
    expected: cut(expected),
    observed: cut(observed),
    requirement: id,
    text,
    source,
    open: ambiguities,
  };
}

function sentOf(payload: Payload, about: readonly Difference[]): Shown {
  const text = cut(describePayload(payload));
  const short = 'text' in payload && payload.text.length <= longestOriginal;
  return {
    text,
    xml: text.startsWith('<'),
    marked: about.flatMap(({ where }) => linesOfCommand(text, cmdIdIn(where))),
    ...(short ? { original: payload.text } : {}),
  };
}

function seenOf(observation: StepObservation | undefined, about: readonly Difference[]): Shown {
  const text = cut(describeObservation(observation));
  const xml = observation?.kind === 'reply' && text.startsWith('<');
  return {
    text,
    xml,
    marked: xml ? about.flatMap(({ where }) => linesOfReply(text, cmdIdIn(where))) : [],
  };
}

/** The oracle says what a difference is about as `Add CmdID 3 ./Device/…`. */
function cmdIdIn(where: string): string | undefined {
  return /\bCmdID (\S+)/.exec(where)?.[1];
}

function nameOf(step: Step): string {
  switch (step.kind) {
    case 'send':
      return 'Send a message';
    case 'wait':
      return `Wait ${step.seconds} s`;
    case 'read-stores':
      return 'Read the certificate stores';
    case 'read-scep-log':
      return 'Read what the SCEP servers were asked';
    case 'remove-keys':
      return `Somebody deletes the private keys in the store My of the ${step.scope}`;
  }
}

function cut(text: string): string {
  if (text.length <= longestText) return text;
  return `${text.slice(0, longestText)}\n… (${text.length - longestText} more characters, in the case file)`;
}
