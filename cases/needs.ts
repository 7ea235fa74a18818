import type { Case, Need, Payload, Step } from './case.ts';

/**
 * What a case needs of its target, read from what the case holds. The payloads are only looked at with patterns,
 * since many of them are no XML at all; a need too many costs a case on a poor target, never a wrong verdict.
 * @returns each need once, in the order of cases/case.ts
 */
export function needsOf(testCase: Case): readonly Need[] {
  const texts = textsOf(testCase);
  return rules.filter(([, applies]) => applies(testCase, texts)).map(([need]) => need);
}

type Rule = readonly [Need, (testCase: Case, texts: readonly string[]) => boolean];

const rules: readonly Rule[] = [
  ['exchange', (_, texts) => texts.length > 0],
  ['get', (_, texts) => texts.some((text) => text.includes('<Get'))],
  ['atomic', (_, texts) => texts.some((text) => text.includes('<Atomic'))],
  // An address without ./Device and ./User means the device (R-DM-15).
  ['device-scope', (_, texts) => texts.some((text) => /<LocURI>\s*\.?\/?(?:device|vendor)\//i.test(text))],
  ['user-scope', (_, texts) => texts.some((text) => /<LocURI>\s*\.?\/?user\//i.test(text))],
  ['tpm', ({ preparation }, texts) => preparation.tpm && texts.some(dependsOnTpm)],
  ['no-tpm', ({ preparation }, texts) => !preparation.tpm && texts.some(dependsOnTpm)],
  ['hello-container', ({ preparation }) => preparation.helloContainers.length > 0],
  [
    'prepared-certificates',
    ({ preparation }) => preparation.certificates.length > 0 || preparation.mdmCertificate !== undefined,
  ],
  ['store-read-back', ({ steps }) => steps.some((step) => step.kind === 'read-stores')],
  ['scep-servers', ({ preparation }) => (preparation.scepServers ?? []).length > 0],
  ['key-removal', ({ steps }) => steps.some((step) => step.kind === 'remove-keys')],
  ['passing-time', ({ steps }) => steps.some((step) => step.kind === 'wait' && step.seconds > 0)],
  // Whoever reads a document and writes it again keeps plain markup only.
  ['raw-bytes', ({ steps }, texts) => steps.some(isBinary) || !texts.every(isPlainMarkup)],
  ['edition', ({ preparation }, texts) => showsEdition(preparation.edition, texts)],
];

/** Values 1 and 2 are the ones for which it matters whether there is a TPM (csp-source.txt, KeyLocation and KeyProtection). */
function dependsOnTpm(text: string): boolean {
  const values = text.matchAll(/\/Key(?:Location|Protection)<\/LocURI>(?:(?!<\/Item>)[^])*?<Data>([^<]*)</gi);
  return [...values].some(([, value = '']) => [1, 2].includes(Number(value)));
}

/** Whether a case shows what only its own edition does: everything else is the same on all of them. */
function showsEdition(edition: string, texts: readonly string[]): boolean {
  const mentions = (pattern: RegExp): boolean => texts.some((text) => pattern.test(text));
  switch (edition) {
    case '10.0.10240':
      return mentions(/PFXCertPasswordEncryptionStore|AADKeyIdentifierList/i);
    case '10.0.10586':
      // The erratum of version 1511: both scopes in one message (csp-source.txt, Note).
      return (
        mentions(/AADKeyIdentifierList/i) ||
        texts.some(
          (text) =>
            /PFXCertBlob|\/Enroll</i.test(text) && /\.\/device\//i.test(text) && /\.\/user\//i.test(text),
        )
      );
    case '10.0.14393':
      // AADKeyIdentifierList came with 10.0.15063 (DDF).
      return mentions(/AADKeyIdentifierList/i);
    default:
      return false;
  }
}

function isBinary(step: Step): boolean {
  return step.kind === 'send' && 'base64' in step.payload;
}

/** A tag with nothing but a namespace, an end tag, or text in which all that has to be escaped is escaped. */
const token =
  /<(?<start>[A-Z]\w*)(?: xmlns="[^"<&]*")?(?<empty>\/?)>|<\/(?<end>[A-Z]\w*)>|(?<text>(?:[^<>&\p{Cc}\ufeff\ufffe\uffff]|&(?:amp|lt|gt|quot|apos);)+)/gu;

/** Whether a text is one element, with all that it holds, in the plainest of spellings. */
function isPlainMarkup(text: string): boolean {
  const open: string[] = [];
  let roots = 0;
  let position = 0;
  for (const { 0: found, index, groups = {} } of text.matchAll(token)) {
    const { start, empty, end } = groups;
    const outside = open.length === 0;
    if (index !== position || (outside && start === undefined)) return false;
    position += found.length;
    if (outside) roots++;
    if (start !== undefined && empty === '') open.push(start);
    if (end !== undefined && open.pop() !== end) return false;
  }
  return position === text.length && open.length === 0 && roots === 1;
}

function textsOf(testCase: Case): readonly string[] {
  return testCase.steps.flatMap((step) => (step.kind === 'send' ? [textOf(step.payload)] : []));
}

function textOf(payload: Payload): string {
  return 'text' in payload ? payload.text : Buffer.from(payload.base64, 'base64').toString('latin1');
}
