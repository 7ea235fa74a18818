import type { Result } from '../decision-rules.ts';

/** How a result is coloured: by its meaning, never by the colour alone. */
export function toneOf(result: Result): 'good' | 'bad' | 'doubt' {
  switch (result) {
    case 'passed':
      return 'good';
    case 'passed with waivers':
    case 'inconclusive':
      return 'doubt';
    case 'failed':
      return 'bad';
  }
}

/** A moment for people, in UTC to the second. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

export function counted(number: number, word: string): string {
  return `${grouped(number)} ${word}${number === 1 ? '' : 's'}`;
}

/** A whole number with its thousands apart. */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A share in percent, with one digit after the point. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** The start of a long digest, as people compare it. */
export function short(digest: string): string {
  return digest.slice(0, 16);
}
