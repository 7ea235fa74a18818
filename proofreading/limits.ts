/** Far above what the suite sends; a document beyond them is not read, and says so. */
export const limits = {
  bytes: 4 * 1024 * 1024,
  elements: 100_000,
  /** Elements within one another. */
  depth: 100,
  /** Remarks on one document: whoever reads the first few knows enough. */
  remarks: 20,
} as const;
