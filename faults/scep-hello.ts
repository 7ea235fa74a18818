import { csp, together } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { reading, taking, withSetting } from './scep-changing.ts';

/** Windows Hello for Business (csp-source.txt, KeyProtection, KeyLength, HashAlgorithm, ContainerName). */
const hello: readonly Fault[] = [
  {
    id: 'hello-key-in-software',
    mistake: 'KeyProtection 4 makes the key in software.',
    breaks: ['R-SCEP-15'],
    adjust: reading('KeyProtection', (text) => (text === '4' ? '3' : text)),
  },
  {
    id: 'hello-without-container-in-software',
    mistake: 'KeyProtection 4 without ContainerName makes the key in software.',
    breaks: ['R-SCEP-15'],
    adjust: taking(
      () => (settings) =>
        settings.get('KeyProtection') === '4' && (settings.get('ContainerName') ?? '') === ''
          ? withSetting(settings, 'KeyProtection', '3')
          : settings,
    ),
  },
  {
    id: 'hello-without-container-in-one-of-its-own',
    mistake: 'KeyProtection 4 without ContainerName makes a container of its own.',
    breaks: ['R-SCEP-15'],
    adjust: together(
      csp(() => ({ createsContainer: true })),
      taking(
        () => (settings) =>
          (settings.get('ContainerName') ?? '') === ''
            ? withSetting(settings, 'ContainerName', 'Default')
            : settings,
      ),
    ),
  },
  {
    id: 'hello-container-cut-at-blank',
    mistake: 'The name of the container ends at its first blank.',
    breaks: ['R-SCEP-27', 'R-SCEP-15'],
    adjust: csp(() => ({
      finishInstall: (one) =>
        one.container === undefined ? one : { ...one, container: one.container.split(' ')[0] ?? '' },
    })),
  },
  {
    id: 'hello-container-always-the-same',
    mistake: 'All keys go into one container, whatever ContainerName is.',
    breaks: ['R-SCEP-27', 'R-SCEP-15'],
    adjust: csp(() => ({
      finishInstall: (one) => (one.container === undefined ? one : { ...one, container: 'Default' }),
    })),
  },
  {
    id: 'hello-with-other-lengths',
    mistake: 'Windows Hello gets keys of 1024 and 4096 bits too.',
    breaks: ['R-SCEP-20'],
    adjust: csp(() => ({ helloTakes: (_length, allowed) => allowed.includes('sha256') })),
  },
  {
    id: 'hello-with-1024',
    mistake: 'For Windows Hello it is only checked that the key is not longer than 2048 bits.',
    breaks: ['R-SCEP-20'],
    adjust: csp(() => ({ helloTakes: (length, allowed) => length <= 2048 && allowed.includes('sha256') })),
  },
  {
    id: 'hello-with-sha-1',
    mistake: 'Windows Hello enrolls with SHA-1 where HashAlgorithm has nothing else.',
    breaks: ['R-SCEP-22'],
    adjust: csp(() => ({ helloTakes: (length) => length === 2048 })),
  },
  {
    id: 'hello-with-sha-512',
    mistake: 'For a key in Windows Hello the request is made with SHA-512, of the family SHA-2.',
    breaks: ['R-SCEP-22'],
    adjust: csp(({ hashesWith }) => ({
      hashesWith: (provider, allowed) =>
        provider === 'hello' && allowed.includes('sha512') ? ['sha512'] : hashesWith(provider, allowed),
    })),
  },
];

/** AADKeyIdentifierList (csp-source.txt, AADKeyIdentifierList). */
const entraKeys: readonly Fault[] = [
  {
    id: 'entra-key-not-checked',
    mistake: 'AADKeyIdentifierList is kept, and not looked at on Enroll.',
    breaks: ['R-SCEP-31'],
    adjust: csp(() => ({ matchesEntraKey: () => true })),
  },
  {
    id: 'entra-key-only-first-compared',
    mistake: 'Only the first value of AADKeyIdentifierList is compared.',
    breaks: ['R-SCEP-31'],
    adjust: csp(({ matchesEntraKey }) => ({
      matchesEntraKey: (list, identifier) => matchesEntraKey(list.split(';')[0] ?? '', identifier),
    })),
  },
  {
    id: 'entra-key-part-is-enough',
    mistake: 'A value that the identifier of the key begins with is enough.',
    breaks: ['R-SCEP-31'],
    adjust: csp(() => ({
      matchesEntraKey: (list, identifier) =>
        list.split(';').some((one) => one !== '' && identifier?.startsWith(one.trim()) === true),
    })),
  },
  {
    id: 'entra-key-missing-accepted',
    mistake: 'A device without Entra key does not look at AADKeyIdentifierList.',
    breaks: ['R-SCEP-31'],
    adjust: csp(({ matchesEntraKey }) => ({
      matchesEntraKey: (list, identifier) => identifier === undefined || matchesEntraKey(list, identifier),
    })),
  },
];

export const scepHelloFaults: readonly Fault[] = [...hello, ...entraKeys];
