import { helloContainer } from '../../install.ts';
import { alwaysPending } from '../settling.ts';
import { allSpellings, fewSpellings, numbers, words, type ValueClass } from './value-class.ts';

/**
 * Values of the settings that are a number, or one of a few words: bounds, a number beyond each, and other spellings. To
 * add one: an entry here.
 */
export const countedValues = {
  KeyUsage: {
    choice: 'keyUsage',
    // csp-source.txt, KeyUsage: 0x20, 0x80 or both. 33 and 224 have other bits beside; 95 and 256 all but these.
    entries: numbers([160, 32, 128, 33, 224, 255], [0, 1, 64, 31, 95, 256], allSpellings(160)),
  },
  KeyProtection: {
    choice: 'keyProtection',
    entries: numbers([3, 1, 2, 4], [0, 5]),
    around: (text) => ({
      tpm: text === '1' || text === '2',
      ...(text === '4' ? { containerName: helloContainer } : {}),
    }),
  },
  KeyLength: {
    choice: 'keyLength',
    // csp-source.txt, KeyLength: 1024, 2048 and 4096.
    entries: numbers([2048, 1024, 4096], [0, 512, 2047, 3072, 8192]),
  },
  RetryDelay: {
    choice: 'retryDelay',
    // csp-source.txt, RetryDelay: at least 1; the DDF goes up to 4294967295, which is more than 31 bits.
    entries: numbers([5, 1, 60], [0], [...fewSpellings(5), '2147483648', '4294967295']),
    around: () => ({ server: { pending: 2 } }),
  },
  RetryCount: {
    choice: 'retryCount',
    // csp-source.txt, RetryCount: 0 is no retry, and more than 30 counts as 30; the DDF ends there.
    entries: numbers([3, 0, 1, 30], [31, 1000]),
    // One poll a minute, without end, so that the log shows how often the device asks.
    around: () => ({ retryDelay: '1', server: { pending: alwaysPending } }),
  },
  ValidPeriodUnits: {
    choice: 'validPeriodUnits',
    entries: numbers([3, 0, 1, 365], []),
    around: () => ({ validPeriod: 'Days' }),
  },
  ValidPeriod: {
    choice: 'validPeriod',
    entries: words(
      ['Days', 'Months', 'Years'],
      ['', 'days', 'YEARS', 'Day', 'Weeks', 'Hours', ' Days ', '1'],
    ),
    around: () => ({ validPeriodUnits: '3' }),
  },
  HashAlgorithm: {
    choice: 'hashAlgorithm',
    entries: words(
      ['SHA-2', 'SHA-1', 'SHA-3', 'SHA-1+SHA-2', 'SHA-2+SHA-1', 'SHA-2+SHA-3', 'SHA-1+SHA-2+SHA-3'],
      // Spellings that are in use: Intune sends the first one.
      ['SHA-1;SHA-2', 'SHA1', 'SHA2', 'SHA3', 'SHA256', 'SHA-256', 'SHA-384', 'SHA512'].concat(
        ['sha-2', 'SHA-2+', '+SHA-2', 'SHA-1 + SHA-2'],
        ['MD5', 'SHA-2+MD5', 'SHA-4', ''],
        // A device that looks for a name anywhere in the text finds one in these.
        ['XSHA-2', 'SHA-2X'],
        // The spelling of the third family shows where the other one can be used.
        ['SHA-2+SHA3'],
      ),
    ),
  },
} as const satisfies Readonly<Record<string, ValueClass>>;
