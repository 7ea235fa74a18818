import type { CompleteAnswers } from '../answers.ts';

/** A key as a key provider looks at it before it takes it. */
export interface KeyShape {
  /** RSA, EC and so on. */
  readonly algorithm: string;
  readonly bits: number;
}

/**
 * The keys that the modelled TPM takes. Every TPM 2.0 takes RSA 2048 (TCG PC Client Platform TPM Profile, 4.6);
 * shorter, longer and EC keys depend on the chip. It imports keys, and never lets one out (R-PFX-21).
 */
export function tpmTakes(key: KeyShape, answers: CompleteAnswers): boolean {
  switch (key.algorithm) {
    case 'RSA':
      if (key.bits < 2048) return answers['A-25/1024'] === 'taken';
      return key.bits === 2048 || answers['A-25/4096'] === 'taken';
    case 'EC':
      return answers['A-25/ec'] === 'taken';
    default:
      return false;
  }
}
