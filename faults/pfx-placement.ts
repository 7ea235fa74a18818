import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';

const software = { kind: 'placed', provider: 'software' } as const;
const tpm = { kind: 'placed', provider: 'tpm' } as const;

/** Keys that go to the wrong provider, or into the wrong container. */
export const pfxPlacementFaults: readonly Fault[] = [
  {
    id: 'installed-tpm-key-in-software',
    mistake: 'With KeyLocation 1 the key goes to software, TPM or not.',
    breaks: ['R-PFX-05'],
    adjust: csp(({ placeKey }) => ({
      placeKey: (location, ...others) => (location === 1 ? software : placeKey(location, ...others)),
    })),
  },
  {
    id: 'install-falls-back-without-tpm',
    mistake: 'With KeyLocation 1 and without TPM the key goes to software.',
    breaks: ['R-PFX-05'],
    adjust: csp(({ placeKey }) => ({
      placeKey: (location, hasTpm, key) =>
        location === 1 && !hasTpm ? software : placeKey(location, hasTpm, key),
    })),
  },
  {
    id: 'install-falls-back-for-keys-that-the-tpm-refuses',
    mistake: 'With KeyLocation 1 a key that the TPM does not take goes to software.',
    breaks: ['R-PFX-05'],
    adjust: csp(({ placeKey, tpmTakes }) => ({
      placeKey: (location, hasTpm, key) =>
        location === 1 && hasTpm && key !== undefined && !tpmTakes(key)
          ? software
          : placeKey(location, hasTpm, key),
    })),
  },
  {
    id: 'tpm-if-present-always-software',
    mistake: 'With KeyLocation 2 the key goes to software, also where there is a TPM.',
    breaks: ['R-PFX-06'],
    adjust: csp(({ placeKey }) => ({
      placeKey: (location, ...others) => (location === 2 ? software : placeKey(location, ...others)),
    })),
  },
  {
    id: 'tpm-if-present-needs-a-tpm',
    mistake: 'With KeyLocation 2 the install fails without TPM, as with 1.',
    breaks: ['R-PFX-06', 'R-PFX-12'],
    adjust: csp(({ placeKey }) => ({
      placeKey: (location, ...others) => placeKey(location === 2 ? 1 : location, ...others),
    })),
  },
  {
    id: 'tpm-if-present-thought-present',
    mistake: 'With KeyLocation 2 nobody looks whether there is a TPM: the key is taken to be there.',
    breaks: ['R-PFX-06'],
    adjust: csp(({ placeKey }) => ({
      placeKey: (location, hasTpm, key) => placeKey(location, hasTpm || location === 2, key),
    })),
  },
  {
    id: 'software-key-in-tpm',
    mistake: 'With KeyLocation 3 the key goes to the TPM where there is one.',
    breaks: ['R-PFX-07'],
    adjust: csp(({ placeKey }) => ({
      placeKey: (location, hasTpm, key) => (location === 3 && hasTpm ? tpm : placeKey(location, hasTpm, key)),
    })),
  },
  {
    id: 'locations-1-and-3-swapped',
    mistake: 'The constants of TPM and software are swapped.',
    breaks: ['R-PFX-05', 'R-PFX-07'],
    adjust: csp(({ placeKey }) => ({
      placeKey: (location, ...others) =>
        placeKey(location === 1 ? 3 : location === 3 ? 1 : location, ...others),
    })),
  },
  {
    id: 'installed-hello-key-in-software',
    mistake: 'With KeyLocation 4 the key goes to software.',
    breaks: ['R-PFX-08'],
    adjust: csp(({ placeKey }) => ({
      placeKey: (location, ...others) => (location === 4 ? software : placeKey(location, ...others)),
    })),
  },
  {
    id: 'installed-hello-key-in-tpm',
    mistake:
      'With KeyLocation 4 the key goes to the TPM itself where there is one, outside of any container.',
    breaks: ['R-PFX-08'],
    adjust: csp(({ placeKey }) => ({
      placeKey: (location, hasTpm, key) => (location === 4 && hasTpm ? tpm : placeKey(location, hasTpm, key)),
    })),
  },
  {
    id: 'hello-container-ignored',
    mistake: 'With KeyLocation 4 the key goes to the first container, whatever ContainerName names.',
    breaks: ['R-PFX-08'],
    adjust: csp(() => ({ containerOf: () => 'FirstOfAll', createsContainer: true })),
  },
  {
    id: 'hello-container-of-the-first-install',
    mistake: 'ContainerName is read once: the container that the first install named is that of all.',
    breaks: ['R-PFX-08', 'R-GEN-01'],
    adjust: csp(() => {
      let first: string | undefined;
      return { containerOf: (named) => (first ??= named), createsContainer: true };
    }),
  },
  {
    id: 'container-not-needed',
    mistake: 'With KeyLocation 4 and no ContainerName the key goes to a container of the device.',
    breaks: ['R-PFX-10'],
    adjust: csp(() => ({ needsContainer: () => false, createsContainer: true })),
  },
  {
    id: 'container-needed-everywhere',
    mistake: 'An install without ContainerName fails with any KeyLocation but 3.',
    breaks: ['R-PFX-10', 'R-PFX-12'],
    adjust: csp(() => ({ needsContainer: (location) => location !== 3 })),
  },
  {
    id: 'second-tpm-key-in-software',
    mistake: 'The TPM is opened once and not closed: from the second key on, keys go to software.',
    breaks: ['R-PFX-05', 'R-PFX-06'],
    adjust: csp(({ placeKey }) => {
      let keys = 0;
      return {
        placeKey: (location, hasTpm, key) => {
          const placement = placeKey(location, hasTpm, key);
          if (key === undefined || placement.kind === 'failure' || placement.provider !== 'tpm')
            return placement;
          keys += 1;
          return keys > 1 ? software : placement;
        },
      };
    }),
  },
];
