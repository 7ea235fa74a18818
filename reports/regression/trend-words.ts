import type { NightLine } from './history.ts';

/** What a case took in each area: `pfx 4.1, scep 9.8`. */
export function perArea({ perCase }: Pick<NightLine, 'perCase'>): string {
  return Object.entries(perCase)
    .map(([area, milliseconds]) => `${area} ${milliseconds.toFixed(1)}`)
    .join(', ');
}
