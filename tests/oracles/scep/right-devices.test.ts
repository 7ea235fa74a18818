import { describe, expect, it } from 'vitest';
import { add, atomic, exec, remove } from '../../../generators/command.ts';
import { usualEnrollment } from '../../../generators/scep/enrollment.ts';
import { judge } from '../../../oracles/judge.ts';
import { partsOfName } from '../../../oracles/scep/names.ts';
import {
  enrolls,
  gets,
  getsOfBravo,
  node,
  readsLog,
  readsStores,
  soon,
  waits,
  type Changes,
} from '../support/enrolling.ts';
import { caseOfScenario, seenOn } from '../support/executed.ts';

/** Right devices that an earlier reading of the oracle blamed. */
describe('a right device is not blamed', () => {
  it('that refuses the Exec for a missing setting, and shows a missing TPM in Status', async () => {
    const testCase = caseOfScenario({
      parts: [
        enrolls({ challenge: undefined }),
        enrolls({ uniqueId: 'Bravo', keyProtection: '1' }),
        soon,
        getsOfBravo('Status'),
      ],
    });
    expect(judge(testCase, await seenOn(testCase, {}))).toMatchObject({ kind: 'conform' });
  });

  it('that finds a wrong KeyUsage before a wrong KeyLength, and that before a wrong HashAlgorithm', async () => {
    const testCase = caseOfScenario({
      parts: [
        // Each alone tells how it shows.
        enrolls({ uniqueId: 'Charlie', keyUsage: '1' }),
        enrolls({ uniqueId: 'Delta', keyLength: '999' }),
        enrolls({ uniqueId: 'Echo', hashAlgorithm: 'MD0' }),
        enrolls({ keyUsage: '1', keyLength: '999' }),
        enrolls({ uniqueId: 'Bravo', keyLength: '999', hashAlgorithm: 'MD0' }),
        soon,
        gets('Status'),
        getsOfBravo('Status'),
      ],
    });
    const answers = {
      'A-04/KeyUsage': 'in-status',
      'A-04/KeyLength': 'at-trigger',
      'A-04/HashAlgorithm': 'in-status',
    } as const;
    expect(judge(testCase, await seenOn(testCase, { answers }))).toMatchObject({ kind: 'conform' });
  });

  const late = (seconds: number) => ({ kind: 'late', seconds }) as const;
  const onServers: readonly (readonly [what: string, changes: Changes, seconds: number])[] = [
    [
      'whose server is late once',
      {
        server: { pending: 3, faults: [{ operation: 'PKIOperation', times: 1, fault: late(20) }] },
        retryDelay: '1',
      },
      220,
    ],
    [
      'whose server would be late if it were asked again',
      { server: { faults: [{ operation: 'GetCACaps', from: 2, fault: late(20) }] } },
      70,
    ],
    [
      'that meets one fault before another is reached',
      {
        server: {
          faults: [
            { operation: 'PKIOperation', fault: { kind: 'unencrypted' } },
            { operation: 'PKIOperation', from: 2, fault: { kind: 'drop' } },
          ],
        },
      },
      150,
    ],
    [
      'that loses patience with a server that is late twice over',
      {
        server: {
          faults: [
            { operation: 'PKIOperation', fault: late(20) },
            { operation: 'PKIOperation', fault: late(20) },
          ],
        },
      },
      150,
    ],
  ];
  it.each(onServers)('%s', async (_, changes, seconds) => {
    const testCase = caseOfScenario({
      enrollments: [changes],
      parts: [enrolls(changes), waits(seconds), gets('Status')],
    });
    expect(judge(testCase, await seenOn(testCase, {}))).toMatchObject({ kind: 'conform' });
  });

  it('that enrolls what another Exec asks for once more, after one that has failed without asking', async () => {
    const testCase = caseOfScenario({
      parts: [
        enrolls({ caThumbprint: 'not-hex' }),
        [remove(node())],
        enrolls(),
        soon,
        gets('CertThumbprint'),
        readsStores,
        [
          atomic([
            add(node('Install', 'Challenge'), 'chr', usualEnrollment.challenge),
            exec(node('Install', 'Enroll')),
          ]),
        ],
        soon,
        readsLog,
      ],
    });
    expect(judge(testCase, await seenOn(testCase, {}))).toMatchObject({ kind: 'conform' });
  });

  it('whose subject has a part that ends in a backslash, in either order', () => {
    expect([...partsOfName('CN=a\\\\, O=b')].sort()).toEqual([...partsOfName('O=b, CN=a\\\\')].sort());
  });
});
