import { codes, decidedByStatus } from '../admitted.ts';
import type { Settlement, ValueSet } from '../expectation.ts';
import { certificatesOf, type Install } from '../state.ts';
import type { ReadingRule, ReadSubject } from './readings.ts';

const found = codes('200');
const perhaps = codes('200', '404');
const anything: ValueSet = { kind: 'any' };

const thumbprint: ReadingRule = {
  id: 'get-of-thumbprint',
  requirements: ['R-PFX-22'],
  ambiguities: ['A-23', 'A-39'],
  because: 'Thumbprint is that of the installed certificate',
  decide: (subject, asking) => {
    const install = installAt(subject, 'Thumbprint');
    switch (install?.kind) {
      case undefined:
        return undefined;
      case 'none':
        return {
          ...decidedByStatus('A-39/Thumbprint', { '404': '404', present: '200' }, asking),
          value: unlike(subject, []),
        };
      case 'failed':
        return { statuses: perhaps, value: unlike(subject, install.thumbprints) };
      case 'unclear':
        return { statuses: perhaps, value: anything };
      case 'installed':
        // A PFX of keys alone may be imported, and has no thumbprint.
        if (install.thumbprints.length === 0) return { statuses: perhaps, value: anything };
        return {
          statuses: found,
          value: { kind: 'thumbprint', oneOf: install.thumbprints },
          valueSettles: byCase,
        };
    }
  },
};

/** Kept where the case is known already: a thumbprint in the other case then contradicts it. */
const byCase: Settlement = { key: 'A-23', answers: { upper: 'upper', lower: 'lower' } };

/** No thumbprint that was there before, or of what was not installed; what stayed of an earlier install may show. */
function unlike({ place, state }: ReadSubject, thumbprints: readonly string[]): ValueSet {
  const request = place.below?.request;
  const stayed = request === undefined ? [] : certificatesOf(request).map(({ thumbprint: held }) => held);
  const gone = [...state.gone.values()].map((certificate) => certificate.thumbprint);
  const texts = [...thumbprints, ...gone].filter((text) => !stayed.includes(text));
  return { kind: 'not', texts: texts.flatMap((text) => [text, text.toLowerCase()]) };
}

const status: ReadingRule = {
  id: 'get-of-status',
  requirements: ['R-PFX-23', 'R-PFX-12'],
  ambiguities: ['A-28', 'A-39'],
  because: 'Status is the error code of the import',
  decide: (subject, asking) => {
    const install = installAt(subject, 'Status');
    switch (install?.kind) {
      case undefined:
        return undefined;
      case 'none':
        return {
          ...decidedByStatus('A-39/Status', { '404': '404', present: '200' }, asking),
          value: { kind: 'any-number' },
        };
      case 'failed':
        return {
          statuses: install.showing === 'status' ? found : perhaps,
          // A command that failed leaves no install behind that Status would have to speak of.
          value: { kind: install.showing === 'status' ? 'nonzero-number' : 'any-number' },
          because: `the install failed: ${install.reason.because}`,
          // Status 0 would say that what made it fail does not.
          requirement: install.reason.requirement,
          alone: 'R-PFX-23',
        };
      case 'unclear':
        return { statuses: perhaps, value: { kind: 'any-number' } };
      case 'installed':
        return { statuses: found, value: { kind: 'number', equals: 0 }, alone: 'R-PFX-23' };
    }
  },
};

function installAt({ place }: ReadSubject, name: string): Install | undefined {
  return place.node.half === 'pfx' && place.node.name === name ? place.below?.request?.install : undefined;
}

export const outcomeRules: readonly ReadingRule[] = [thumbprint, status];
