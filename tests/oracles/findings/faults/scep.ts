import type { Fault } from './fault.ts';
import { state } from '../kit.ts';
import { atomic, loose, scep } from '../support.ts';

/** Faults of an enrollment. */
export const scepFaults: readonly Fault[] = [
  {
    id: 'required-setting-missing',
    title: 'no ServerURL and no Challenge',
    source: () => atomic(scep({ ServerURL: undefined, Challenge: undefined })),
    says: /^ServerURL, Challenge are required/,
  },
  {
    id: 'required-setting-missing',
    title: 'Enroll and nothing else',
    source: () => atomic(scep().slice(-1)),
    says: /^The enrollment of id1 is started, but .* 404/,
  },
  {
    id: 'scep-container-name-missing',
    title: 'KeyProtection 4 without ContainerName',
    source: () => atomic(scep({ KeyProtection: '4', HashAlgorithm: 'SHA-2' })),
    says: /ContainerName/,
  },
  {
    id: 'scep-container-name-missing',
    title: 'KeyProtection 4 with a ContainerName of blanks',
    source: () => atomic(scep({ KeyProtection: '4', ContainerName: ' ' })),
    says: /which is empty/,
  },
  {
    id: 'hello-setting-unused',
    title: 'ContainerName without Windows Hello',
    source: () => atomic(scep({ ContainerName: 'work' })),
    says: /only with KeyProtection 4 .* is 3/,
  },
  {
    id: 'hello-setting-unused',
    title: 'CustomTextToShowInPrompt with the TPM',
    source: () => atomic(scep({ KeyProtection: '1', CustomTextToShowInPrompt: 'why' })),
    says: /^CustomTextToShowInPrompt .* is 1/,
  },
  {
    id: 'scep-tpm-missing',
    title: 'KeyProtection 1 without TPM',
    source: () => atomic(scep({ KeyProtection: '1' })),
    says: /TPM/,
    given: () => ({ tpm: false }),
  },
  {
    id: 'hello-key-length',
    title: 'Windows Hello with 4096 bits',
    source: () => atomic(scep({ KeyProtection: '4', ContainerName: 'work', KeyLength: '4096' })),
    says: /2048/,
  },
  {
    id: 'hello-hash-algorithm',
    title: 'Windows Hello with SHA-1',
    source: () => atomic(scep({ KeyProtection: '4', ContainerName: 'work', HashAlgorithm: 'SHA-1' })),
    says: /SHA256/,
  },
  {
    id: 'tpm-key-length',
    title: 'a TPM key of 4096 bits',
    source: () => atomic(scep({ KeyProtection: '1', KeyLength: '4096' })),
    says: /4096 .*the enrollment fails then/,
  },
  {
    id: 'tpm-key-length',
    title: 'a key of 4096 bits in the TPM or else in software',
    source: () => atomic(scep({ KeyProtection: '2', KeyLength: '4096' })),
    says: /whether software takes it/,
  },
  {
    id: 'tpm-short-key',
    title: 'a TPM key of 1024 bits',
    source: () => atomic(scep({ KeyProtection: '1', KeyLength: '1024' })),
    says: /1024/,
  },
  {
    id: 'enrollment-under-way',
    title: 'a setting that changes while the enrollment runs',
    source: () => loose([{ verb: 'Replace', node: 'SCEP/id1/Install/RetryCount', format: 'int', data: '5' }]),
    says: /under way/,
    given: () => ({ nodes: state }),
  },
  {
    id: 'key-usage-bits',
    title: 'KeyUsage 64',
    source: () => atomic(scep({ KeyUsage: '64' })),
    says: /neither 0x20/,
  },
  {
    id: 'key-usage-without-encipherment',
    title: 'KeyUsage 128',
    source: () => atomic(scep({ KeyUsage: '128' })),
    says: /encipherment.* 160 has it/,
  },
  {
    id: 'key-usage-without-signature',
    title: 'KeyUsage 32',
    source: () => atomic(scep({ KeyUsage: '32' })),
    says: /signature.* 160 has it/,
  },
  {
    id: 'key-usage-unknown-bits',
    title: 'KeyUsage in binary',
    source: () => atomic(scep({ KeyUsage: '10100000' })),
    says: /decimal/,
  },
  {
    id: 'key-usage-unknown-bits',
    title: 'KeyUsage -1',
    source: () => atomic(scep({ KeyUsage: '-1' })),
    says: /decimal/,
  },
  { id: 'weak-key', title: '1024 bits', source: () => atomic(scep({ KeyLength: '1024' })), says: /weak/ },
  { id: 'weak-hash', title: 'SHA-1', source: () => atomic(scep({ HashAlgorithm: 'SHA-1' })), says: /weak/ },
  {
    id: 'hash-separator',
    title: 'families joined by a semicolon',
    source: () => atomic(scep({ HashAlgorithm: 'SHA-1;SHA-2' })),
    says: /"SHA-1\+SHA-2"/,
  },
  {
    id: 'hash-spelling',
    title: 'SHA256',
    source: () => atomic(scep({ HashAlgorithm: 'SHA256' })),
    says: /Write SHA-2/,
  },
  {
    id: 'hash-unknown',
    title: 'an empty HashAlgorithm',
    source: () => atomic(scep({ HashAlgorithm: '' })),
    says: /empty/,
  },
  {
    id: 'hash-unknown',
    title: 'a hash that is none',
    source: () => atomic(scep({ HashAlgorithm: 'SHB-2' })),
    says: /Did you mean SHA-2\?/,
  },
  {
    id: 'hash-sha-3',
    title: 'SHA-3',
    source: () => atomic(scep({ HashAlgorithm: 'SHA-3' })),
    says: /SHA-2 beside/,
  },
];
