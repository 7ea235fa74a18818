import type { HashName } from '../../pki/scep/algorithms.ts';

/** The preferred one first: every SCEP server has to have SHA-256 (RFC 8894, 2.9). */
const preference: readonly HashName[] = ['sha256', 'sha512', 'sha384', 'sha1'];

/**
 * Hashes that each name allows (csp-source.txt, HashAlgorithm; A-16). SHA-224 and SHA-3 allow none: no SCEP server can
 * say that it knows them (RFC 8894, 3.5.2).
 */
const members: Readonly<Record<string, readonly HashName[]>> = {
  '1': ['sha1'],
  '2': ['sha256', 'sha384', 'sha512'],
  '256': ['sha256'],
  '384': ['sha384'],
  '512': ['sha512'],
};

/** The hashes that a HashAlgorithm allows, the preferred one first. */
export function allowedHashes(text: string): readonly HashName[] {
  const named = new Set(text.split(/[+;]/).flatMap((name) => members[name.replace(/^SHA-?/, '')] ?? []));
  return preference.filter((hash) => named.has(hash));
}

/** Hashes that the keywords of GetCACaps name (RFC 8894, 3.5.2); SCEPStandard includes SHA-256. */
export function hashesOf(capabilities: ReadonlySet<string>): readonly HashName[] {
  const named: readonly (readonly [HashName, readonly string[]])[] = [
    ['sha1', ['SHA-1']],
    ['sha256', ['SHA-256', 'SCEPStandard']],
    ['sha512', ['SHA-512']],
  ];
  return named.flatMap(([hash, keywords]) =>
    keywords.some((keyword) => capabilities.has(keyword)) ? [hash] : [],
  );
}
