import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import type { Message } from '../../syncml/message.ts';
import { readSyncML } from '../../syncml/read.ts';
import { formatSyncML, writeSyncML } from '../../syncml/write.ts';
import { anyMessage, withoutPositions } from './arbitraries.ts';

function read(text: Uint8Array | string): Message {
  const result = readSyncML(text);
  assert(result.ok, JSON.stringify(result));
  return result.message;
}

describe('what is written reads back', () => {
  it('as the same message, from the canonical text', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        assert.deepEqual(withoutPositions(read(writeSyncML(message))), withoutPositions(message));
      }),
      { numRuns: 1000 },
    );
  });

  it('as the same message, from UTF-8 and from UTF-16 bytes', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const text = writeSyncML(message);
        const bytes = [
          Buffer.from(text),
          Buffer.from(`\uFEFF${text}`),
          Buffer.from(`\uFEFF${text}`, 'utf16le'),
        ];
        for (const each of bytes) assert.deepEqual(read(each), read(text));
      }),
    );
  });

  it('as the same message, from the indented layout', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        assert.deepEqual(withoutPositions(read(formatSyncML(message))), withoutPositions(message));
      }),
      { numRuns: 300 },
    );
  });

  it('as the same canonical text', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const text = writeSyncML(message);
        assert.equal(writeSyncML(read(text)), text);
      }),
    );
  });
});
