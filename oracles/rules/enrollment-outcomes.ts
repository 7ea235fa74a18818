import { codes } from '../admitted.ts';
import type { Settlement, ValueSet } from '../expectation.ts';
import type { Wording } from '../rule.ts';
import { phasesAt, type Phase } from '../scep/enrollment.ts';
import { validityAt } from '../scep/validity.ts';
import { enrollmentOf, requestKey, type InstallRequest, type State } from '../state.ts';
import type { Reading, ReadingRule, ReadSubject } from './readings.ts';
import { issuedTo } from '../scep/attribution.ts';

const found = codes('200');
const perhaps = codes('200', '404');
const anything: ValueSet = { kind: 'any' };
const open: Reading = { statuses: perhaps, value: anything };

/** The phases in which the enrollment of the node's request may be; undefined where it has none that can be judged. */
function phasesOf({ place, state }: ReadSubject): readonly [Phase, ...Phase[]] | undefined {
  const request = place.below?.request;
  const enrollment = request === undefined ? undefined : enrollmentOf(state, request);
  if (enrollment?.fate.kind !== 'current') return undefined;
  const [first, ...others] = phasesAt(enrollment, state.now);
  return first === undefined ? undefined : [first, ...others];
}

/** Blamed is what an ideal device would show. */
function because([{ reason }]: readonly [Phase, ...Phase[]]): Wording {
  return { because: reason.because, requirement: reason.requirement };
}

function isNode({ place }: ReadSubject, name: string): boolean {
  return place.node.half === 'scep' && place.node.name === name;
}

const status: ReadingRule = {
  id: 'get-of-enrollment-status',
  requirements: ['R-SCEP-34'],
  ambiguities: ['A-24', 'A-31', 'A-69'],
  because: 'Status follows the enrollment',
  decide: (subject) => {
    if (!isNode(subject, 'Status')) return undefined;
    const phases = phasesOf(subject);
    if (phases === undefined) return open;
    const statuses = [...new Set(phases.flatMap((phase) => phase.statuses))];
    return { statuses: found, value: { kind: 'one-of', texts: statuses }, ...because(phases) };
  },
};

const errorCode: ReadingRule = {
  id: 'get-of-enrollment-error',
  requirements: ['R-SCEP-35'],
  ambiguities: [],
  because: 'ErrorCode is the HRESULT of the last error',
  decide: (subject) => {
    if (!isNode(subject, 'ErrorCode')) return undefined;
    const phases = phasesOf(subject);
    if (phases === undefined || !phases.every(({ failed }) => failed)) return open;
    return { statuses: found, value: { kind: 'failing-hresult' } };
  },
};

/** Kept where the case is known already: a thumbprint in the other case then contradicts it. */
const byCase: Settlement = { key: 'A-23', answers: { upper: 'upper', lower: 'lower' } };

const thumbprint: ReadingRule = {
  id: 'get-of-enrolled-thumbprint',
  requirements: ['R-SCEP-32', 'R-SCEP-33'],
  ambiguities: ['A-23'],
  because: 'CertThumbprint is that of the enrolled certificate',
  decide: (subject) => {
    if (!isNode(subject, 'CertThumbprint')) return undefined;
    const { place, state, device } = subject;
    const phases = phasesOf(subject);
    const request = place.below?.request;
    if (request !== undefined && request.enrollment === undefined) return beforeEnrollment(state, request);
    const enrollment = request === undefined ? undefined : enrollmentOf(state, request);
    if (phases === undefined || enrollment === undefined) return open;
    // What an earlier enrollment brought may be shown until the next one brings another.
    const earlier = state.enrollments.some(
      (other) => other.request === enrollment.request && other.number < enrollment.number,
    );
    if (phases.every(({ certificate }) => certificate === 'absent')) {
      if (earlier) return open;
      return { statuses: perhaps, value: { kind: 'text', text: '' }, ...notYet };
    }
    if (!phases.every(({ certificate }) => certificate === 'present')) return open;
    const issued = issuedTo(enrollment, state.enrollments, device.transactions);
    switch (validityAt(enrollment, state)) {
      case 'valid':
        return { statuses: found, value: valueOf(issued), valueSettles: byCase };
      case 'invalid':
        return { statuses: found, value: { kind: 'text', text: '' }, ...emptied };
      case 'unclear':
        return { statuses: found, value: anything };
    }
  },
};

/** CertThumbprint of a request that no enrollment was begun for since its Add. */
function beforeEnrollment(state: State, request: InstallRequest): Reading {
  const earlier = state.enrollments.filter((other) => other.request === requestKey(request));
  // A refused Exec may have begun something, and an enrollment that lost its request may end in this one.
  if (state.notStarted !== undefined || earlier.some(({ fate }) => fate.kind !== 'deleted')) return open;
  return {
    statuses: perhaps,
    value: { kind: 'text', text: '' },
    ...(earlier.length === 0 ? notYet : gone),
  };
}

const notYet: Wording = { because: 'no certificate was enrolled' };
const gone: Wording = {
  because: 'Delete of its UniqueID took the certificate away, and none was enrolled since',
  requirement: 'R-SCEP-38',
};
const emptied: Wording = {
  because: 'the certificate is not valid any more, or its key is gone',
  requirement: 'R-SCEP-33',
};

function valueOf(issued: readonly string[] | undefined): ValueSet {
  return issued === undefined || issued.length === 0
    ? { kind: 'any-thumbprint' }
    : { kind: 'thumbprint', oneOf: issued };
}

const respondent: ReadingRule = {
  id: 'get-of-respondent',
  requirements: ['R-SCEP-36'],
  ambiguities: ['A-32'],
  because: 'RespondentServerUrl is the URL of the server that answered',
  decide: (subject) => {
    if (!isNode(subject, 'RespondentServerUrl')) return undefined;
    const phases = phasesOf(subject);
    if (phases === undefined || phases.some(({ respondents }) => respondents.length === 0)) return open;
    const urls = [...new Set(phases.flatMap(({ respondents }) => respondents))].map((url) =>
      url.replace(/\/$/, ''),
    );
    const asGiven = urls.flatMap((url) => [url, `${url}/`]);
    const appended = urls.map((url) => `${url}/pkiclient.exe`);
    const answers = [
      ...asGiven.map((url) => [url, 'as-given'] as const),
      ...appended.map((url) => [url, 'appended'] as const),
    ];
    return {
      statuses: found,
      value: { kind: 'one-of', texts: [...asGiven, ...appended] },
      valueSettles: { key: 'A-32', answers: Object.fromEntries(answers) },
    };
  },
};

/** What is read of an enrollment (csp-source.txt, CertThumbprint to RespondentServerUrl). */
export const enrollmentOutcomeRules: readonly ReadingRule[] = [
  status,
  errorCode,
  thumbprint,
  respondent,
  {
    id: 'get-of-enroll',
    requirements: ['R-SCEP-29'],
    ambiguities: [],
    because: 'Enroll has no value',
    decide: ({ place }) => (place.node.half === 'scep' ? open : undefined),
  },
];
