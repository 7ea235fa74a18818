import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { asking } from './scep-changing.ts';

/** The key usage bits that the certificate request asks for (csp-source.txt, KeyUsage). */
const keyUsages: readonly Fault[] = [
  {
    id: 'key-usage-read-as-hex',
    mistake:
      'KeyUsage is read as a hexadecimal number, as the document writes the bits, and not as a decimal one.',
    breaks: ['R-SCEP-09'],
    adjust: asking((asked) => ({ ...asked, keyUsage: parseInt(String(asked.keyUsage), 16) & 0xff })),
  },
  {
    id: 'key-usage-always-both-bits',
    mistake: 'The request always asks for digital signature and key encipherment.',
    breaks: ['R-SCEP-09'],
    adjust: asking((asked) => ({ ...asked, keyUsage: 0xa0 })),
  },
  {
    id: 'key-usage-masked-to-the-required-bits',
    mistake: 'Bits of KeyUsage beside 0x20 and 0x80 are masked away.',
    breaks: ['R-SCEP-09'],
    adjust: asking((asked) => ({ ...asked, keyUsage: (asked.keyUsage ?? 0) & 0xa0 })),
  },
  {
    id: 'key-usage-bits-reversed',
    mistake: 'The bits of KeyUsage stand in the request in reversed order.',
    breaks: ['R-SCEP-09'],
    adjust: asking((asked) => ({ ...asked, keyUsage: reversedBits(asked.keyUsage ?? 0) })),
  },
  {
    id: 'key-usage-only-one-of-both-bits',
    mistake: 'Where KeyUsage has both 0x80 and 0x20, the request asks for 0x80 alone.',
    breaks: ['R-SCEP-09'],
    adjust: asking((asked) => {
      const { keyUsage = 0 } = asked;
      return { ...asked, keyUsage: (keyUsage & 0x80) === 0 ? keyUsage : keyUsage & ~0x20 };
    }),
  },
  {
    id: 'key-usage-not-asked-for',
    mistake: 'The request has no extension for the key usage.',
    breaks: ['R-SCEP-09'],
    adjust: asking(({ keyUsage: _, ...asked }) => asked),
  },
];

/** Object identifiers of EKUMapping (csp-source.txt, EKUMapping). */
const extendedKeyUsages: readonly Fault[] = [
  {
    id: 'eku-list-cut-after-the-first',
    mistake: 'Of the OIDs in EKUMapping only the first reaches the request.',
    breaks: ['R-SCEP-08'],
    adjust: asking((asked) => ({ ...asked, extendedKeyUsages: asked.extendedKeyUsages?.slice(0, 1) ?? [] })),
  },
  {
    id: 'eku-list-only-the-last',
    mistake: 'Each OID of EKUMapping overwrites the one before, so that the last one is left.',
    breaks: ['R-SCEP-08'],
    adjust: asking((asked) => ({ ...asked, extendedKeyUsages: asked.extendedKeyUsages?.slice(-1) ?? [] })),
  },
  {
    id: 'eku-list-split-at-semicolons',
    mistake: 'EKUMapping is split at semicolons in place of plus signs, so that a list is one wrong OID.',
    breaks: ['R-SCEP-08', 'R-EX-01'],
    adjust: csp(({ membersOf }) => ({
      membersOf: (setting, text) => (setting === 'EKUMapping' ? text.split(';') : membersOf(setting, text)),
    })),
  },
  {
    id: 'eku-one-more',
    mistake: 'The request asks for smart card logon beside the usages of EKUMapping.',
    breaks: ['R-SCEP-08'],
    adjust: asking((asked) => ({
      ...asked,
      extendedKeyUsages: [...(asked.extendedKeyUsages ?? []), '1.3.6.1.4.1.311.20.2.2'],
    })),
  },
  {
    id: 'eku-not-asked-for',
    mistake: 'The request has no extension for extended key usages.',
    breaks: ['R-SCEP-08'],
    adjust: asking((asked) => ({ ...asked, extendedKeyUsages: [] })),
  },
  {
    id: 'eku-arcs-of-28-bits',
    mistake: 'An arc of an OID that needs more than four octets loses its highest bits.',
    breaks: ['R-SCEP-08'],
    adjust: asking((asked) => ({
      ...asked,
      extendedKeyUsages: (asked.extendedKeyUsages ?? []).map((oid) =>
        oid
          .split('.')
          .map((arc) => Number(arc) % 2 ** 28)
          .join('.'),
      ),
    })),
  },
];

/** The subject of the certificate request (csp-source.txt, SubjectName). */
const subjects: readonly Fault[] = [
  {
    id: 'subject-common-name-only',
    mistake: 'All parts of SubjectName behind the first are lost.',
    breaks: ['R-SCEP-11'],
    adjust: asking((asked) => ({ ...asked, subject: /^("[^"]*"|[^,"])*/.exec(asked.subject)?.[0] ?? '' })),
  },
  {
    id: 'subject-split-inside-quotes',
    mistake:
      'A comma ends a part of SubjectName though it stands in quotes, and what follows it there is lost.',
    breaks: ['R-SCEP-11'],
    adjust: asking((asked) => ({ ...asked, subject: asked.subject.replace(/"([^",]*),[^"]*"/g, '$1') })),
  },
  {
    id: 'subject-default',
    mistake: 'The request has the name of the device as its subject, whatever SubjectName is.',
    breaks: ['R-SCEP-11'],
    adjust: asking((asked) => ({ ...asked, subject: 'CN=DESKTOP-0815' })),
  },
  {
    id: 'subject-cut-at-32-letters',
    mistake: 'SubjectName is copied into a buffer of 32 letters and cut there.',
    breaks: ['R-SCEP-11'],
    adjust: asking((asked) => ({ ...asked, subject: cut(asked.subject) })),
  },
  {
    id: 'subject-in-ascii',
    mistake: 'Letters of SubjectName beyond ASCII become question marks.',
    breaks: ['R-SCEP-11'],
    adjust: asking((asked) => ({ ...asked, subject: asked.subject.replace(/[^ -~]/gu, '?') })),
  },
  {
    id: 'subject-in-upper-case',
    mistake: 'The values of SubjectName are written in upper case.',
    breaks: ['R-SCEP-11'],
    adjust: asking((asked) => ({ ...asked, subject: asked.subject.toUpperCase() })),
  },
];

export const scepRequestFaults: readonly Fault[] = [...keyUsages, ...extendedKeyUsages, ...subjects];

function reversedBits(octet: number): number {
  return [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, bit) => sum | (((octet >> bit) & 1) << (7 - bit)), 0);
}

/** Only a name of one plain part can be cut anywhere. */
function cut(subject: string): string {
  return /[",+]/.test(subject) ? subject : subject.slice(0, 32);
}
