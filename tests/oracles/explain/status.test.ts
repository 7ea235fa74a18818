import { describe, expect, it } from 'vitest';
import { joinStatuses } from '../../../oracles/explain/status.ts';
import type { StatusSet } from '../../../oracles/expectation.ts';

const codes = (...list: readonly string[]): StatusSet => ({ kind: 'codes', codes: list });

describe('statuses of several readings', () => {
  it.each<readonly [string, readonly StatusSet[], ReturnType<typeof joinStatuses>]>([
    ['equal codes are named once', [codes('200'), codes('200')], ['200']],
    ['codes are united', [codes('500', '507'), codes('200')], ['200', '500', '507']],
    [
      'any failure takes in the codes of failure',
      [codes('200', '404'), { kind: 'failure' }],
      ['200', 'failure'],
    ],
    ['a word stands alone', [{ kind: 'failure' }, codes('404')], 'failure'],
    ['anything takes in all', [codes('200'), { kind: 'any' }], 'any'],
    ['no Status is a word of its own', [{ kind: 'none' }], 'none'],
    ['no Status beside codes', [{ kind: 'none' }, codes('216')], ['216', 'none']],
    ['215 and 216 are failures', [codes('216'), { kind: 'failure' }], 'failure'],
    ['nothing known is anything', [], 'any'],
  ])('%s', (_title, sets, joined) => {
    expect(joinStatuses(sets)).toEqual(joined);
  });
});
