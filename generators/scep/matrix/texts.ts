import { entraKeyIdentifier } from '../enrollment.ts';
import { helloContainer } from '../../install.ts';
import { texts, words, type ValueClass } from './value-class.ts';

const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const mailProtection = '1.3.6.1.5.5.7.3.4';

/**
 * Values of the settings that are text. What counts as wrong is all that the text of csp-source.txt does not describe,
 * and many of these are open: a device may take them or not. To add one: an entry here.
 */
export const textValues = {
  EKUMapping: {
    choice: 'ekuMapping',
    entries: texts(
      clientAuthentication,
      {
        two: `${clientAuthentication}+${mailProtection}`,
        // The example of csp-source.txt.
        four: `1.3.6.1.4.1.311.10.3.12+1.3.6.1.4.1.311.10.3.4+1.3.6.1.4.1.311.20.2.2+${clientAuthentication}`,
        any: '2.5.29.37.0',
        'long-arc': '1.3.6.1.4.1.311.21.8.268435456.1',
        twice: `${clientAuthentication}+${clientAuthentication}`,
      },
      {
        empty: '',
        'plus-at-the-end': `${clientAuthentication}+`,
        'two-pluses': `${clientAuthentication}++${mailProtection}`,
        semicolon: `${clientAuthentication};${mailProtection}`,
        blanks: `${clientAuthentication} + ${mailProtection}`,
        'name-in-place-of-oid': 'clientAuth',
        'one-arc': '1',
        'leading-zero': '1.3.06',
      },
    ),
  },
  SubjectName: {
    choice: 'subjectName',
    entries: texts(
      'CN=Alpha',
      {
        parts: 'CN=Alpha,OU=Devices,O=Contoso,C=US',
        'blanks-between': 'CN=Alpha, OU=Devices',
        // CertNameToStr: in quotes where there is one of , = + ; and where blanks are around it.
        'comma-in-quotes': 'CN="Contoso, Ltd",OU=Devices',
        'signs-in-quotes': 'CN="a=b+c;d"',
        'blanks-in-quotes': 'CN=" Alpha "',
        'quotes-in-quotes': 'CN="the ""Alpha"""',
        'several-in-one-part': 'CN=Alpha+OU=Devices',
        unicode: 'CN=Größe 密',
        'xml-characters': "CN=<&>'",
        mail: 'E=tom@contoso.com,CN=Alpha',
        // ub-common-name of RFC 5280 is 64.
        'longest-name': `CN=${'a'.repeat(64)}`,
      },
      {
        empty: '',
        'no-attribute': 'Alpha',
        'unknown-attribute': 'XY=Alpha',
        'empty-value': 'CN=',
        'quote-left-open': 'CN="Alpha',
        'two-commas': 'CN=Alpha,,OU=Devices',
        'too-long-name': `CN=${'a'.repeat(65)}`,
      },
    ),
  },
  SubjectAlternativeNames: {
    choice: 'subjectAlternativeNames',
    // Formats as certenroll.h numbers them (AlternativeNameType).
    entries: texts(
      '3+contoso.com',
      {
        // The example of csp-source.txt.
        empty: '',
        mail: '2+tom@contoso.com',
        url: '7+https://contoso.com/a?b=c',
        address: '8+10.0.0.1',
        'address-of-version-6': '8+2001:db8::1',
        upn: '11+tom@contoso.com',
        'unicode-upn': '11+töm@contoso.com',
        directory: '5+CN=Alpha',
        registered: '9+1.3.6.1.4.1.311.20',
        guid: '10+{6F9619FF-8B86-D011-B42D-00CF4FC964FF}',
        // The example of CertificateStore CSP.
        two: '11+tom@MyDomain.Contoso.com;3+MyDomain.Contoso.com',
        all: '2+tom@contoso.com;3+contoso.com;7+https://contoso.com;8+10.0.0.1;11+tom@contoso.com',
        'two-of-one-format': '3+a.contoso.com;3+b.contoso.com',
        'plus-in-the-name': '2+tom+spam@contoso.com',
      },
      {
        'other-name': '1+tom',
        x400: '4+tom',
        'unknown-format': '12+contoso.com',
        'format-zero': '0+contoso.com',
        'format-in-letters': 'DNS+contoso.com',
        'no-format': 'contoso.com',
        'no-name': '3+',
        'semicolon-at-the-end': '3+contoso.com;',
        'comma-between': '3+a.contoso.com,3+b.contoso.com',
        'no-address': '8+contoso.com',
        'unicode-host': '3+größe.example',
      },
    ),
  },
  TemplateName: {
    choice: 'templateName',
    entries: texts(
      '1.3.6.1.4.1.311.21.8.7.1',
      { 'long-arc': '1.3.6.1.4.1.311.21.8.16777215.268435455.1' },
      { empty: '', 'name-in-place-of-oid': 'WorkstationAuthentication' },
    ),
  },
  Challenge: {
    choice: 'challenge',
    entries: texts(
      'Y2hhbGxlbmdlLTE=',
      {
        'without-padding': 'c2VjcmV0',
        'plus-and-slash': '+/+/',
        // PKCS#9 has 255 for a challengePassword, RFC 2985.
        long: Buffer.from('challenge'.repeat(15)).toString('base64'),
      },
      {
        empty: '',
        // What MDM servers send.
        'plain-text': 'challenge-1',
        underscore: 'challenge_1',
        'xml-characters': '<&>"\'',
        unicode: 'Schlüssel-密',
        blanks: ' Y2hhbGxlbmdlLTE= ',
      },
    ),
  },
  CustomTextToShowInPrompt: {
    choice: 'customTextToShowInPrompt',
    entries: texts(
      'For the Wi-Fi',
      {
        unicode: 'Für das 密 Wi-Fi',
        'xml-characters': '<b>&amp;</b>',
        lines: 'For the\nWi-Fi',
        long: 'For the Wi-Fi. '.repeat(100),
      },
      { empty: '' },
    ),
    around: () => ({ keyProtection: '4', containerName: helloContainer }),
  },
  AADKeyIdentifierList: {
    choice: 'aadKeyIdentifierList',
    entries: texts(
      entraKeyIdentifier,
      { 'first-of-two': `${entraKeyIdentifier};other`, 'last-of-three': `one;other;${entraKeyIdentifier}` },
      {
        empty: '',
        other: 'other',
        'two-others': 'one;other',
        'part-of-it': entraKeyIdentifier.slice(0, 8),
        'upper-case': entraKeyIdentifier.toUpperCase(),
        blanks: `other; ${entraKeyIdentifier} `,
        'semicolon-at-the-end': `${entraKeyIdentifier};`,
        comma: `other,${entraKeyIdentifier}`,
      },
    ),
    around: () => ({ entraKeyIdentifier }),
  },
  CAThumbprint: {
    choice: 'caThumbprint',
    // These are names of choices: the text is that of the server (generators/scep/enrollment.ts).
    entries: words(
      ['root', 'root-in-lower-case'],
      ['intermediate', 'registration', 'another', 'empty', 'short', 'long', 'odd', 'not-hex'].concat([
        'with-blanks',
        'with-colons',
      ]),
    ),
    // The authority with most certificates, so that each choice is another one.
    around: () => ({ server: { authority: 'intermediate-with-registration' } }),
  },
} as const satisfies Readonly<Record<string, ValueClass>>;
