import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../cases/case.ts';
import { explore } from '../../../oracles/asking.ts';
import {
  alternativeNamesOf,
  areClear,
  extendedKeyUsagesOf,
  hashesOf,
  isDistinguishedName,
  keyProtectionOf,
  listOf,
  retriesOf,
  serverUrlsOf,
  wishOf,
  type RetryPlan,
} from '../../../oracles/scep/settings.ts';
import type { Changes } from '../support/enrolling.ts';
import { frozen, settingsOf } from './kit.ts';

describe('lists in one text', () => {
  it('have no blanks around their members, and no empty ones', () => {
    expect(listOf(' a ;;b; ', ';')).toEqual(['a', 'b']);
    expect(listOf('', ';')).toEqual([]);
    const members = fc.array(fc.stringMatching(/^[a-z]+$/), { maxLength: 5 });
    fc.assert(
      fc.property(members, (all) => {
        expect(listOf(all.join(' ; '), ';')).toEqual(all);
      }),
    );
  });

  it('are the URLs of ServerURL, separated by semicolons', () => {
    expect(serverUrlsOf(frozen({ ServerURL: 'http://a/x;https://b/y+z' }))).toEqual([
      'http://a/x',
      'https://b/y+z',
    ]);
    expect(serverUrlsOf(frozen({}))).toEqual([]);
  });
});

describe('HashAlgorithm', () => {
  const sha2 = ['sha224', 'sha256', 'sha384', 'sha512'];
  it.each<[string, readonly string[]]>([
    ['SHA-1', ['sha1']],
    ['SHA1', ['sha1']],
    ['SHA-2', sha2],
    ['SHA2', sha2],
    ['SHA-256', ['sha256']],
    ['SHA512', ['sha512']],
    ['SHA-1+SHA-2', ['sha1', ...sha2]],
    ['SHA-1;SHA-2', ['sha1', ...sha2]],
    ['SHA-3', []],
    ['SHA-2+SHA-3', sha2],
    ['SHA-22', []],
    ['SHA-2560', []],
    ['sha-2', []],
    ['MD5', []],
    ['', []],
  ])('%s allows what its families have', (text, hashes) => {
    expect(hashesOf(frozen({ HashAlgorithm: text }))).toEqual(hashes);
  });
});

describe('SubjectAlternativeNames', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['', []],
    ['11+tom@contoso.com;3+contoso.com', ['upn tom@contoso.com', 'dns contoso.com']],
    ['2+tom@contoso.com', ['rfc822 tom@contoso.com']],
    ['7+http://contoso.com/a+b', ['url http://contoso.com/a+b']],
    ['8+10.0.0.1', ['ip 10.0.0.1']],
    ['11+jürgen@contoso.com', ['upn jürgen@contoso.com']],
    // What devices may read in several ways, or not at all.
    ['8+localhost', undefined],
    ['3+münchen.de', undefined],
    ['contoso.com', undefined],
    ['3+', undefined],
    ['99+contoso.com', undefined],
    ['3+contoso.com;nothing', undefined],
  ])('%s are read as pairs', (text, names) => {
    expect(alternativeNamesOf(frozen({ SubjectAlternativeNames: text }))).toEqual(names);
  });

  it('are none where the node is not set', () => {
    expect(alternativeNamesOf(frozen({}))).toEqual([]);
  });
});

describe('EKUMapping', () => {
  it.each<[string, readonly string[] | undefined]>([
    ['1.3.6.1.5.5.7.3.2', ['1.3.6.1.5.5.7.3.2']],
    ['1.3.6.1.5.5.7.3.2+2.5.29.37.0', ['1.3.6.1.5.5.7.3.2', '2.5.29.37.0']],
    ['', undefined],
    ['1.3.6.1.5.5.7.3.2+', undefined],
    ['1.3.6.1.5.5.7.3.2;2.5.29.37.0', undefined],
    ['1.3.6.1.5.5.7.3.2 + 2.5.29.37.0', undefined],
    ['3.1', undefined],
    ['1.03', undefined],
    ['clientAuth', undefined],
  ])('%s is read as OIDs with plus signs between them', (text, oids) => {
    expect(extendedKeyUsagesOf(frozen({ EKUMapping: text }))).toEqual(oids);
  });
});

describe('KeyProtection', () => {
  it('is 3 where it is not set, and unknown where it is no number', () => {
    expect(keyProtectionOf(frozen({}))).toBe(3);
    expect(keyProtectionOf(frozen({ KeyProtection: 1 }))).toBe(1);
    expect(keyProtectionOf(frozen({ KeyProtection: 'one' }))).toBeUndefined();
  });
});

describe('RetryDelay and RetryCount', () => {
  /** Every plan that a device may have. */
  function plans(
    texts: Record<string, string | number>,
    answers: Answers = {},
  ): readonly (RetryPlan | undefined)[] {
    const settings = frozen(texts);
    return explore(
      { answers, assumptions: {} },
      (asking) => ({ plan: retriesOf(settings, asking) }),
      100,
    ).map(({ plan }) => plan);
  }

  it('are 5 minutes and 3 where they are not set', () => {
    expect(plans({})).toEqual([{ interval: 300, count: 3 }]);
  });

  it('are at most 30, and within their bounds as they are', () => {
    expect(plans({ RetryDelay: 1, RetryCount: 0 })).toEqual([{ interval: 60, count: 0 }]);
    expect(plans({ RetryDelay: 1440, RetryCount: 30 })).toEqual([{ interval: 86_400, count: 30 }]);
    expect(plans({ RetryCount: 31 })).toEqual([{ interval: 300, count: 30 }]);
  });

  it('below the minimum are the minimum or the default (A-24)', () => {
    expect(plans({ RetryDelay: 0, RetryCount: -1 }, { 'A-24': 'clamped' })).toEqual([
      { interval: 60, count: 0 },
    ]);
    expect(plans({ RetryDelay: 0, RetryCount: -1 }, { 'A-24': 'default' })).toEqual([
      { interval: 300, count: 3 },
    ]);
    expect(plans({ RetryDelay: 0 })).toHaveLength(3);
  });

  it('are unknown where one of them is no number', () => {
    expect(plans({ RetryDelay: 'five' })).toEqual([undefined]);
  });
});

describe('the wish for a period of validity', () => {
  it('is none where the units are 0, which is the default', () => {
    expect(wishOf(frozen({}))).toBeUndefined();
    expect(wishOf(frozen({ ValidPeriod: 'Years' }))).toBeUndefined();
    expect(wishOf(frozen({ ValidPeriod: 'Years', ValidPeriodUnits: '0' }))).toBeUndefined();
  });

  it('is in days where ValidPeriod is not set', () => {
    expect(wishOf(frozen({ ValidPeriodUnits: 30 }))).toEqual({ period: 'Days', units: 30 });
    expect(wishOf(frozen({ ValidPeriod: 'Months', ValidPeriodUnits: '6' }))).toEqual({
      period: 'Months',
      units: 6,
    });
  });
});

describe('isDistinguishedName', () => {
  it.each([
    'CN=Alpha',
    'CN=Alpha, O=Contoso',
    'CN=a+OU=b;O=c',
    'CN="a, b"',
    '2.5.4.3=x',
    'E=tom@contoso.com',
  ])('takes %s', (text) => {
    expect(isDistinguishedName(text)).toBe(true);
  });

  it.each(['', ' ', 'Alpha', 'CN=', 'CN=a,,O=b', 'CN="a', 'XX=a'])('does not take %j', (text) => {
    expect(isDistinguishedName(text)).toBe(false);
  });
});

describe('areClear', () => {
  it.each<Changes>([
    {},
    { retryCount: '3', retryDelay: '5', keyProtection: '3', templateName: '1.3.6.1.4' },
    { subjectAlternativeNames: '', templateName: '' },
    { validPeriod: 'Years', validPeriodUnits: '1' },
    { challenge: 'a text of "ASCII"!' },
  ])('holds for %j', (changes) => {
    expect(areClear(settingsOf(changes))).toBe(true);
  });

  it.each<Changes>([
    { subjectName: 'Alpha' },
    { ekuMapping: 'clientAuth' },
    { subjectAlternativeNames: 'contoso.com' },
    { hashAlgorithm: 'SHA-3' },
    { challenge: '' },
    { challenge: 'für Elise' },
    { templateName: 'WebServer' },
    { validPeriodUnits: '-1' },
    { validPeriodUnits: 'one' },
    { keyUsage: undefined },
  ])('does not hold for %j', (changes) => {
    expect(areClear(settingsOf(changes))).toBe(false);
  });

  it('does not hold where nobody knows what the device made of a value, but for those that have bounds', () => {
    const unclear = (name: string): ReturnType<typeof settingsOf> => {
      const settings = settingsOf({ retryCount: '3' });
      const setting = settings.get(name);
      if (setting === undefined) throw new Error(`${name} is not set`);
      return new Map(settings).set(name, { ...setting, unclear: true });
    };
    expect(areClear(unclear('SubjectName'))).toBe(false);
    expect(areClear(unclear('RetryCount'))).toBe(true);
  });
});
