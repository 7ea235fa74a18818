import type { Fault } from './fault.ts';
import { right } from '../kit.ts';
import { atomic, scep, withFormat } from '../support.ts';

/** Faults of formats and of values as the management tree knows them. */
export const valueFaults: readonly Fault[] = [
  {
    id: 'wrong-format',
    title: 'KeyUsage as chr',
    source: () => atomic(withFormat(scep(), 'KeyUsage', 'chr')),
    says: /format int, not chr/,
  },
  {
    id: 'missing-format',
    title: 'a value without Format',
    source: () => atomic(withFormat(scep(), 'KeyUsage', undefined)),
    says: /KeyUsage/,
  },
  {
    id: 'blob-format-bin',
    title: 'PFXCertBlob with Format bin',
    source: () => atomic(withFormat(right(), 'PFXCertBlob', 'bin')),
    says: /b64/,
  },
  {
    id: 'missing-value',
    title: 'Add of a leaf without Data',
    source: () => atomic(scep()).replace('<Data>Days</Data>', ''),
    says: /ValidPeriod has no Data/,
  },
  {
    id: 'not-an-int',
    title: 'KeyUsage in hexadecimal',
    source: () => atomic(scep({ KeyUsage: '0xA0' })),
    says: /in decimal: 160/,
  },
  {
    id: 'spelling-of-int',
    title: 'a leading zero',
    source: () => atomic(scep({ RetryCount: '03' })),
    says: /Write 3/,
  },
  {
    id: 'value-not-allowed',
    title: 'KeyLocation 5',
    source: () => atomic(right({ KeyLocation: '5', PFXKeyExportable: 'false' })),
    says: /1, 2, 3, 4/,
  },
  {
    id: 'value-not-allowed',
    title: 'ValidPeriod in another case',
    source: () => atomic(scep({ ValidPeriod: 'years' })),
    says: /Did you mean Years\?/,
  },
  {
    id: 'not-a-bool',
    title: 'PFXKeyExportable yes',
    source: () => atomic(right({ PFXKeyExportable: 'yes' })),
    says: /true or false/,
  },
  {
    id: 'spelling-of-bool',
    title: 'PFXKeyExportable True',
    source: () => atomic(right({ PFXKeyExportable: 'True' })),
    says: /Write true/,
  },
];
