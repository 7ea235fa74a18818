import type { FindingRule } from './finding.ts';
import { intOf, quoted, valuesIn } from './value.ts';

/** An object identifier in dotted form (X.660: first arc 0 to 2, no leading zeros). */
const objectIdentifier = /^(?:[01]\.[1-3]?\d|2\.(?:0|[1-9]\d*))(?:\.(?:0|[1-9]\d*))*$/;

/** One name: AlternativeNameType of certenroll, a plus sign, the name. */
const alternativeName = /^\s*(\d+)\+(.*)$/s;

/** Values that say which certificate is asked for, and of whom. */
export const scepValueFindings: readonly FindingRule[] = [
  {
    // csp-source.txt, CAThumbprint: 20 bytes in hexadecimal. Its SCEP example has 16.
    id: 'thumbprint-form',
    severity: 'error',
    requirement: 'R-SCEP-23',
    ambiguity: 'A-17',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/CAThumbprint')) {
        if (/^[0-9A-Fa-f]{40}$/.test(text)) continue;
        yield { position: setting.positions.data, message: `CAThumbprint ${faultOfThumbprint(text)}` };
      }
    },
  },
  {
    // csp-source.txt, CAThumbprint: the root CA. Servers in the field also need that of an intermediate CA.
    id: 'thumbprint-of-which-ca',
    severity: 'information',
    requirement: 'R-SCEP-23',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/CAThumbprint')) {
        if (!/^[0-9A-Fa-f]{40}$/.test(text)) continue;
        yield {
          position: setting.positions.data,
          message:
            'CAThumbprint has to be that of the root CA, and the SCEP server has to present that certificate (GetCACert); with some servers only an intermediate CA matches. With another one the enrollment fails with 0x80091007.',
        };
      }
    },
  },
  {
    // csp-source.txt, ServerURL: several, separated by semicolons.
    id: 'server-url',
    severity: 'error',
    requirement: 'R-SCEP-05',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/ServerURL')) {
        const bad = text.split(';').find((url) => !isHttpUrl(url));
        if (bad === undefined) continue;
        yield {
          position: setting.positions.data,
          message: `ServerURL has ${quoted(bad)}, which is no URL with http or https. Several are separated by semicolons.`,
        };
      }
    },
  },
  {
    // Event 36 of the Windows SCEP client shows the URL with its addition. A payload of Fleet failed for that reason.
    id: 'server-url-path',
    severity: 'information',
    requirement: 'R-SCEP-05',
    ambiguity: 'A-32',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/ServerURL')) {
        const [url] = text.split(';').filter(isHttpUrl);
        if (url === undefined) continue;
        yield {
          position: setting.positions.data,
          message: `Windows appends /pkiclient.exe to a ServerURL: the server has to answer at ${url.trim()}/pkiclient.exe. A Status of 200 says nothing about that.`,
        };
      }
    },
  },
  {
    // The CSP page since 2020: an X.500 string, quoted as CertNameToStr does it.
    id: 'subject-name',
    severity: 'warning',
    requirement: 'R-SCEP-11',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/SubjectName')) {
        if (/^\s*(?:[A-Za-z][A-Za-z0-9-]*|(?:OID\.)?\d+(?:\.\d+)+)\s*=/i.test(text)) continue;
        yield {
          position: setting.positions.data,
          message: `SubjectName ${quoted(text)} is no X.500 name. Write it as attributes with values, such as CN=device01.`,
        };
      }
    },
  },
  {
    // csp-source.txt, EKUMapping: object identifiers joined by a plus sign.
    id: 'eku-mapping',
    severity: 'error',
    requirement: 'R-SCEP-08',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/EKUMapping')) {
        const bad = text.split('+').find((identifier) => !objectIdentifier.test(identifier));
        if (bad === undefined) continue;
        const hint = /[;,\s]/.test(bad.trim()) ? ' Join several with a plus sign.' : '';
        yield {
          position: setting.positions.data,
          message: `EKUMapping has ${quoted(bad)}, which is no object identifier such as 1.3.6.1.5.5.7.3.2 (client authentication).${hint}`,
        };
      }
    },
  },
  {
    // csp-source.txt, TemplateName: an object identifier, mostly ignored by servers.
    id: 'template-name',
    severity: 'information',
    requirement: 'R-SCEP-18',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/TemplateName')) {
        if (text === '' || objectIdentifier.test(text)) continue;
        yield {
          position: setting.positions.data,
          message: `TemplateName is the object identifier of a template, and ${quoted(text)} is none. Most SCEP servers pass over it.`,
        };
      }
    },
  },
  {
    // csp-source.txt, SubjectAlternativeNames; certenroll, AlternativeNameType, for the numbers.
    id: 'alternative-names',
    severity: 'error',
    requirement: 'R-SCEP-24',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/SubjectAlternativeNames')) {
        if (text.trim() === '') continue;
        const bad = text
          .replace(/;\s*$/, '')
          .split(';')
          .find((pair) => !isAlternativeName(pair));
        if (bad === undefined) continue;
        yield {
          position: setting.positions.data,
          message: `SubjectAlternativeNames has ${quoted(bad)}. Each name is a type from 1 to 11, a plus sign and the name, and a semicolon separates them: 11+user@contoso.com;3+host.contoso.com (11 is a UPN, 3 a DNS name, 2 an e-mail address).`,
        };
      }
    },
  },
  {
    // The SCEP example of csp-source.txt has an empty Data here.
    id: 'alternative-names-empty',
    severity: 'information',
    requirement: 'R-SCEP-24',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/SubjectAlternativeNames')) {
        if (text.trim() !== '') continue;
        yield {
          position: setting.positions.data,
          message:
            'SubjectAlternativeNames is empty: no alternative names are asked for, as without this command.',
        };
      }
    },
  },
  {
    // csp-source.txt, Challenge: "B64 encoded". Payloads of MDM servers that work have plain text.
    id: 'challenge',
    severity: 'information',
    requirement: 'R-SCEP-06',
    ambiguity: 'A-15',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/Challenge')) {
        yield { position: setting.positions.data, message: noteOnChallenge(text) };
      }
    },
  },
  {
    // csp-source.txt, RetryCount: counts as 30. DDF: 0 to 30.
    id: 'retry-count-above-30',
    severity: 'warning',
    requirement: 'R-SCEP-17',
    ambiguity: 'A-31',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/RetryCount')) {
        if ((intOf(text) ?? 0) <= 30) continue;
        yield {
          position: setting.positions.data,
          message: `RetryCount ${quoted(text)} counts as 30 by the CSP page and is not allowed by the DDF, so that a device may refuse it. Write 30 or less.`,
        };
      }
    },
  },
  {
    // csp-source.txt, RetryCount: minimum 0.
    id: 'retry-count-below-0',
    severity: 'warning',
    requirement: 'R-SCEP-17',
    ambiguity: 'A-24',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/RetryCount')) {
        if ((intOf(text) ?? 0) >= 0) continue;
        yield {
          position: setting.positions.data,
          message: `RetryCount is ${quoted(text)}, and its minimum is 0 (no retry). What a device does with less is not said.`,
        };
      }
    },
  },
  {
    // csp-source.txt, RetryDelay: minimum 1. DDF: 0 to 4294967295.
    id: 'retry-delay-below-1',
    severity: 'warning',
    requirement: 'R-SCEP-16',
    ambiguity: 'A-24',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/RetryDelay')) {
        if ((intOf(text) ?? 1) >= 1) continue;
        yield {
          position: setting.positions.data,
          message: `RetryDelay is ${quoted(text)}, and its minimum is 1 minute by the CSP page (0 by the DDF). What a device does with less is not said.`,
        };
      }
    },
  },
  {
    // The DDF allows RetryDelay up to 4294967295, more than a signed int of 32 bits holds.
    id: 'int-too-large',
    severity: 'warning',
    requirement: 'R-SCEP-16',
    ambiguity: 'A-24',
    *find(payload) {
      for (const { setting, node, text } of valuesIn(payload)) {
        if (node.format !== 'int' || node.values !== undefined || (intOf(text) ?? 0) <= 2_147_483_647)
          continue;
        yield {
          position: setting.positions.data,
          message: `${node.name} is ${quoted(text)}, more than a signed int of 32 bits holds (2147483647); a device may refuse it or read a negative number.`,
          requirement: node.requirements[0],
        };
      }
    },
  },
  {
    // csp-source.txt, ValidPeriodUnits: default 0, together with Days.
    id: 'valid-period-units-zero',
    severity: 'information',
    requirement: 'R-SCEP-26',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/ValidPeriodUnits')) {
        if (intOf(text) !== 0) continue;
        yield {
          position: setting.positions.data,
          message:
            'ValidPeriodUnits 0 is the default; the documents do not say what a period of 0 means. The server decides.',
        };
      }
    },
  },
  {
    // csp-source.txt, ValidPeriodUnits: a number of units.
    id: 'valid-period-units-negative',
    severity: 'error',
    requirement: 'R-SCEP-26',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/ValidPeriodUnits')) {
        if ((intOf(text) ?? 0) >= 0) continue;
        yield {
          position: setting.positions.data,
          message: `ValidPeriodUnits is ${quoted(text)}; a period can not be negative.`,
        };
      }
    },
  },
];

/** Says what is wrong with a thumbprint as the end of a sentence, and repairs it where that is safe. */
function faultOfThumbprint(text: string): string {
  const advice =
    'It has to be the SHA-1 hash of the root CA certificate: 40 hexadecimal digits and nothing else.';
  const digits = text.replace(/[^0-9A-Fa-f]/g, '');
  const others = [...new Set(text.replace(/[0-9A-Fa-f]/g, ''))];
  if (digits.length === 40 && others.every((character) => /[\s:.\-\p{Cf}]/u.test(character))) {
    // The certificate dialog of Windows puts U+200E before a thumbprint that is copied from it.
    const shown = others.map((character) =>
      /\p{Cf}|\s/u.test(character) ? codePoint(character) : character,
    );
    return `has ${shown.join(' ')} between or around its digits. Remove them: ${digits}`;
  }
  if (others.length > 0) return `${quoted(text)} is not hexadecimal. ${advice}`;
  const length = `has ${digits.length} hexadecimal digits (${digits.length / 2} bytes)`;
  if (digits.length === 64) return `${length}, as many as a SHA-256 hash. ${advice}`;
  return `${length} in place of 40 (20 bytes). ${advice}`;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\//i.test(text.trim()) && URL.canParse(text.trim());
}

function isAlternativeName(pair: string): boolean {
  const [, type, name] = alternativeName.exec(pair) ?? [];
  return (
    type !== undefined && Number(type) >= 1 && Number(type) <= 11 && name !== undefined && name.trim() !== ''
  );
}

/** The characters of ASN.1 PrintableString (X.680, 41.4); with others enrollments failed with 0x80092021. */
function noteOnChallenge(text: string): string {
  if (text === '') return 'The challenge is empty; most SCEP servers refuse a request without one.';
  const base64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  const form = base64
    ? 'The challenge could be base64: the CSP page calls it "B64 encoded", but working payloads hold plain text, and it is not known whether a device decodes it.'
    : 'The challenge is plain text: the CSP page asks for base64, but working payloads hold plain text too.';
  const odd = /[^A-Za-z0-9 '()+,\-./:=?]/u.exec(text)?.[0];
  const characters =
    odd === undefined
      ? ''
      : ` It has the character ${JSON.stringify(odd)}; enrollments with such characters have failed with 0x80092021.`;
  return `${form}${characters}`;
}
