import { timingSafeEqual } from 'node:crypto';

/** Whether a secret is the right one, in a time that does not tell how much of it was. Only its length shows. */
export function isSameSecret(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
