import type { EnrollmentChange } from '../combinations/change.ts';
import { entraKeyIdentifier, serverUrlOf } from '../enrollment.ts';
import type { Story, StoryTools } from '../story.ts';
import type { Part } from '../../draft.ts';

/** An enrollment with every setting that there is, whose server is pending once. */
const everySetting: EnrollmentChange = {
  entraKeyIdentifier,
  aadKeyIdentifierList: entraKeyIdentifier,
  retryCount: '3',
  retryDelay: '5',
  keyProtection: '3',
  containerName: 'FirstContainer',
  templateName: '1.3.6.1.4.1.311.21.8.7.1',
  subjectAlternativeNames: '3+contoso.com',
  validPeriod: 'Days',
  validPeriodUnits: '30',
  customTextToShowInPrompt: 'For the Wi-Fi',
  server: { pending: 1 },
};

/** Another value of each setting; a device that heeds it shows that, in the request, in the log or in the outcome. */
const changes: Readonly<Record<string, EnrollmentChange>> = {
  ServerURL: { serverUrl: serverUrlOf('elsewhere') },
  Challenge: { challenge: 'Y2hhbGxlbmdlLTI=' },
  EKUMapping: { ekuMapping: '1.3.6.1.5.5.7.3.4' },
  SubjectName: { subjectName: 'CN=Changed' },
  KeyProtection: { keyProtection: '1' },
  KeyUsage: { keyUsage: '32' },
  RetryDelay: { retryDelay: '60' },
  RetryCount: { retryCount: '0' },
  TemplateName: { templateName: '1.3.6.1.4.1.311.21.8.7.2' },
  KeyLength: { keyLength: '1024' },
  HashAlgorithm: { hashAlgorithm: 'SHA-1' },
  CAThumbprint: { caThumbprint: 'another' },
  SubjectAlternativeNames: { subjectAlternativeNames: '3+changed.contoso.com' },
  ValidPeriod: { validPeriod: 'Years' },
  ValidPeriodUnits: { validPeriodUnits: '60' },
  ContainerName: { containerName: 'SecondContainer' },
  CustomTextToShowInPrompt: { customTextToShowInPrompt: 'For the VPN' },
  AADKeyIdentifierList: { aadKeyIdentifierList: 'other' },
};

const elsewhere = { elsewhere: {} };

/** Changes settings at half of the first RetryDelay, which is 5 minutes. */
function whilePending(change: EnrollmentChange): (tools: StoryTools) => readonly Part[] {
  return ({ enroll, look, set, end }) => [enroll(), ...look(150), set(change), ...end()];
}

/** Settings without which no enrollment can be made: an enrollment under way has them all the same. */
const deleted: readonly (keyof typeof changes)[] = [
  'ServerURL',
  'EKUMapping',
  'SubjectName',
  'KeyUsage',
  'KeyLength',
  'HashAlgorithm',
  'CAThumbprint',
  'RetryCount',
];

/** R-SCEP-04: csp-source.txt, Install (Note): the device takes the values that are set when the Exec is accepted. */
export const frozenSettings: readonly Story[] = [
  ...Object.entries(changes).map(([name, change]): Story => ({
    id: `replaced/${name}`,
    title: `${name} is replaced while the server is pending`,
    enrollment: everySetting,
    servers: elsewhere,
    parts: whilePending(change),
  })),
  ...deleted.map((name): Story => {
    const [choice = 'retryCount'] = Object.keys(changes[name] ?? {});
    return {
      id: `deleted/${name}`,
      title: `${name} is deleted while the server is pending`,
      enrollment: everySetting,
      parts: whilePending({ [choice]: undefined }),
    };
  }),
  {
    id: 'replaced/all',
    title: 'All settings are replaced while the server is pending',
    scopes: 'both',
    enrollment: everySetting,
    servers: elsewhere,
    parts: whilePending(Object.assign({}, ...Object.values(changes)) as EnrollmentChange),
  },
  {
    // Whether it is refused when set is A-04; the enrollment goes on either way.
    id: 'replaced/with-a-wrong-value',
    title: 'KeyUsage is replaced by a value without bits while the server is pending',
    alsoAims: ['R-SCEP-10'],
    faults: ['KeyUsage has neither 0x20 nor 0x80'],
    enrollment: everySetting,
    scopes: 'device',
    parts: whilePending({ keyUsage: '0' }),
    twin: { parts: whilePending({ keyUsage: '32' }) },
  },
  ...(['SubjectName', 'KeyLength', 'ServerURL'] as const).map((name): Story => ({
    // No server can have been asked yet, and still the values are those of the Exec.
    id: `same-message/${name}`,
    title: `${name} is replaced in the message of the Exec, right behind it`,
    enrollment: everySetting,
    servers: elsewhere,
    parts: ({ enroll, set, end }) => [[...enroll(), ...set(changes[name] ?? {})], ...end()],
  })),
  {
    id: 'retry-count-raised',
    title: 'RetryCount is raised while the last retry is awaited',
    alsoAims: ['R-SCEP-17'],
    faults: ['the SCEP server is pending for longer than the device asks'],
    enrollment: { retryCount: '1', server: { pending: 3 } },
    parts: ({ enroll, look, set, end }) => [enroll(), ...look(150), set({ retryCount: '5' }), ...end(1800)],
    twin: { enrollment: { retryCount: '1', server: { pending: 1 } } },
  },
  {
    // A device that reads it before each retry keeps to the old value for the first one.
    id: 'retry-delay-raised-for-the-second',
    title: 'RetryDelay is raised while the first of two retries is awaited',
    alsoAims: ['R-SCEP-16'],
    enrollment: { retryDelay: '5', server: { pending: 2 } },
    parts: ({ enroll, look, set, end }) => [enroll(), ...look(150), set({ retryDelay: '60' }), ...end(1800)],
  },
  {
    id: 'retry-delay-lowered',
    title: 'RetryDelay is lowered while the first retry is awaited',
    alsoAims: ['R-SCEP-16'],
    enrollment: { retryDelay: '10', server: { pending: 1 } },
    // At 6 minutes a device with a RetryDelay of 1 would have the certificate.
    parts: ({ enroll, look, set, end }) => [
      enroll(),
      ...look(120),
      set({ retryDelay: '1' }),
      ...look(240),
      ...end(),
    ],
  },
];
