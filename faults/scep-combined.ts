import type { RequestSpecification } from '../pki/scep/certification-request.ts';
import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { asking, taking, withoutSetting } from './scep-changing.ts';

/** Mistakes that two settings together bring to light. */
export const scepCombinedFaults: readonly Fault[] = [
  {
    id: 'sha-1-with-keys-of-4096-bits',
    mistake: 'Requests for keys of 4096 bits are made with SHA-1, by an older path of the code.',
    breaks: ['R-SCEP-21'],
    adjust: asking((asked) => (keyBitsOf(asked) === 4096 ? { ...asked, hash: 'sha1' } : asked)),
  },
  {
    id: 'key-usage-lost-with-keys-of-1024-bits',
    mistake: 'Requests for keys of 1024 bits ask for digital signature alone.',
    breaks: ['R-SCEP-09'],
    adjust: asking((asked) => (keyBitsOf(asked) === 1024 ? { ...asked, keyUsage: 0x80 } : asked)),
  },
  {
    id: 'eku-list-cut-beside-alternative-names',
    mistake: 'Where there are subject alternative names, only the first OID of EKUMapping is asked for.',
    breaks: ['R-SCEP-08'],
    adjust: asking((asked) =>
      (asked.subjectAlternativeNames ?? []).length === 0
        ? asked
        : { ...asked, extendedKeyUsages: (asked.extendedKeyUsages ?? []).slice(0, 1) },
    ),
  },
  {
    id: 'validity-lost-beside-template',
    mistake: 'With TemplateName the wish for a period of validity is for one day.',
    breaks: ['R-SCEP-26', 'R-SCEP-25'],
    adjust: asking((asked) =>
      (asked.template ?? '') === '' || asked.validity === undefined
        ? asked
        : { ...asked, validity: { period: 'Days', units: '1' } },
    ),
  },
  {
    id: 'users-enrolled-tpm-key-in-software',
    mistake: "For the user the TPM is not used: the key is made in software, and the device's is right.",
    breaks: ['R-SCEP-13', 'R-SCEP-14'],
    adjust: csp(() => ({
      finishInstall: (one) =>
        one.provider === 'tpm' && one.scope === 'user' ? { ...one, provider: 'software' } : one,
    })),
  },
  {
    id: 'retries-one-too-few-each-minute',
    mistake: 'With the least RetryDelay the last retry is left out.',
    breaks: ['R-SCEP-17'],
    adjust: (rules) => {
      let shortest = false;
      return csp(({ boundedInt }) => ({
        boundedInt: (value, bounds) => {
          const bounded = boundedInt(value, bounds);
          if (bounds.setting === 'RetryDelay') shortest = bounded === 1;
          return bounds.setting === 'RetryCount' && shortest ? Math.max(0, bounded - 1) : bounded;
        },
      }))(rules);
    },
  },
  {
    id: 'alternative-names-lost-with-hello',
    mistake: 'With the key in Windows Hello the subject alternative names are lost.',
    breaks: ['R-SCEP-24'],
    adjust: taking(
      () => (settings) =>
        settings.get('KeyProtection') === '4'
          ? withoutSetting(settings, 'SubjectAlternativeNames')
          : settings,
    ),
  },
  {
    id: 'entra-list-unchecked-beside-key-protection',
    mistake: 'Where KeyProtection is set, AADKeyIdentifierList is not looked at.',
    breaks: ['R-SCEP-31'],
    adjust: taking(
      () => (settings) =>
        settings.has('KeyProtection') ? withoutSetting(settings, 'AADKeyIdentifierList') : settings,
    ),
  },
];

function keyBitsOf({ privateKey }: RequestSpecification): number | undefined {
  return privateKey.asymmetricKeyDetails?.modulusLength;
}
