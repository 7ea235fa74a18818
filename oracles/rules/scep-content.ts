import type { AskedFor } from '../scep/asked-for.ts';
import type { FrozenSettings } from '../scep/enrollment.ts';
import {
  alternativeNamesOf,
  extendedKeyUsagesOf,
  hashesOf,
  keyProtectionOf,
  listOf,
  numberOf,
  textOf,
  wishOf,
} from '../scep/settings.ts';
import { partsOfName } from '../scep/names.ts';
import type { Rule } from '../rule.ts';

/** A certificate request beside the settings that it was to be made from. */
export interface ContentSubject {
  readonly settings: FrozenSettings;
  readonly request: AskedFor;
}

/** A point in which the request differs. */
export interface ContentDifference {
  readonly expected: string;
  readonly observed: string;
}

export interface ContentRule extends Rule<ContentSubject, ContentDifference> {
  /** The setting that it is about. */
  readonly setting: string;
  /** Where it says something only beside certain other settings. */
  readonly concerns?: (settings: FrozenSettings) => boolean;
}

function differs(expected: string, observed: string): ContentDifference | undefined {
  return expected === observed ? undefined : { expected, observed };
}

/** As sets: in what order a request lists them is nobody's business. */
function listsDiffer(
  expected: readonly string[],
  observed: readonly string[],
): ContentDifference | undefined {
  const plain = (list: readonly string[]): string => [...new Set(list)].sort().join(', ') || 'none';
  return differs(plain(expected), plain(observed));
}

const subject: ContentRule = {
  id: 'request-subject',
  setting: 'SubjectName',
  requirements: ['R-SCEP-11', 'R-SCEP-04'],
  ambiguities: [],
  because: 'SubjectName is the subject of the request',
  decide: ({ settings, request }) => {
    const expected = textOf(settings, 'SubjectName') ?? '';
    // In which direction the parts are encoded is not said; a name may be read either way.
    return listsDiffer(partsOfName(expected), partsOfName(request.subject)) === undefined
      ? undefined
      : { expected, observed: request.subject };
  },
};

const challenge: ContentRule = {
  id: 'request-challenge',
  setting: 'Challenge',
  requirements: ['R-SCEP-06', 'R-SCEP-04'],
  ambiguities: ['A-15'],
  because: 'Challenge reaches the server as the challenge password',
  decide: ({ settings, request }, asking) => {
    const text = textOf(settings, 'Challenge') ?? '';
    const decoded = Buffer.from(text, 'base64').toString('utf8');
    const known = asking.known('A-15');
    const admitted = known === undefined ? [text, decoded] : known === 'text' ? [text] : [decoded];
    const { challenge: sent } = request;
    if (sent !== undefined && (admitted.includes(sent) || isBinary(text, sent))) return undefined;
    // Challenges are secrets of a server: a report says that they differ, and not how.
    return {
      expected: 'the challenge password that Challenge says',
      observed: sent === undefined ? 'none' : 'another',
    };
  },
};

/** Bytes that are no UTF-8 may be read as Latin-1, or in some other way. */
function isBinary(text: string, sent: string): boolean {
  const bytes = Buffer.from(text, 'base64');
  return !Buffer.from(bytes.toString('utf8')).equals(bytes) && bytes.toString('latin1') === sent;
}

const extendedKeyUsages: ContentRule = {
  id: 'request-extended-key-usages',
  setting: 'EKUMapping',
  requirements: ['R-SCEP-08', 'R-SCEP-04'],
  ambiguities: [],
  because: 'the request asks for exactly the extended key usages of EKUMapping',
  decide: ({ settings, request }) => {
    const expected = extendedKeyUsagesOf(settings);
    return expected === undefined ? undefined : listsDiffer(expected, request.extendedKeyUsages);
  },
};

const keyUsage: ContentRule = {
  id: 'request-key-usage',
  setting: 'KeyUsage',
  requirements: ['R-SCEP-09', 'R-SCEP-04'],
  ambiguities: [],
  because: 'the request asks for the bits of KeyUsage',
  decide: ({ settings, request }) => {
    const value = numberOf(settings, 'KeyUsage');
    if (value === undefined) return undefined;
    // Beyond the first octet stands decipherOnly alone, which the decimal form has no place for.
    return differs(
      String(value & 0xff),
      request.keyUsage === undefined ? 'none' : String(request.keyUsage & 0xff),
    );
  },
};

const keyLength: ContentRule = {
  id: 'request-key-length',
  setting: 'KeyLength',
  requirements: ['R-SCEP-19', 'R-SCEP-04'],
  ambiguities: [],
  because: 'the requested key is RSA of KeyLength bits',
  decide: ({ settings, request }) => {
    const value = numberOf(settings, 'KeyLength');
    if (value === undefined) return undefined;
    return differs(`RSA ${value}`, `${request.keyAlgorithm.toUpperCase()} ${request.keyBits}`);
  },
};

const hash: ContentRule = {
  id: 'request-hash',
  setting: 'HashAlgorithm',
  requirements: ['R-SCEP-21', 'R-SCEP-04'],
  ambiguities: ['A-16'],
  because: 'the request is made with a hash of a family that HashAlgorithm names',
  decide: ({ settings, request }) => {
    const families = listOf(textOf(settings, 'HashAlgorithm') ?? '', /[+;]/);
    const hashes = hashesOf(settings);
    // Of SHA-3 in SCEP nobody knows what it would be.
    if (hashes.length === 0 || families.some((family) => /^SHA-?3$/.test(family))) return undefined;
    return hashes.includes(request.hash)
      ? undefined
      : { expected: hashes.join(' or '), observed: request.hash };
  },
};

const helloHash: ContentRule = {
  id: 'request-hello-hash',
  setting: 'HashAlgorithm',
  concerns: (settings) => keyProtectionOf(settings) === 4,
  requirements: ['R-SCEP-22', 'R-SCEP-04'],
  ambiguities: ['A-16'],
  because: 'a key in Windows Hello for Business makes its request with SHA256, the only algorithm there',
  decide: ({ settings, request }) => {
    if (keyProtectionOf(settings) !== 4 || !hashesOf(settings).includes('sha256')) return undefined;
    return differs('sha256', request.hash);
  },
};

const alternativeNames: ContentRule = {
  id: 'request-alternative-names',
  setting: 'SubjectAlternativeNames',
  requirements: ['R-SCEP-24', 'R-SCEP-04'],
  ambiguities: [],
  because: 'the request asks for the names of SubjectAlternativeNames',
  decide: ({ settings, request }) => {
    const expected = alternativeNamesOf(settings);
    if (expected === undefined) return undefined;
    return listsDiffer(
      expected,
      request.subjectAlternativeNames.map(({ kind, value }) => `${kind} ${value}`),
    );
  },
};

const template: ContentRule = {
  id: 'request-template',
  setting: 'TemplateName',
  requirements: ['R-SCEP-18'],
  ambiguities: [],
  because: 'TemplateName is the template, where the request names one',
  decide: ({ settings, request }) => {
    const value = textOf(settings, 'TemplateName') ?? '';
    // csp-source.txt says what the node is, and not that it is sent.
    return value === '' || request.template === undefined ? undefined : differs(value, request.template);
  },
};

const wish: ContentRule = {
  id: 'request-validity',
  setting: 'ValidPeriodUnits',
  requirements: ['R-SCEP-26', 'R-SCEP-25', 'R-SCEP-04'],
  ambiguities: ['A-68'],
  because: 'the request passes on the wish of ValidPeriod and ValidPeriodUnits',
  decide: ({ settings, request }, asking) => {
    const expected = wishOf(settings);
    const { validity } = request;
    const known = asking.known('A-68');
    if (expected === undefined) {
      // Units 0, the default, may be passed on as they are.
      return validity === undefined || Number(validity.units) === 0
        ? undefined
        : { expected: 'no wish', observed: `${validity.units} ${validity.period}` };
    }
    const wanted = `${expected.units} ${expected.period}`;
    if (validity === undefined)
      return known === 'name-value-pairs' ? { expected: wanted, observed: 'no wish' } : undefined;
    return differs(wanted, `${Number(validity.units)} ${validity.period}`);
  },
};

/** Each looks at one point of a certificate request (csp-source.txt, the sections of the settings). */
export const contentRules: readonly ContentRule[] = [
  subject,
  challenge,
  extendedKeyUsages,
  keyUsage,
  keyLength,
  hash,
  helloHash,
  alternativeNames,
  template,
  wish,
];
