import fc from 'fast-check';
import assert from 'node:assert/strict';
import { expect, test } from 'vitest';
import { markdownOf } from '../../../reports/regression/summary-markdown.ts';
import { eventfulNight, nightLine, violation } from './nights.ts';

/** What GitHub takes as the summary of one step. */
const pageOfAJob = 1024 * 1024;

test('begins with the judgement, and what is new stands before what is known', () => {
  const text = markdownOf(eventfulNight());
  expect(text.split('\n')[0]).toBe('## ❌ FAILED: vm');
  const places = [
    '### New: 1',
    '### Not always alike: 1',
    '### Answers that changed: 1',
    '### Fixed since',
    '### Known',
  ];
  const found = places.map((place) => text.indexOf(place));
  expect(found).not.toContain(-1);
  expect([...found].sort((left, right) => left - right)).toEqual(found);
  expect(text).toContain('npx conform replay nightly/vm/cases/0123456789abcdef.json');
  expect(text).toContain('expired on 2026-01-02');
});

test('a quiet night is a few lines', () => {
  const quiet = eventfulNight({
    result: { verdict: 'passed', rule: 'nothing-against-it', because: 'Nothing speaks against the device.' },
    violations: [],
    fixed: [],
    drift: [],
    flaky: [],
    waivers: [],
    timing: { families: [] },
    nights: [],
  });
  expect(
    markdownOf(quiet)
      .split('\n')
      .filter((line) => line !== ''),
  ).toHaveLength(5);
});

test('fits the summary of a CI job, however much differs', () => {
  const violations = Array.from({ length: 3000 }, (_, index) =>
    violation({ digest: String(index), text: 'x'.repeat(5000) }),
  );
  const nights = Array.from({ length: 3000 }, (_, day) => nightLine(day));
  expect(Buffer.byteLength(markdownOf(eventfulNight({ violations, nights })))).toBeLessThan(pageOfAJob / 4);
});

test('texts of a device are never markup, and break no table', () => {
  const hostile = fc.oneof(
    fc.constantFrom(
      '<script>alert(1)</script>',
      '![x](https://example.org/x.png)',
      '| a | b |',
      '`x`',
      '@everyone',
      '\n# Title',
    ),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(hostile, hostile, (name, observed) => {
      const text = markdownOf(
        eventfulNight({
          device: { name, target: 'mdm', description: name, edition: '1' },
          violations: [
            violation({
              points: [{ subject: 'R-DM-08', expected: 'Status 200', observed }],
              repeat: `run ${observed}`,
            }),
          ],
        }),
      );
      // What stands in code is text whatever it is.
      const outside = text.replace(/\\`/g, '').replace(/`[^`\n]*`/g, '');
      assert.ok(!outside.includes('<'));
      assert.ok(!/(?<!\\)!\[|(?<!\\)@/.test(outside));
      const line = text.split('\n').find((one) => one.startsWith('| **R-DM-08**'));
      assert.equal((line ?? '').replace(/\\\|/g, '').split('|').length, 7);
    }),
  );
});
