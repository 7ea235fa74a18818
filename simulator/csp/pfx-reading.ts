import type { CompleteAnswers } from '../answers.ts';
import { errorText, type WindowsErrorName } from './windows-errors.ts';

/** What a Get shows of a PFX install. */
export interface PfxReadingRules {
  /** PFXCertPassword. */
  readonly showPassword: (text: string) => string;
  /** Status after an import (R-PFX-23). */
  readonly showStatus: (error: WindowsErrorName) => string;
  /** Thumbprint, given in upper-case hex. */
  readonly showThumbprint: (thumbprint: string) => string;
  /** Thumbprint and Status before anything was installed; undefined: not there. */
  readonly thumbprintBefore: string | undefined;
  readonly statusBefore: string | undefined;
}

/** Shows values as a device does that gives these answers. */
export function pfxReadingRules(answers: CompleteAnswers): PfxReadingRules {
  return {
    showPassword: (text) => {
      switch (answers['A-22']) {
        case 'value':
          return text;
        case 'empty':
          return '';
        case 'masked':
          return '********';
      }
    },
    showStatus: errorText,
    showThumbprint: (thumbprint) => (answers['A-23'] === 'upper' ? thumbprint : thumbprint.toLowerCase()),
    thumbprintBefore: answers['A-39/Thumbprint'] === 'present' ? '' : undefined,
    statusBefore: answers['A-39/Status'] === 'present' ? '0' : undefined,
  };
}
