import { hash } from 'node:crypto';
import { thumbprintOf } from '../pki/scep/log.ts';
import type { EnrollmentState, ShownState } from '../simulator/csp/enrollment.ts';
import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** Status while an enrollment goes on, and behind its end (csp-source.txt, SCEP/UniqueID/Status). */
const statuses: readonly Fault[] = [
  {
    id: 'status-stuck-at-pending',
    mistake: 'Status stays 2 when the certificate has come.',
    breaks: ['R-SCEP-34'],
    adjust: showing((state) => (state.status === 1 ? { ...state, status: 2 } : state)),
  },
  {
    id: 'status-success-after-failure',
    mistake: 'Status is 1 once the enrollment has come to an end, however it ended.',
    breaks: ['R-SCEP-34'],
    adjust: showing((state) => (state.status === 16 ? { ...state, status: 1 } : state)),
  },
  {
    id: 'status-failed-while-pending',
    mistake: 'Status is 16 as long as there is no certificate.',
    breaks: ['R-SCEP-34'],
    adjust: showing((state) => (state.status === 2 ? { ...state, status: 16 } : state)),
  },
  {
    id: 'status-unknown-while-pending',
    mistake: 'Status stays 32 though the server has answered pending.',
    breaks: ['R-SCEP-34'],
    adjust: showing((state) => (state.status === 2 ? { ...state, status: 32 } : state)),
  },
  {
    id: 'status-pending-from-the-exec-on',
    mistake: 'Status is 2 from the Exec on, before any server has answered.',
    breaks: ['R-SCEP-34', 'R-SCEP-30'],
    adjust: showing((state) => (state.status === 32 ? { ...state, status: 2 } : state)),
  },
  {
    id: 'status-0-after-success',
    mistake: 'Status is 0 after a success, as it is for PFX installs.',
    breaks: ['R-SCEP-34'],
    adjust: showing((state) => (state.status === 1 ? { ...state, status: 0 } : state)),
  },
  {
    id: 'status-told-once',
    mistake: 'The outcome is told once, and a second Get of Status gives 32 again.',
    breaks: ['R-SCEP-34', 'R-SCEP-30'],
    adjust: (rules) => {
      const told = new Map<string, number>();
      return showing((state, key) => {
        // Four nodes show the outcome: whoever looks at all of them has been told by then.
        const times = (told.get(key) ?? 0) + 1;
        told.set(key, state.status === 1 || state.status === 16 ? times : 0);
        return times > 4 ? { ...state, status: 32 } : state;
      })(rules);
    },
  },
];

/** What else an outcome shows (csp-source.txt, ErrorCode, CertThumbprint). */
const outcomes: readonly Fault[] = [
  {
    id: 'error-code-0-after-failure',
    mistake: 'ErrorCode is 0 after a failure.',
    breaks: ['R-SCEP-35'],
    adjust: showing((state) => (state.status === 16 ? { ...state, errorCode: '0' } : state)),
  },
  {
    id: 'error-code-not-there',
    mistake: 'ErrorCode is not there after a failure.',
    breaks: ['R-SCEP-35'],
    adjust: showing(({ errorCode: _, ...state }) => state),
  },
  {
    id: 'error-code-in-hex',
    mistake: 'ErrorCode is written in hexadecimal digits.',
    breaks: ['R-SCEP-35'],
    adjust: showing((state) =>
      state.errorCode === undefined
        ? state
        : { ...state, errorCode: `0x${(Number(state.errorCode) >>> 0).toString(16)}` },
    ),
  },
  {
    id: 'error-code-without-severity',
    mistake: 'ErrorCode is the code of an HRESULT without its severity and facility.',
    breaks: ['R-SCEP-35'],
    adjust: showing((state) =>
      state.errorCode === undefined
        ? state
        : { ...state, errorCode: String(Number(state.errorCode) & 0xffff) },
    ),
  },
  {
    id: 'enrolled-thumbprint-of-sha-256',
    mistake: 'CertThumbprint is the SHA-256 of the certificate.',
    breaks: ['R-SCEP-32'],
    adjust: csp(() => ({ thumbprintFor: ([{ encoded }]) => hash('sha256', encoded).toUpperCase() })),
  },
  {
    id: 'enrolled-thumbprint-of-the-ca',
    mistake: 'CertThumbprint is that of the CA.',
    breaks: ['R-SCEP-32'],
    adjust: csp(() => ({
      thumbprintFor: ([certificate, issuer = certificate]) => thumbprintOf(issuer.encoded),
    })),
  },
  {
    id: 'enrolled-thumbprint-with-colons',
    mistake: 'CertThumbprint has colons between its bytes.',
    breaks: ['R-SCEP-32'],
    adjust: csp(() => ({
      thumbprintFor: ([{ encoded }]) => thumbprintOf(encoded).replace(/..(?=.)/g, '$&:'),
    })),
  },
  {
    id: 'enrolled-thumbprint-of-the-key',
    mistake: 'CertThumbprint is the SHA-1 of the public key.',
    breaks: ['R-SCEP-32'],
    adjust: csp(() => ({
      thumbprintFor: ([{ publicKey }]) => hash('sha1', publicKey).toUpperCase(),
    })),
  },
  {
    id: 'thumbprint-stays-after-expiry',
    mistake: 'CertThumbprint stays when the certificate has expired.',
    breaks: ['R-SCEP-33'],
    adjust: csp(() => ({ emptiesThumbprint: (reason) => reason !== 'expired' })),
  },
  {
    id: 'thumbprint-stays-without-key',
    mistake: 'CertThumbprint stays when the private key has been deleted.',
    breaks: ['R-SCEP-33'],
    adjust: csp(() => ({ emptiesThumbprint: (reason) => reason !== 'key' })),
  },
];

/** What a Delete of the UniqueID does (DDF, SCEP/UniqueID), and whose outcome is whose. */
const requests: readonly Fault[] = [
  {
    id: 'delete-leaves-the-enrolled-certificate',
    mistake: 'Delete of a UniqueID removes its nodes and leaves the certificate.',
    breaks: ['R-SCEP-38'],
    adjust: csp(() => ({ releasedWith: () => [] })),
  },
  {
    id: 'delete-takes-the-neighbours-certificate',
    mistake: 'Delete of a UniqueID removes the certificates of all requests.',
    breaks: ['R-GEN-01', 'R-SCEP-38', 'R-SCEP-02', 'R-SCEP-32'],
    adjust: csp(() => ({ releasedWith: (_key, owners) => owners })),
  },
  {
    id: 'delete-takes-the-oldest-certificate',
    mistake: 'Delete of a UniqueID removes the certificate that was enrolled first, whoever has it.',
    breaks: ['R-SCEP-38', 'R-GEN-01', 'R-SCEP-02', 'R-SCEP-32'],
    adjust: csp(() => ({ releasedWith: (_key, owners) => owners.slice(0, 1) })),
  },
  {
    id: 'outcome-of-the-last-request',
    mistake: 'There is one outcome for all requests, that of the last Exec.',
    breaks: ['R-SCEP-02', 'R-GEN-01', 'R-SCEP-32', 'R-SCEP-34', 'R-SCEP-35', 'R-SCEP-36'],
    adjust: csp(() => ({ shownState: (_key, states) => [...states.values()].at(-1) })),
  },
  {
    id: 'outcome-of-the-other-scope',
    mistake: 'A request of the device and one of the user with the same id have one outcome.',
    breaks: ['R-SCEP-02', 'R-GEN-01', 'R-SCEP-32', 'R-SCEP-34', 'R-SCEP-35', 'R-SCEP-36'],
    adjust: csp(() => ({
      shownState: (key, states) => {
        const bare = (text: string): string => text.replace(/^\["\w+"/, '');
        return [...states].find(([other]) => bare(other) === bare(key))?.[1];
      },
    })),
  },
  {
    id: 'outcome-survives-the-delete',
    mistake: 'The outcome of a request that was deleted shows again at one that is added with its id.',
    breaks: ['R-SCEP-38', 'R-SCEP-34', 'R-SCEP-32'],
    adjust: (rules) => {
      const known = new Map<string, EnrollmentState>();
      return csp(() => ({
        shownState: (key, states) => {
          const state = states.get(key) ?? known.get(key);
          if (state !== undefined) known.set(key, state);
          return state;
        },
      }))(rules);
    },
  },
];

export const scepLifecycleFaults: readonly Fault[] = [...statuses, ...outcomes, ...requests];

/** Nodes of the outcome that show something else than is so. */
function showing(change: (state: ShownState, key: string) => ShownState): Fault['adjust'] {
  return csp(() => ({
    shownState: (key, states) => {
      const state = states.get(key);
      return state === undefined ? undefined : change(state, key);
    },
  }));
}
