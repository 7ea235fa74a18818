import type { Verdict } from '../../cases/verdict.ts';

/**
 * What makes a difference the one that it is: kind of verdict, what is blamed first, and in which layer that shows.
 * undefined where nothing speaks against the device.
 */
export function signatureOf(verdict: Verdict): string | undefined {
  switch (verdict.kind) {
    case 'violation':
      return `${verdict.kind} ${verdict.requirement} ${verdict.differences[0]?.layer ?? ''}`;
    case 'inconsistent':
      return `${verdict.kind} ${verdict.ambiguity} ${verdict.key}`;
    case 'drift':
      return `${verdict.kind} ${verdict.key}`;
    case 'conform':
    case 'suite-error':
    case 'inconclusive':
    case 'not-tested':
      return undefined;
  }
}
