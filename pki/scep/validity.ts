import type { ValidityWish } from './certification-request.ts';
import type { ScepScript } from './script.ts';

const year = 31_536_000;

/** A number of units that a wish may reasonably have; beyond it the CA's own end comes first anyway. */
const maximumUnits = 100_000;

/**
 * When a certificate ends: as wished where the script honours wishes and this one can be understood, and never after
 * the issuer's own. Units 0, the CSP's default, wish nothing.
 */
export function endOfValidity(
  start: Date,
  issuerEnd: Date,
  wish: ValidityWish | undefined,
  script: Pick<ScepScript, 'validitySeconds' | 'honoursValidityWish'>,
): Date {
  const wished =
    script.honoursValidityWish === false || wish === undefined ? undefined : wishedEnd(start, wish);
  const end = wished ?? new Date(start.getTime() + 1000 * (script.validitySeconds ?? year));
  return end < issuerEnd ? end : issuerEnd;
}

function wishedEnd(start: Date, { period, units }: ValidityWish): Date | undefined {
  const count = /^\d+$/.test(units) ? Number(units) : 0;
  if (count === 0 || count > maximumUnits) return undefined;
  const end = new Date(start);
  switch (period) {
    case 'Days':
      end.setUTCDate(end.getUTCDate() + count);
      return end;
    case 'Months':
      end.setUTCMonth(end.getUTCMonth() + count);
      return end;
    case 'Years':
      end.setUTCFullYear(end.getUTCFullYear() + count);
      return end;
    default:
      return undefined;
  }
}
