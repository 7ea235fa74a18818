import { describe, expect, it } from 'vitest';
import { right } from './kit.ts';
import type { Line } from './support.ts';
import { add, atomic, commandOf, findingsIn, loose, message, scep } from './support.ts';

/** What is said about every enrollment, because nothing in a payload can tell whether it is right. */
const always = ['challenge', 'server-url-https', 'server-url-path', 'thumbprint-of-which-ca'];

/** Values that are right, though they look like those that a rule is after. */
const values: Readonly<Record<string, readonly string[]>> = {
  CAThumbprint: ['3559dc5d5c4017bd4cdbd0466af14dda41655e57', '0123456789'.repeat(4)],
  Challenge: ['secret', "a b'(c)+,-./:=?", '$Sommer$', 'x{Y}'],
  ServerURL: [
    'http://scep/certsrv/mscep/mscep.dll',
    'https://[2001:db8::1]:8443/scep',
    'https://a.contoso.com/scep;http://b.contoso.com/scep',
    'https://contoso.com/pkiclient.exe.d/scep',
    'https://contoso.com/a,b',
    'https://contoso.com/my%20scep',
  ],
  SubjectName: [
    'CN=device01',
    'cn = device01 , o = Contoso',
    'CN="Smith, John",O="A+B; C=D ""E"""',
    'CN=device01;O=Contoso',
    'CN=device01+OU=Sales,DC=contoso,DC=com,E=a@contoso.com,S=Bavaria,C=DE',
    'OID.2.5.4.3=device01,1.2.3.4=x',
    'CN=Jörg Müller (Vertrieb) #1',
    `CN=${'x'.repeat(64)}`,
    'CN=S-1-5-21-1/device01',
    'CN=CONTOSO\\device01,OU="C:\\"',
  ],
  EKUMapping: ['1.3.6.1.5.5.7.3.2', '0.4.0.127', '2.999.0+1.39.1', '2.5.29.37.0'],
  TemplateName: ['', '1.3.6.1.4.1.311.21.8.1'],
  SubjectAlternativeNames: [
    '11+tom@MyDomain.Contoso.com;3+MyDomain.Contoso.com',
    // Intune.
    '11+win@domain.com;3+WinScepUser',
    '2+first.last+tag@contoso.com',
    '3+*.contoso.com;3+xn--mnchen-3ya.de;3+under_score',
    '5+CN=device01,O=Contoso',
    '7+https://contoso.com/a?b=1,2+3;7+urn:uuid:8ca5b00d',
    '8+10.0.0.1;8+2001:db8::1;9+1.3.6.1',
    '10+8ca5b00d-0000-0000-0000-0123456789ab;10+{8CA5B00D-0000-0000-0000-0123456789AB}',
  ],
  HashAlgorithm: ['SHA-2', 'SHA-1+SHA-2'],
  KeyUsage: ['160', '224', '32928'],
  KeyLength: ['2048', '4096'],
  RetryCount: ['0', '30'],
  RetryDelay: ['1', '2147483647'],
  ValidPeriodUnits: ['1', '365'],
  AADKeyIdentifierList: ['abc', 'a;b', 'key 1;key 2'],
};

const second = (line: Line): Line => ({ ...line, node: line.node.replace('id1', 'id2') });
const enroll = scep().slice(-1);
const settings = scep().slice(0, -1);

/** Payloads that are right, though they look like those that a rule is after. */
const payloads: readonly (readonly [title: string, source: string])[] = [
  [
    'Exec of Enroll with Format null and empty Data',
    atomic([...settings, { verb: 'Exec', node: 'SCEP/id1/Install/Enroll', format: 'null', data: '' }]),
  ],
  [
    'Windows Hello with SHA256, as the CSP page spells it',
    atomic(scep({ KeyProtection: '4', ContainerName: 'work', HashAlgorithm: 'SHA256' })),
  ],
  ['a software key of 4096 bits', atomic(scep({ KeyProtection: '3', KeyLength: '4096' }))],
  ['a TPM key of 2048 bits', atomic(scep({ KeyProtection: '1' }))],
  ['no period of validity', atomic(scep({ ValidPeriod: undefined, ValidPeriodUnits: undefined }))],
  [
    'an enrollment for the user',
    atomic(
      scep().map((line) => ({ ...line, node: `./User/Vendor/MSFT/ClientCertificateInstall/${line.node}` })),
    ),
  ],
  [
    'two enrollments, each in an Atomic',
    message([
      '<Atomic><CmdID>1</CmdID>',
      ...scep().map((line, index) => commandOf(line, index + 10)),
      '</Atomic><Atomic><CmdID>2</CmdID>',
      ...scep().map((line, index) => commandOf(second(line), index + 50)),
      '</Atomic>',
    ]),
  ],
  ['an enrollment and a PFX under one UniqueID', atomic([...right(), ...scep()])],
  [
    'UniqueID and Install added before the settings',
    atomic([add('SCEP/id1', 'node'), add('SCEP/id1/Install', 'node'), ...scep().slice(1)]),
  ],
];

const device = './Device/Vendor/MSFT/ClientCertificateInstall';

describe('no false alarm', () => {
  it('is raised for a correct enrollment: rules have something to say only where there is something', () => {
    expect(new Set(findingsIn(atomic(scep())).map(({ id }) => id))).toEqual(new Set(always));
  });

  const cases = Object.entries(values).flatMap(([name, texts]) => texts.map((text) => [name, text] as const));
  it.each(cases)('%s %j', (name, text) => {
    const escaped = text.replaceAll('&', '&amp;');
    const findings = findingsIn(atomic(scep({ KeyProtection: '3', [name]: escaped })));
    expect(findings.filter(({ id }) => !always.includes(id))).toEqual([]);
  });

  it.each(payloads)('%s', (_title, source) => {
    expect(findingsIn(source).filter(({ severity }) => severity !== 'information')).toEqual([]);
  });

  it('is raised for an enrollment that a later message starts, with settings that the device has', () => {
    const nodes = Object.fromEntries(
      settings.map(({ node, data }) => [`${device}/${node}`, { value: data ?? '' }]),
    );
    expect(findingsIn(loose(enroll), { nodes }).map(({ id }) => id)).toEqual([]);
  });

  it('is raised for Replace of settings that the device has', () => {
    const nodes = { [`${device}/SCEP/id1/Install/KeyUsage`]: { value: '160' } };
    const replace = { verb: 'Replace', node: 'SCEP/id1/Install/KeyUsage', format: 'int', data: '160' };
    expect(findingsIn(loose([replace]), { nodes }).map(({ id }) => id)).toEqual([
      'settings-after-enrollment',
    ]);
  });
});
