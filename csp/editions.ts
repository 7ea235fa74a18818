/**
 * The builds of Windows 10 and 11 that change something in this CSP, and a few in wide use.
 * Source: csp-source.txt, intro and PFXCertPasswordEncryptionStore (1511); DDF, AADKeyIdentifierList (10.0.15063).
 */
export const editions = [
  { id: '10.0.10240', name: 'Windows 10, version 1507' },
  { id: '10.0.10586', name: 'Windows 10, version 1511' },
  { id: '10.0.14393', name: 'Windows 10, version 1607' },
  { id: '10.0.15063', name: 'Windows 10, version 1703' },
  { id: '10.0.19045', name: 'Windows 10, version 22H2' },
  { id: '10.0.22631', name: 'Windows 11, version 23H2' },
  { id: '10.0.26100', name: 'Windows 11, version 24H2' },
] as const;

export type EditionId = (typeof editions)[number]['id'];

/** The edition that is meant where none is named. */
export const defaultEdition: EditionId = '10.0.26100';

/** Whether `edition` is `since` or a later one. */
export function isAtLeast(edition: EditionId, since: EditionId): boolean {
  return order(edition) >= order(since);
}

function order(edition: EditionId): number {
  return editions.findIndex((entry) => entry.id === edition);
}
