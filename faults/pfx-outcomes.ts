import { createHash } from 'node:crypto';
import type { InstallRecord } from '../simulator/csp/pfx-lifecycle.ts';
import { windowsErrors } from '../simulator/csp/windows-errors.ts';
import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** Status and Thumbprint that tell something else than what the import came to. */
export const pfxOutcomeFaults: readonly Fault[] = [
  {
    id: 'import-status-0-after-failure',
    mistake: 'Status is 0 after every import, also after one that failed.',
    breaks: ['R-PFX-23'],
    adjust: csp(() => ({ showStatus: () => '0' })),
  },
  {
    id: 'import-status-1-after-success',
    mistake: 'Status is the BOOL that PFXImportCertStore came to: 1 after a success, 0 after a failure.',
    breaks: ['R-PFX-23'],
    adjust: csp(() => ({ showStatus: (error) => (error === 'ERROR_SUCCESS' ? '1' : '0') })),
  },
  {
    id: 'import-status-only-of-win32-errors',
    mistake: 'Status is 0 after failures that have an HRESULT, and right after those that have a Win32 code.',
    breaks: ['R-PFX-23'],
    adjust: csp(({ showStatus }) => ({
      showStatus: (error) => (windowsErrors[error].value > 0xffff ? '0' : showStatus(error)),
    })),
  },
  {
    id: 'import-status-in-words',
    mistake: 'Status is the name of the error, which is no int.',
    breaks: ['R-PFX-23'],
    adjust: csp(() => ({ showStatus: (error) => error })),
  },
  {
    id: 'import-status-of-the-first-failure',
    mistake: 'Status keeps the error of an import that failed after another that succeeded.',
    breaks: ['R-PFX-23'],
    adjust: recording((before, now) =>
      before === undefined || before.error === 'ERROR_SUCCESS' ? now : { ...now, error: before.error },
    ),
  },
  {
    id: 'import-status-of-the-first-success',
    mistake: 'Status stays 0 once an import has succeeded.',
    breaks: ['R-PFX-23'],
    adjust: recording((before, now) =>
      before?.error === 'ERROR_SUCCESS' ? { ...now, error: before.error } : now,
    ),
  },
  {
    id: 'import-status-told-once',
    mistake: 'Status is the last error of the device: once it was read it is 0.',
    breaks: ['R-PFX-23'],
    adjust: csp(({ showStatus }) => {
      const read = new Set<string>();
      return {
        showStatus: (error) => {
          const isFirst = !read.has(error);
          read.add(error);
          return isFirst ? showStatus(error) : '0';
        },
      };
    }),
  },
  {
    id: 'installed-thumbprint-of-sha-256',
    mistake: 'Thumbprint is the SHA-256 of the certificate.',
    breaks: ['R-PFX-22'],
    adjust: csp(({ thumbprintOf }) => ({
      thumbprintOf: (certificates) => {
        const right = thumbprintOf(certificates);
        const meant = certificates.find(({ description }) => description.thumbprint === right);
        return meant && createHash('sha256').update(meant.certificate).digest('hex').toUpperCase();
      },
    })),
  },
  {
    id: 'installed-thumbprint-cut',
    mistake: 'The buffer of Thumbprint is a byte too short.',
    breaks: ['R-PFX-22'],
    adjust: csp(({ showThumbprint }) => ({
      showThumbprint: (thumbprint) => showThumbprint(thumbprint.slice(0, 38)),
    })),
  },
  {
    id: 'installed-thumbprint-with-blanks',
    mistake: 'The bytes of Thumbprint are set apart by blanks, as the dialogs of Windows show them.',
    breaks: ['R-PFX-22'],
    adjust: csp(({ showThumbprint }) => ({
      showThumbprint: (thumbprint) => showThumbprint(thumbprint).replace(/..(?!$)/g, '$& '),
    })),
  },
  {
    id: 'installed-thumbprint-of-the-issuer',
    mistake: 'Thumbprint is that of the last certificate of the PFX, which with a chain is an issuer.',
    breaks: ['R-PFX-22'],
    adjust: csp(() => ({ thumbprintOf: (certificates) => certificates.at(-1)?.description.thumbprint })),
  },
  {
    id: 'installed-thumbprint-of-the-first-install',
    mistake: 'Thumbprint is that of the first certificate that the request installed.',
    breaks: ['R-PFX-22'],
    adjust: recording((before, now) =>
      before?.thumbprint === undefined ? now : { ...now, thumbprint: before.thumbprint },
    ),
  },
  {
    id: 'installed-thumbprint-lost-after-the-message',
    mistake: 'Thumbprint is known until the message is answered, and empty from then on.',
    breaks: ['R-PFX-22'],
    adjust: (rules) => {
      let message = 0;
      const knownIn = new Map<string, number>();
      return {
        engine: {
          ...rules.engine,
          finish: (reply, request) => {
            message += 1;
            return rules.engine.finish(reply, request);
          },
        },
        csp: {
          ...rules.csp,
          recordOf: (before, now) => {
            if (now.thumbprint !== undefined) knownIn.set(now.thumbprint, message);
            return rules.csp.recordOf(before, now);
          },
          showThumbprint: (thumbprint) =>
            knownIn.get(thumbprint) === message ? rules.csp.showThumbprint(thumbprint) : '',
        },
      };
    },
  },
  {
    id: 'failed-import-forgotten',
    mistake: 'After a failed import Status tells the one before it.',
    breaks: ['R-PFX-23', 'R-PFX-12'],
    adjust: recording((before, now) =>
      now.error === 'ERROR_SUCCESS' || before === undefined ? now : { ...now, error: before.error },
    ),
  },
];

/** A device that remembers something else of an import. */
function recording(
  record: (before: InstallRecord | undefined, now: InstallRecord) => InstallRecord,
): Fault['adjust'] {
  return csp(() => ({ recordOf: record }));
}
