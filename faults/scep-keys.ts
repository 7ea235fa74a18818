import { csp, together } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { asking, assuming, reading, taking, withoutSetting } from './scep-changing.ts';

/** A KeyLength that the tables do not have is taken all the same. */
const anyLength = csp(() => ({
  settingFault: (_name, _text, found) => (found === 'A-04/KeyLength' ? undefined : found),
}));

/** The length of the key (csp-source.txt, KeyLength). */
const lengths: readonly Fault[] = [
  {
    id: 'key-length-1024-made-2048',
    mistake: 'A key of 1024 bits is thought too weak, and one of 2048 bits is made.',
    breaks: ['R-SCEP-19'],
    adjust: csp(() => ({ keyLengthFor: (length) => (length === 4096 ? 4096 : 2048) })),
  },
  {
    id: 'key-length-4096-made-2048',
    mistake: 'A key of 4096 bits takes too long, and one of 2048 bits is made.',
    breaks: ['R-SCEP-19'],
    adjust: csp(() => ({ keyLengthFor: (length) => (length === 1024 ? 1024 : 2048) })),
  },
  {
    id: 'key-length-rounded-up',
    mistake: 'A length that is none of the three is rounded up to the next one.',
    breaks: ['R-SCEP-19'],
    adjust: together(
      anyLength,
      csp(() => ({
        keyLengthFor: (length = 0) => (length <= 1024 ? 1024 : length <= 2048 ? 2048 : 4096),
      })),
    ),
  },
  {
    id: 'key-length-rounded-down',
    mistake: 'A length that is none of the three is rounded down to the next one, and 1024 is the least.',
    breaks: ['R-SCEP-19'],
    adjust: together(
      anyLength,
      csp(() => ({
        keyLengthFor: (length = 0) => (length >= 4096 ? 4096 : length >= 2048 ? 2048 : 1024),
      })),
    ),
  },
  {
    id: 'key-length-1024-refused',
    mistake: 'A KeyLength of 1024 is refused as too short.',
    breaks: ['R-SCEP-19', 'R-EX-01'],
    adjust: csp(() => ({
      settingFault: (name, text, found) =>
        name === 'KeyLength' && text === '1024' ? 'A-04/KeyLength' : found,
    })),
  },
  {
    id: 'key-length-4096-refused',
    mistake: 'A KeyLength of 4096 is refused as too long.',
    breaks: ['R-SCEP-19'],
    adjust: csp(() => ({
      settingFault: (name, text, found) =>
        name === 'KeyLength' && text === '4096' ? 'A-04/KeyLength' : found,
    })),
  },
];

/** Where the key is kept (csp-source.txt, KeyProtection). */
const places: readonly Fault[] = [
  {
    id: 'key-protection-ignored',
    mistake: 'Every key is made in software, whatever KeyProtection is.',
    breaks: ['R-SCEP-13', 'R-SCEP-14', 'R-SCEP-15'],
    adjust: taking(() => (settings) => withoutSetting(settings, 'KeyProtection')),
  },
  {
    id: 'enrolled-tpm-key-in-software',
    mistake: 'Where KeyProtection asks for the TPM, the key is silently made in software.',
    breaks: ['R-SCEP-13', 'R-SCEP-14'],
    adjust: csp(() => ({
      finishInstall: (one) => (one.provider === 'tpm' ? { ...one, provider: 'software' } : one),
    })),
  },
  {
    id: 'enrollment-falls-back-without-tpm',
    mistake: 'KeyProtection 1 on a device without TPM makes the key in software, as 2 does.',
    breaks: ['R-SCEP-13'],
    adjust: reading('KeyProtection', (text) => (text === '1' ? '2' : text)),
  },
  {
    id: 'enrollment-does-not-fall-back',
    mistake: 'KeyProtection 2 on a device without TPM makes the enrollment fail, as 1 does.',
    breaks: ['R-SCEP-14'],
    adjust: reading('KeyProtection', (text) => (text === '2' ? '1' : text)),
  },
  {
    id: 'tpm-if-present-never-used',
    mistake: 'KeyProtection 2 makes the key in software though there is a TPM.',
    breaks: ['R-SCEP-14'],
    adjust: reading('KeyProtection', (text) => (text === '2' ? '3' : text)),
  },
  {
    id: 'key-protection-default-tpm-if-present',
    mistake: 'Without KeyProtection the key is made in the TPM where there is one.',
    breaks: ['R-SCEP-12'],
    adjust: assuming('KeyProtection', '2'),
  },
  {
    id: 'key-protection-default-shown-wrongly',
    mistake: 'A Get of a KeyProtection that was never set gives 2.',
    breaks: ['R-SCEP-12'],
    adjust: csp(({ defaultOf }) => ({
      defaultOf: (node) => (node === 'SCEP/{UniqueID}/Install/KeyProtection' ? '2' : defaultOf(node)),
    })),
  },
  {
    id: 'key-protection-unknown-in-software',
    mistake: 'A KeyProtection that is none of 1 to 4 counts as 3.',
    breaks: ['R-SCEP-12'],
    adjust: together(
      csp(() => ({
        settingFault: (_name, _text, found) => (found === 'A-04/KeyProtection' ? undefined : found),
      })),
      reading('KeyProtection', (text) => (/^[124]$/.test(text) ? text : '3')),
    ),
  },
];

/** The hash of the request (csp-source.txt, HashAlgorithm). */
const hashes: readonly Fault[] = [
  {
    id: 'hash-always-sha-1',
    mistake: 'The request is made with SHA-1, which every server knows.',
    breaks: ['R-SCEP-21'],
    adjust: asking((asked) => ({ ...asked, hash: 'sha1' })),
  },
  {
    id: 'hash-never-sha-1',
    mistake: 'SHA-1 is thought too weak, and SHA-256 is used where HashAlgorithm says SHA-1.',
    breaks: ['R-SCEP-21'],
    adjust: asking((asked) => ({ ...asked, hash: asked.hash === 'sha1' ? 'sha256' : asked.hash })),
  },
  {
    id: 'hash-of-the-server',
    mistake: 'The request is made with the first hash that the server names, whatever HashAlgorithm allows.',
    breaks: ['R-SCEP-21'],
    adjust: csp(() => ({ hashFor: (_allowed, [first]) => first })),
  },
];

export const scepKeyFaults: readonly Fault[] = [...lengths, ...places, ...hashes];
