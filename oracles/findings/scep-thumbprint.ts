import type { FindingRule } from './finding.ts';
import { scepValueRule } from './scep-value-rule.ts';
import { quoted } from './value.ts';

const thumbprint = /^[0-9A-Fa-f]{40}$/;

/** Numbers of digits that other hashes have; a thumbprint of such a length was most likely made with them. */
const otherHashes: Readonly<Record<number, string>> = {
  32: 'MD5',
  56: 'SHA-224',
  64: 'SHA-256',
  96: 'SHA-384',
  128: 'SHA-512',
};

/** Of which CA the enrollment is asked. */
export const scepThumbprintFindings: readonly FindingRule[] = [
  // csp-source.txt, CAThumbprint: 20 bytes in hexadecimal. Its SCEP example has 16.
  scepValueRule(
    'CAThumbprint',
    { id: 'thumbprint-form', severity: 'error', requirement: 'R-SCEP-23', ambiguity: 'A-17' },
    (text) => (thumbprint.test(text) ? undefined : `CAThumbprint ${faultOfThumbprint(text)}`),
  ),
  // csp-source.txt, CAThumbprint: the root CA. Servers in the field also need that of an intermediate CA.
  scepValueRule(
    'CAThumbprint',
    {
      id: 'thumbprint-of-which-ca',
      severity: 'information',
      requirement: 'R-SCEP-23',
      ambiguity: 'A-66',
    },
    (text) =>
      thumbprint.test(text)
        ? 'CAThumbprint has to be that of the root CA, and the SCEP server has to present that certificate (GetCACert); with some servers only an intermediate CA matches. With another one the enrollment fails with 0x80091007.'
        : undefined,
  ),
];

/** Says what is wrong with a thumbprint as the end of a sentence, and repairs it where that is safe. */
function faultOfThumbprint(text: string): string {
  const advice =
    'It has to be the SHA-1 hash of the root CA certificate: 40 hexadecimal digits and nothing else.';
  if (text.trim() === '') return `is empty. ${advice}`;
  const digits = text.replace(/^\s*0x/i, '').replace(/[^0-9A-Fa-f]/g, '');
  const others = [...new Set(text.replace(/[0-9A-Fa-f]/g, ''))];
  if (digits.length === 40 && others.every((character) => /[\s:.\-\p{Cf}xX]/u.test(character))) {
    // The certificate dialog of Windows puts U+200E before a thumbprint that is copied from it.
    const shown = others.map((character) =>
      /\p{Cf}|\s/u.test(character) ? codePoint(character) : character,
    );
    return `has ${shown.join(' ')} before, between or behind its digits. Remove what is no digit: ${digits}`;
  }
  if (others.length > 0) return `${quoted(text)} is not hexadecimal. ${advice}`;
  const other = otherHashes[digits.length];
  const bytes = digits.length % 2 === 0 ? ` (${digits.length / 2} bytes)` : '';
  const like = other === undefined ? '' : `, as many as ${other} gives,`;
  return `has ${digits.length} hexadecimal digits${bytes}${like} in place of 40 (20 bytes). ${advice}`;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}
