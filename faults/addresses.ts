import { engine } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** LocURIs that are read wrongly, names of requests that are told apart wrongly, and Adds that go amiss. */
export const addressFaults: readonly Fault[] = [
  {
    id: 'empty-names-passed-over',
    mistake: 'Slashes are split at, and empty names between them are dropped.',
    breaks: ['R-DM-14'],
    adjust: engine(({ segmentsOf }) => ({
      segmentsOf: (locUri) => segmentsOf(locUri).filter((segment) => segment !== ''),
    })),
  },
  {
    id: 'leading-slash-accepted',
    mistake: 'A LocURI may begin with a slash.',
    breaks: ['R-DM-14'],
    adjust: engine(({ segmentsOf }) => ({ segmentsOf: (locUri) => segmentsOf(locUri.replace(/^\//, '')) })),
  },
  {
    id: 'trailing-slash-accepted',
    mistake: 'A LocURI may end with a slash.',
    breaks: ['R-DM-14'],
    adjust: engine(({ segmentsOf }) => ({ segmentsOf: (locUri) => segmentsOf(locUri.replace(/\/$/, '')) })),
  },
  {
    id: 'asterisk-is-a-name',
    mistake: 'A request may be called *.',
    breaks: ['R-DM-14'],
    adjust: engine(({ mayBeName }) => ({ mayBeName: (text) => text === '*' || mayBeName(text) })),
  },
  {
    id: 'no-prefix-means-user',
    mistake: 'A LocURI without ./Device or ./User means the tree of the user.',
    breaks: ['R-DM-15'],
    adjust: engine(() => ({ defaultScope: 'user' })),
  },
  {
    id: 'no-prefix-not-found',
    mistake: 'A LocURI without ./Device or ./User leads nowhere.',
    breaks: ['R-DM-15'],
    adjust: engine(({ segmentsOf, scopeOf }) => ({
      segmentsOf: (locUri) => {
        const segments = segmentsOf(locUri);
        return scopeOf(segments[0] ?? '') === undefined ? ['NoSuchTree', ...segments] : segments;
      },
    })),
  },
  {
    id: 'request-names-cut-at-32',
    mistake: 'Requests are told apart by the first 32 characters of their names.',
    breaks: ['R-GEN-01'],
    adjust: engine(({ keyOfName }) => ({ keyOfName: (name) => keyOfName(name).slice(0, 32) })),
  },
  {
    id: 'request-names-cut-at-5',
    mistake: 'Requests are told apart by the first 5 characters of their names.',
    breaks: ['R-GEN-01'],
    adjust: engine(({ keyOfName }) => ({ keyOfName: (name) => keyOfName(name).slice(0, 5) })),
  },
  {
    id: 'long-request-names-refused',
    mistake: 'A request whose name has more than 32 characters, as that of the PFX example, is refused.',
    breaks: ['R-EX-02', 'R-PFX-02', 'R-DM-06'],
    adjust: engine(({ mayBeName }) => ({ mayBeName: (text) => text.length <= 32 && mayBeName(text) })),
  },
  {
    id: 'one-request-for-all',
    mistake: 'Whatever a request is called, there is one only.',
    breaks: ['R-GEN-01'],
    adjust: engine(() => ({ keyOfName: () => 'request' })),
  },
  {
    id: 'add-without-parents',
    mistake:
      'Add of a setting whose request was not added makes no parents, not even below a permanent node that is there.',
    breaks: ['R-DM-06'],
    adjust: engine(() => ({ createsParent: () => false })),
  },
  {
    id: 'add-over-existing',
    mistake: 'Add of a setting that exists overwrites its value.',
    breaks: ['R-DM-05'],
    adjust: engine(({ addOverwrites }) => ({
      addOverwrites: (place) =>
        addOverwrites(place) ||
        (!place.definition.interior && place.definition.id !== 'PFXCertInstall/{UniqueID}/PFXCertBlob'),
    })),
  },
  {
    id: 'add-of-existing-request-succeeds',
    mistake: 'Add of a UniqueID that exists succeeds and changes nothing.',
    breaks: ['R-DM-05'],
    adjust: engine(({ addOverwrites }) => ({
      addOverwrites: (place) => addOverwrites(place) || place.definition.dynamic,
    })),
  },
  {
    id: 'header-demanded',
    mistake: 'A document without SyncHdr, as the PFX example is, is refused.',
    breaks: ['R-EX-02', 'R-EX-01', 'R-DM-01'],
    adjust: engine(({ read }) => ({
      read: (request) => {
        const result = read(request);
        if (!result.ok || result.message.header !== undefined) return result;
        const position = { line: 1, column: 1 };
        return { ok: false, error: { kind: 'not-syncml', reason: 'there is no SyncHdr', position } };
      },
    })),
  },
];
