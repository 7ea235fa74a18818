import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { explain } from '../../oracles/explain.ts';
import type { Explanation } from '../../oracles/explain/explanation.ts';
import { fieldPayloads, examples, hasSpecification } from './explain/samples.ts';
import { right } from './findings/kit.ts';
import { orderFaults } from './findings/faults/order.ts';
import { scepFaults } from './findings/faults/scep.ts';
import { valueFaults } from './findings/faults/values.ts';
import { wireFaults } from './findings/faults/wire.ts';
import { addressFaults } from './findings/faults/addresses.ts';
import { atomic, scep } from './findings/support.ts';

const samples = [
  atomic(scep()),
  atomic(right()),
  ...[...wireFaults, ...addressFaults, ...valueFaults, ...orderFaults, ...scepFaults].map(({ source }) =>
    source(),
  ),
  ...(hasSpecification ? [examples().scep, examples().pfx, ...fieldPayloads().map(([, text]) => text)] : []),
];
const sample = fc.constantFrom(...samples);

/** Pieces that change what a document means when they are put into it. */
const pieces = fc.constantFrom(
  '<',
  '>',
  '&',
  '&amp;',
  '"',
  '/',
  ']]>',
  '<![CDATA[',
  '<!--',
  '-->',
  '<Atomic>',
  '</Atomic>',
  '<Item/>',
  '<CmdID>1</CmdID>',
  '<Data/>',
  '<Get><CmdID>9</CmdID><Item><Target><LocURI>./Device</LocURI></Target></Item></Get>',
  '\u0000',
  '\uFFFF',
  ' ',
  '0x20',
  '%',
  '$X$',
);

function wellFormedExplanation(explanation: Explanation): void {
  for (const finding of explanation.findings) {
    assert.ok(finding.line >= 1 && finding.message.length > 0);
  }
  for (const command of explanation.commands) {
    assert.ok(command.expected.status.length > 0);
  }
  assert.ok(explanation.worlds >= 1 || explanation.findings.some(({ id }) => id === 'not-followed'));
}

describe('explain', () => {
  it('explains or refuses any bytes without throwing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        wellFormedExplanation(explain(bytes));
      }),
    );
  });

  it('explains or refuses any mutation of a payload without throwing', () => {
    fc.assert(
      fc.property(
        sample,
        fc.array(fc.tuple(fc.nat(), fc.nat(60), pieces), { minLength: 1, maxLength: 4 }),
        (text, edits) => {
          const mutated = edits.reduce((current, [at, removed, piece]) => {
            const index = at % (current.length + 1);
            return current.slice(0, index) + piece + current.slice(index + removed);
          }, text);
          wellFormedExplanation(explain(Buffer.from(mutated)));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('points at the element concerned: with blank lines before it, every line moves with it', () => {
    fc.assert(
      fc.property(sample, fc.integer({ min: 1, max: 50 }), (text, lines) => {
        const before = explain(Buffer.from(text));
        const after = explain(Buffer.from(`${'\n'.repeat(lines)}${text}`));
        const moved = (explanation: Explanation) => ({
          commands: explanation.commands.map(({ line }) => line),
          findings: explanation.findings.map(({ id, line, column }) => ({ id, line, column })),
        });
        const expected = moved(before);
        assert.deepEqual(moved(after), {
          commands: expected.commands.map((line) => (line === undefined ? undefined : line + lines)),
          findings: expected.findings.map(({ id, line, column }) => ({ id, line: line + lines, column })),
        });
      }),
      { numRuns: 40 },
    );
  });

  it('gives the same explanation for the same payload', () => {
    for (const text of samples.slice(0, 20))
      assert.deepEqual(explain(Buffer.from(text)), explain(Buffer.from(text)));
  });
});
