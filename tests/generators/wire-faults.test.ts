import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Message } from '../../syncml/message.ts';
import { readSyncML } from '../../syncml/read.ts';
import { bytesOf, wireOf, type WireFault } from '../../generators/faults/wire/wire.ts';
import { wireFaults } from '../../generators/faults/wire-faults.ts';
import { messageOf } from '../../generators/message.ts';
import { sessionPlans } from '../../generators/sessions/arbitrary.ts';
import { renderSession } from '../../generators/sessions/session.ts';
import { laboratory } from './laboratory.ts';

const weights = { get: 1, set: 2, delete: 1, install: 2, 'replace-blob': 1, group: 2 };

/** Valid messages as sessions have them. */
const messages: fc.Arbitrary<Message> = sessionPlans({ weights, faults: [] }, laboratory).map((plan) =>
  messageOf(renderSession(plan, laboratory.pool).messages[0]?.commands ?? []),
);

function documentWith(fault: WireFault, message: Message, at: number): Uint8Array {
  return bytesOf(fault.put(wireOf(message), at));
}

/** A message without the positions of its parts, which other spellings move. */
function meaning(message: Message): unknown {
  return JSON.parse(
    JSON.stringify(message, (key, value: unknown) => (key === 'position' ? undefined : value)),
  );
}

const named = wireFaults.map((fault) => [fault.id, fault] as const);

describe('a fault of a document', () => {
  it.each(named)('%s shows in the bytes', (_, fault) => {
    fc.assert(
      fc.property(messages, fc.nat(30), (message, at) => {
        assert.notDeepEqual(documentWith(fault, message, at), bytesOf(wireOf(message)));
      }),
      { numRuns: 15 },
    );
  });

  it.each(named.filter(([, { nature }]) => nature === 'malformed'))('%s is refused', (_, fault) => {
    fc.assert(
      fc.property(messages, fc.nat(30), (message, at) => {
        const read = readSyncML(documentWith(fault, message, at));
        assert.equal(read.ok, false);
      }),
      { numRuns: 15 },
    );
  });

  it.each(named.filter(([, { nature }]) => nature === 'forbidden'))(
    '%s is refused for its DTD',
    (_, fault) => {
      fc.assert(
        fc.property(messages, fc.nat(30), (message, at) => {
          const read = readSyncML(documentWith(fault, message, at));
          assert.equal(read.ok ? 'read' : read.error.kind, 'dtd');
        }),
        { numRuns: 15 },
      );
    },
  );

  it.each(named.filter(([, { nature }]) => nature === 'irregular' || nature === 'legal'))(
    '%s is readable',
    (_, fault) => {
      fc.assert(
        fc.property(messages, fc.nat(30), (message, at) => {
          assert.equal(readSyncML(documentWith(fault, message, at)).ok, true);
        }),
        { numRuns: 15 },
      );
    },
  );

  it.each(named.filter(([, { nature, requirement }]) => nature === 'legal' && requirement === 'R-DM-16'))(
    '%s changes nothing of what is said',
    (_, fault) => {
      fc.assert(
        fc.property(messages, fc.nat(30), (message, at) => {
          const read = readSyncML(documentWith(fault, message, at));
          assert.ok(read.ok);
          assert.deepEqual(meaning(read.message), meaning(message));
        }),
        { numRuns: 15 },
      );
    },
  );
});

/** Expat, as Python has it: an XML parser that none of us wrote. */
const expat = `
import sys, json, base64
from xml.parsers.expat import ParserCreate, ExpatError
answers = []
for document in json.load(sys.stdin):
    try:
        ParserCreate(namespace_separator=' ').Parse(base64.b64decode(document), True)
        answers.append(True)
    except (ExpatError, ValueError) as error:
        answers.append(False)
json.dump(answers, sys.stdout)
`;
const hasExpat = spawnSync('python3', ['-c', 'import pyexpat'], { encoding: 'utf8' }).status === 0;

function wellFormed(documents: readonly Uint8Array[]): readonly boolean[] {
  const input = JSON.stringify(documents.map((document) => Buffer.from(document).toString('base64')));
  const { stdout, stderr } = spawnSync('python3', ['-c', expat], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  expect(stderr).toBe('');
  return JSON.parse(stdout) as readonly boolean[];
}

describe('expat', () => {
  it.skipIf(!hasExpat)('agrees on what is well-formed and what is not', () => {
    const samples = fc.sample(fc.tuple(messages, fc.nat(30)), { numRuns: 20, seed: 7 });
    const entries = wireFaults
      .filter(({ nature }) => nature !== 'forbidden')
      .flatMap((fault) =>
        samples.map(([message, at]) => ({ fault, document: documentWith(fault, message, at) })),
      )
      // Several roots are no document for expat; profiles of MDM servers hold them.
      .filter(({ fault }) => fault.id !== 'fragment');
    const answers = wellFormed(entries.map(({ document }) => document));
    const wrong = entries.filter(({ fault }, index) => answers[index] !== (fault.nature !== 'malformed'));
    expect([...new Set(wrong.map(({ fault }) => fault.id))]).toEqual([]);
  });
});
