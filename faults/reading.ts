import { readSyncML, type ReadResult } from '../syncml/read.ts';
import { engine } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** XML that is read though it is none, and values whose Format or spelling is not looked at. */
export const readingFaults: readonly Fault[] = [
  {
    id: 'broken-xml-carried-out-partly',
    mistake: 'The commands that were complete when a fault of the XML comes up are carried out.',
    breaks: ['R-DM-16'],
    adjust: rereading((text) => commandsBefore(text)),
  },
  {
    id: 'bare-ampersand-forgiven',
    mistake: 'An ampersand that begins no entity is taken for itself.',
    breaks: ['R-DM-16'],
    adjust: rereading((text) => [text.replace(/&(?!(?:[a-z]+|#[0-9]+|#x[0-9A-Fa-f]+);)/g, '&amp;')]),
  },
  {
    id: 'end-of-document-forgiven',
    mistake: 'End tags that are missing at the end of a document are thought there.',
    breaks: ['R-DM-16'],
    adjust: rereading((text) => endings.map((ending) => text + ending)),
  },
  {
    id: 'format-not-checked',
    mistake: 'The Format of a value is not looked at.',
    breaks: ['R-DM-17'],
    adjust: engine(() => ({ acceptsFormat: () => true })),
  },
  {
    id: 'chr-for-everything',
    mistake: 'Format chr is taken for a value of any kind.',
    breaks: ['R-DM-17'],
    adjust: engine(({ acceptsFormat }) => ({
      acceptsFormat: (definition, format) =>
        (format === 'chr' && !definition.interior) || acceptsFormat(definition, format),
    })),
  },
  {
    id: 'int-and-bool-mixed-up',
    mistake: 'Format int is taken for a bool.',
    breaks: ['R-DM-17'],
    adjust: engine(({ acceptsFormat }) => ({
      acceptsFormat: (definition, format) =>
        acceptsFormat(definition, format === 'int' && definition.resultFormat === 'bool' ? 'bool' : format),
    })),
  },
  {
    id: 'blob-in-no-format',
    mistake: 'PFXCertBlob is taken in none of the Formats, nor without one.',
    breaks: ['R-PFX-11'],
    adjust: engine(({ acceptsFormat }) => ({
      acceptsFormat: (definition, format) =>
        definition.id !== 'PFXCertInstall/{UniqueID}/PFXCertBlob' && acceptsFormat(definition, format),
      formatMayBeAbsent: false,
    })),
  },
  {
    id: 'interior-format-not-checked',
    mistake: 'The Format of an interior node is not looked at.',
    breaks: ['R-DM-17', 'R-PFX-02'],
    adjust: engine(({ acceptsFormat }) => ({
      acceptsFormat: (definition, format) => definition.interior || acceptsFormat(definition, format),
    })),
  },
];

/** A device that mends a text that is not well-formed, and reads the first mended one that can be read. */
function rereading(mend: (text: string) => readonly string[]): Fault['adjust'] {
  return engine(({ read }) => ({
    read: (request) => {
      const result = read(request);
      if (result.ok || result.error.kind !== 'not-well-formed') return result;
      return firstReadable(mend(new TextDecoder().decode(request))) ?? result;
    },
  }));
}

function firstReadable(texts: readonly string[]): ReadResult | undefined {
  for (const text of texts) {
    const result = readSyncML(text);
    if (result.ok) return result;
  }
  return undefined;
}

const endings = ['</SyncBody></SyncML>', '</SyncML>', '</SyncBody>', ''];

/** The text up to each command's end, the longest first, with what closes it. */
function commandsBefore(text: string): readonly string[] {
  const ends = [...text.matchAll(/<\/(?:Add|Replace|Delete|Get|Exec|Atomic|Sequence)>/g)];
  return ends
    .toReversed()
    .flatMap(({ 0: tag, index }) => endings.map((ending) => text.slice(0, index + tag.length) + ending));
}
