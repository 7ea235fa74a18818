/** Version of manifest.json; raised when a reader of the old form would misread the new one. */
export const manifestFormat = 1;

/** The files of a certificate's folder, so that a changed, missing or added one is found. */
export interface Manifest {
  readonly format: 'client-certificate-install-manifest';
  readonly version: typeof manifestFormat;
  /** Identification of the report. */
  readonly report: string;
  /** Whether manifest.p7s has to lie beside it. */
  readonly signed: boolean;
  /** Sorted by name. */
  readonly files: readonly ManifestEntry[];
}

export interface ManifestEntry {
  /** Relative to the folder, with /. */
  readonly name: string;
  readonly size: number;
  /** In hexadecimal digits. */
  readonly sha256: string;
}

/** The files that are not in the manifest: itself and its signature. */
export const manifestName = 'manifest.json';
export const signatureName = 'manifest.p7s';

export function manifestOf(report: string, signed: boolean, files: readonly ManifestEntry[]): Manifest {
  return {
    format: 'client-certificate-install-manifest',
    version: manifestFormat,
    report,
    signed,
    files: [...files]
      .sort((left, right) => (left.name < right.name ? -1 : 1))
      .map(({ name, size, sha256 }) => ({ name, size, sha256 })),
  };
}

/** The one form in which a manifest is written; every other one counts as changed. */
export function writeManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

/** Reads a manifest; undefined where the text is none, or is not written as `writeManifest` does. */
export function readManifest(text: string): Manifest | undefined {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isManifest(content)) return undefined;
  const { report, signed, files } = content;
  return writeManifest(manifestOf(report, signed, files)) === text ? content : undefined;
}

/** How the files of a folder differ from its manifest, in sentences. */
export function compareFiles(manifest: Manifest, found: readonly ManifestEntry[]): readonly string[] {
  const byName = new Map(found.map((entry) => [entry.name, entry]));
  const listed = new Set(manifest.files.map(({ name }) => name));
  return [
    ...manifest.files.flatMap(({ name, size, sha256 }) => {
      const entry = byName.get(name);
      if (entry === undefined) return [`${name} is missing.`];
      if (entry.size !== size)
        return [`${name} is changed: it has ${entry.size} bytes, the manifest says ${size}.`];
      return entry.sha256 === sha256
        ? []
        : [`${name} is changed: its SHA-256 is not the one in the manifest.`];
    }),
    ...found
      .filter(({ name }) => !listed.has(name))
      .map(({ name }) => `${name} is extra: the manifest does not name it.`),
  ];
}

function isManifest(content: unknown): content is Manifest {
  if (!isRecord(content)) return false;
  const { format, version, report, signed, files } = content;
  return (
    format === 'client-certificate-install-manifest' &&
    version === manifestFormat &&
    typeof report === 'string' &&
    typeof signed === 'boolean' &&
    Array.isArray(files) &&
    files.every(isEntry)
  );
}

function isEntry(entry: unknown): entry is ManifestEntry {
  if (!isRecord(entry)) return false;
  const { name, size, sha256 } = entry;
  return typeof name === 'string' && typeof size === 'number' && typeof sha256 === 'string';
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
