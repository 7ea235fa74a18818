import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ExplainedCommand, Explanation } from '../../oracles/explain/explanation.ts';
import { renderExplanation } from '../../reports/explanation.ts';

const below = './Device/Vendor/MSFT/ClientCertificateInstall';

function command(changes: Partial<ExplainedCommand> = {}): ExplainedCommand {
  return {
    cmdId: '2',
    cmd: 'Add',
    target: `${below}/PFXCertInstall/a1/KeyLocation`,
    line: 3,
    expected: {
      status: ['200'],
      because: ['it is added'],
      alternatives: [{ outcome: 'succeeds', status: ['200'], because: ['it is added'] }],
    },
    requirements: ['R-DM-01'],
    ambiguities: [],
    ...changes,
  };
}

const atomic = command({
  cmdId: '1',
  cmd: 'Atomic',
  line: 1,
  expected: {
    status: ['200', '507'],
    because: ['all can be done', 'one fails'],
    alternatives: [
      { outcome: 'succeeds', status: ['200'], because: ['all can be done'] },
      { outcome: 'fails', status: ['507'], because: ['one fails'] },
    ],
    decisions: [
      {
        key: 'A-08',
        answers: [
          { answer: 'at-commit', success: 'succeeds' },
          { answer: 'at-add', success: 'fails' },
        ],
      },
    ],
  },
  ambiguities: ['A-08'],
});

const get = command({
  cmdId: '3',
  cmd: 'Get',
  line: 8,
  expected: {
    status: 'failure',
    because: ['the node is not there'],
    alternatives: [{ outcome: 'fails', status: 'failure', because: ['the node is not there'] }],
  },
});

const explanation: Explanation = {
  commands: [atomic, command(), get],
  findings: [
    {
      id: 'blob-before-parameter',
      severity: 'warning',
      requirement: 'R-PFX-12',
      ambiguity: 'A-08',
      line: 3,
      message: 'The blob comes too early.',
    },
  ],
  worlds: 2,
  stores: [
    { scope: 'user', thumbprint: 'AB12', providers: ['tpm', 'software'], exportable: false, certain: false },
  ],
};

/** Characters that terminals act on among such that they print. */
const unit = fc.constantFrom(
  '\u0007',
  '\u001B',
  '[31m',
  '\r',
  '\n',
  '\t',
  '\u0085',
  '\u202E',
  '\u2028',
  'a',
  ' ',
  '€',
);

const source = 'first\n\n  <Add>third</Add>\n';

describe('explanation as text', () => {
  const text = renderExplanation(explanation, source);

  it('has one line for each command, with line, CmdID, short target and status', () => {
    expect(text).toMatch(/^ *1 +Atomic 1 .*200, or a failure$/m);
    expect(text).toMatch(/^ *3 +Add 2 +device PFXCertInstall\/a1\/KeyLocation +200$/m);
    expect(text).toMatch(/^ *8 +Get 3 .*any failure$/m);
  });

  it('says why a command fails, and what decides where it is open', () => {
    expect(text).toContain('because the node is not there');
    expect(text).toContain('depends on A-08');
    expect(text).not.toContain('because it is added');
    expect(text).toMatch(
      /A-08 {2}Parameters that come after PFXCertBlob.*\n +succeeds: used.*\n +fails: too late/,
    );
  });

  it('quotes the line that a finding is about', () => {
    expect(text).toMatch(
      /^warning, line 3: The blob comes too early\. \[R-PFX-12, A-08\]\n +3 \| <Add>third<\/Add>$/m,
    );
  });

  it('names the stores, and sums up', () => {
    expect(text).toContain('user AB12 (key in tpm or software, not exportable), by some readings only');
    expect(text).toMatch(
      /Of 3 commands, 1 should succeed, 1 fail, 1 depend on the device, A-08; 0 errors, 1 warning; 2 readings of the documents\.\n$/,
    );
  });

  it('has colours only where they are asked for', () => {
    expect(text).not.toContain('\u001B');
    expect(renderExplanation(explanation, source, { colour: true })).toContain('\u001B[33mwarning\u001B[0m');
  });

  it('lets nothing from the payload steer the terminal, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit }), fc.string(), (hostile, line) => {
        const rendered = renderExplanation(
          {
            ...explanation,
            commands: [command({ cmdId: hostile, target: `${below}/SCEP/${hostile}`, cmd: `\u001B${line}` })],
            findings: [{ id: 'x', severity: 'error', requirement: 'R-DM-01', line: 1, message: hostile }],
          },
          `${hostile}\n${line}`,
        );
        assert.ok(!/[^\P{Cc}\n]/u.test(rendered));
      }),
    );
  });
});
