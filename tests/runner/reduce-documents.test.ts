import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../cases/case.ts';
import { families } from '../../generators/families.ts';
import { commandCounts } from '../../runner/reduce/commands.ts';
import { openDocument } from '../../runner/reduce/document.ts';
import { without } from '../../runner/reduce/edit.ts';
import { elementsIn, scanElements } from '../../runner/reduce/elements.ts';
import { readSyncML } from '../../syncml/read.ts';
import { allCommands } from '../../syncml/walk.ts';
import { bytesOf, casesOf } from '../generators/laboratory.ts';

const caseWith = (...texts: readonly string[]): Case => ({
  id: 'case',
  level: 'wire',
  aims: [],
  faults: [],
  title: 'a case',
  preparation: { edition: '10.0.26100', tpm: false, certificates: [], helloContainers: [] },
  steps: texts.map((text) => ({ kind: 'send', payload: { text } })),
});

describe('a document opened for cutting', () => {
  it('has the same bytes when nothing was cut, whatever they are', () => {
    const marks = fc.constantFrom([], [0xff, 0xfe], [0xfe, 0xff], [0x3c, 0], [0, 0x3c]);
    fc.assert(
      fc.property(marks, fc.uint8Array(), (mark, rest) => {
        const base64 = Buffer.from([...mark, ...rest]).toString('base64');
        const document = openDocument({ base64 });
        expect(document.close(document.text)).toEqual({ base64 });
      }),
    );
  });

  it('in UTF-16 is read as what it says', () => {
    const bytes = Buffer.from('<Get/>', 'utf16le');
    for (const encoded of [bytes, Buffer.from(bytes).swap16()]) {
      expect(openDocument({ base64: encoded.toString('base64') }).text).toBe('<Get/>');
    }
  });

  it('loses the pieces that are cut, and no other character', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 30 }),
        fc.array(fc.tuple(fc.nat(30), fc.nat(30))),
        (text, pieces) => {
          const ranges = pieces.map(([start, length]) => ({ step: 0, start, end: start + length }));
          const [step] = without(caseWith(text), ranges).steps;
          const kept = [...Array(text.length).keys()]
            .filter((place) => !ranges.some(({ start, end }) => place >= start && place < end))
            .map((place) => text[place]);
          expect(step).toEqual({ kind: 'send', payload: { text: kept.join('') } });
        },
      ),
    );
  });

  it('keeps what a step says beside its payload', () => {
    const [step] = caseWith('<Get/><Get/>').steps;
    const marked = { ...caseWith(), steps: [{ ...step, remark: 'mine' }] } as unknown as Case;
    expect(without(marked, [{ step: 0, start: 0, end: 6 }]).steps).toEqual([
      { kind: 'send', payload: { text: '<Get/>' }, remark: 'mine' },
    ]);
  });
});

describe('the elements of a document', () => {
  it.each([
    [
      'an end tag is missing',
      '<A><B><C>1</C></A><D/>',
      ['<A><B><C>1</C></A>', '<B><C>1</C>', '<C>1</C>', '<D/>'],
    ],
    ['an end tag is too many', '<A>1</B></A>', ['<A>1</B></A>']],
    ['an end tag has another case', '<A>1</a><B/>', ['<A>1</a>', '<B/>']],
    ['it is cut off', '<A><B>1</B><C>2', ['<A><B>1</B><C>2', '<B>1</B>', '<C>2']],
    ['a quote stays open', '<A x="1><B/>', ['<B/>']],
    ['a comment stays open', '<A><!-- <B/></A>', ['<A><!-- <B/></A>', '<B/>']],
    [
      'tags stand in CDATA and comments',
      '<A><![CDATA[<B>]]><!--<C>--></A>',
      ['<A><![CDATA[<B>]]><!--<C>--></A>'],
    ],
    ['there is no markup', 'Install it, please.', []],
  ])('are found where %s', (_, text, expected) => {
    const found = [...elementsIn(scanElements(text).roots)];
    expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  it('are read however deep they are', () => {
    const depth = 20_000;
    const text = '<Atomic>'.repeat(depth) + '<Get/>' + '</Atomic>'.repeat(depth);
    expect([...elementsIn(scanElements(text).roots)]).toHaveLength(depth + 1);
    expect(commandCounts(caseWith(text))[0]).toBeGreaterThan(1);
  });

  it('are as many commands as the codec reads, in all documents that it can read', () => {
    let compared = 0;
    for (const family of families.filter(({ cases }) => cases.kind === 'property')) {
      for (const testCase of casesOf(family, 10)) {
        const read = testCase.steps.flatMap((step) =>
          step.kind === 'send' ? [readSyncML(bytesOf(step.payload))] : [],
        );
        const counts = commandCounts(testCase);
        for (const [index, result] of read.entries()) {
          if (!result.ok) continue;
          compared++;
          expect(counts[index], testCase.id).toBe([...allCommands(result.message)].length);
        }
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });
});
