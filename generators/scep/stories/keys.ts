import { helloContainer } from '../../install.ts';
import type { EnrollmentChange } from '../combinations/change.ts';
import { entraKeyIdentifier } from '../enrollment.ts';
import type { Story } from '../story.ts';

/** csp-source.txt, KeyLength; what a TPM takes of them is A-25. */
const lengths = ['1024', '2048', '4096'];

/** R-SCEP-12: where the key is when nobody says, or says software. */
export const softwareKeys: readonly Story[] = [true, false].flatMap((tpm) =>
  [undefined, '3'].map((keyProtection): Story => ({
    id: `software/${tpm ? 'tpm' : 'no-tpm'}/${keyProtection ?? 'absent'}`,
    title: `KeyProtection ${keyProtection ?? 'absent'} on a device ${tpm ? 'with' : 'without'} TPM`,
    scopes: 'both',
    enrollment: { tpm, keyProtection },
  })),
);

/** R-SCEP-13: each length, where there is a TPM and where there is none. */
export const tpmKeys: readonly Story[] = lengths.map((keyLength): Story => ({
  id: `tpm-or-fail/${keyLength}`,
  title: `KeyProtection 1 with a key of ${keyLength} bits on a device without TPM`,
  scopes: keyLength === '2048' ? 'both' : 'device',
  faults: ['KeyProtection 1 on a device without TPM'],
  enrollment: { tpm: false, keyProtection: '1', keyLength },
  twin: { enrollment: { tpm: true, keyProtection: '1', keyLength } },
}));

/** R-SCEP-14: the same where the device may fall back. */
export const tpmOrSoftwareKeys: readonly Story[] = [true, false].flatMap((tpm) =>
  lengths.map((keyLength): Story => ({
    id: `tpm-or-software/${tpm ? 'tpm' : 'no-tpm'}/${keyLength}`,
    title: `KeyProtection 2 with a key of ${keyLength} bits on a device ${tpm ? 'with' : 'without'} TPM`,
    scopes: keyLength === '2048' ? 'both' : 'user',
    enrollment: { tpm, keyProtection: '2', keyLength },
  })),
);

const hello: EnrollmentChange = { keyProtection: '4', containerName: helloContainer };

/** R-SCEP-15: the container that Windows Hello for Business needs. */
export const helloKeys: readonly Story[] = [
  { id: 'hello/container', title: 'KeyProtection 4 and a container', scopes: 'both', enrollment: hello },
  {
    // The TPM is no way out: the key belongs into the container.
    id: 'hello/with-tpm',
    title: 'KeyProtection 4 and a container on a device with TPM',
    enrollment: { ...hello, tpm: true },
  },
  ...(
    [
      ['absent', 'KeyProtection 4 without ContainerName', { containerName: undefined }],
      ['empty', 'ContainerName is empty', { containerName: '' }],
    ] as const
  ).map(([id, words, change]): Story => ({
    id: `hello/${id}`,
    title: `KeyProtection 4, and ${id === 'empty' ? 'an empty' : 'no'} ContainerName`,
    scopes: 'both',
    faults: [words],
    enrollment: { ...hello, ...change },
    twinId: 'hello/container',
  })),
  {
    // The certificate could be in software, were the failure only noted.
    id: 'hello/absent-with-tpm',
    title: 'KeyProtection 4 and no ContainerName on a device with TPM',
    faults: ['KeyProtection 4 without ContainerName'],
    scopes: 'user',
    enrollment: { ...hello, containerName: undefined, tpm: true },
    twin: { enrollment: { ...hello, tpm: true } },
  },
];

/** R-SCEP-27: which container. */
export const helloContainers: readonly Story[] = [
  {
    // Whether the device makes one is A-63.
    id: 'container/not-there',
    title: 'ContainerName names a container that the device does not have',
    scopes: 'both',
    faults: ['the container does not exist'],
    enrollment: { ...hello, containerName: 'NoSuchContainer' },
    twin: { enrollment: hello },
  },
  {
    id: 'container/second-of-two',
    title: 'ContainerName names the second of two containers',
    enrollment: { ...hello, containerName: 'OtherContainer' },
    helloContainers: [helloContainer, 'OtherContainer'],
  },
  {
    id: 'container/unicode',
    title: 'ContainerName has blanks and letters beyond ASCII',
    enrollment: { ...hello, containerName: 'Büro Container 密' },
    helloContainers: ['Büro Container 密'],
  },
  {
    id: 'container/without-need',
    title: 'ContainerName is set where the key is in software',
    enrollment: { containerName: helloContainer },
    helloContainers: [helloContainer],
  },
  {
    id: 'container/without-need-nor-container',
    title: 'ContainerName is set where the key is in the TPM, and there is no such container',
    enrollment: { containerName: 'NoSuchContainer', keyProtection: '1', tpm: true },
  },
];

/** R-SCEP-20: csp-source.txt, KeyLength: 2048 is the only one. */
export const helloKeyLengths: readonly Story[] = ['1024', '4096'].map((keyLength): Story => ({
  id: `hello-length/${keyLength}`,
  title: `A key of ${keyLength} bits for Windows Hello`,
  scopes: keyLength === '4096' ? 'device' : 'both',
  faults: ['KeyProtection 4 with a KeyLength other than 2048'],
  marks: ['boundary'],
  enrollment: { ...hello, keyLength },
  twin: { enrollment: hello },
}));

/** R-SCEP-22: csp-source.txt, HashAlgorithm: SHA256 is the only one. */
export const helloHashes: readonly Story[] = (
  [
    ['SHA-2'],
    ['SHA256'],
    ['SHA-256'],
    ['SHA-1', 'SHA256 is not among the algorithms'],
    ['SHA-1+SHA-2', 'SHA256 is not the only algorithm'],
    ['SHA-3', 'SHA256 is not among the algorithms'],
    ['SHA512', 'SHA256 is not among the algorithms'],
  ] as const
).map(([hashAlgorithm, fault]): Story => ({
  id: `hello-hash/${hashAlgorithm}`,
  title: `HashAlgorithm ${hashAlgorithm} for a key in Windows Hello`,
  scopes: 'user',
  ...(fault === undefined ? {} : { faults: [fault], twinId: 'hello-hash/SHA-2' }),
  enrollment: { ...hello, hashAlgorithm },
}));

const notListed = "AADKeyIdentifierList does not have the device's key";

/** R-SCEP-31: the list, and the key of the device. */
export const entraKeys: readonly Story[] = [
  {
    id: 'entra/listed',
    title: "The device's key is in the list",
    scopes: 'both',
    enrollment: { entraKeyIdentifier, aadKeyIdentifierList: `other;${entraKeyIdentifier}` },
  },
  {
    id: 'entra/not-listed',
    title: "The device's key is not in the list",
    scopes: 'both',
    faults: [notListed],
    enrollment: { entraKeyIdentifier, aadKeyIdentifierList: 'one;other' },
    twinId: 'entra/listed',
  },
  {
    id: 'entra/no-key',
    title: 'There is a list, and the device has no key',
    scopes: 'both',
    faults: ['the device has no Entra key'],
    enrollment: { aadKeyIdentifierList: entraKeyIdentifier },
    twinId: 'entra/listed',
  },
  {
    id: 'entra/no-list',
    title: 'The device has a key, and there is no list',
    enrollment: { entraKeyIdentifier },
  },
  {
    id: 'entra/empty-list-no-key',
    title: 'The list is empty, and the device has no key',
    enrollment: { aadKeyIdentifierList: '' },
  },
  {
    // The node came with this version (DDF).
    id: 'entra/first-edition',
    title: "The device's key is in the list, on the first version that has the node",
    edition: '10.0.15063',
    enrollment: { entraKeyIdentifier, aadKeyIdentifierList: entraKeyIdentifier },
  },
  {
    // Where other obstacles are as well, nothing may come of it either.
    id: 'entra/not-listed-and-pending',
    title: "The device's key is not in the list, and the server would be pending",
    faults: [notListed],
    scopes: 'device',
    enrollment: { entraKeyIdentifier, aadKeyIdentifierList: 'other', server: { pending: 1 } },
    twin: {
      enrollment: { entraKeyIdentifier, aadKeyIdentifierList: entraKeyIdentifier, server: { pending: 1 } },
    },
  },
];
