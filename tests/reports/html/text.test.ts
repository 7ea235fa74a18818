import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { tokensOf } from '../../../reports/html/client/xml-tokens.ts';
import { linesOfCommand, linesOfReply } from '../../../reports/html/marked-lines.ts';

const piece = fc.constantFrom(
  '<',
  '>',
  '</',
  '/>',
  '"',
  "'",
  '=',
  ' ',
  '&',
  '&amp;',
  '<!--',
  '-->',
  'Data',
  'x',
  '\n',
  '<?',
  ']]>',
  '<![CDATA[',
);
const almostXml = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

describe('colouring', () => {
  test('loses nothing and adds nothing, whatever the text is', () => {
    fc.assert(
      fc.property(fc.oneof(almostXml, fc.string()), (text) => {
        assert.equal(
          tokensOf(text)
            .map((token) => token.text)
            .join(''),
          text,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('tells names, attributes, values, references and text apart', () => {
    expect(tokensOf('<a x="1">b&amp;</a>')).toEqual([
      { kind: 'mark', text: '<' },
      { kind: 'name', text: 'a' },
      { kind: 'text', text: ' ' },
      { kind: 'attribute', text: 'x' },
      { kind: 'text', text: '=' },
      { kind: 'value', text: '"1"' },
      { kind: 'mark', text: '>' },
      { kind: 'text', text: 'b' },
      { kind: 'entity', text: '&amp;' },
      { kind: 'mark', text: '</' },
      { kind: 'name', text: 'a' },
      { kind: 'mark', text: '>' },
    ]);
  });

  test('colours lines by themselves: an end tag, whose start tag is on another line, is one too', () => {
    expect(tokensOf('</Item>').map(({ kind }) => kind)).toEqual(['mark', 'name', 'mark']);
    expect(tokensOf('<![CDATA[<a>]]>').map(({ kind }) => kind)).toEqual(['comment']);
    expect(tokensOf('<!-- <a> -->').map(({ kind }) => kind)).toEqual(['comment']);
  });

  test('takes a time that grows with the text, not faster', () => {
    const steps = (length: number): number => tokensOf('<'.repeat(length)).length;
    expect(steps(20_000)).toBeLessThanOrEqual(20_000);
  });
});

describe('the lines that a difference is about', () => {
  const message = [
    '<SyncBody>',
    '  <Atomic>',
    '    <CmdID>1</CmdID>',
    '    <Add>',
    '      <CmdID>2</CmdID>',
    '    </Add>',
    '  </Atomic>',
    '</SyncBody>',
  ].join('\n');

  test('are those of the command with its members', () => {
    expect(linesOfCommand(message, '2')).toEqual([3, 4, 5]);
    expect(linesOfCommand(message, '1')).toEqual([1, 2, 3, 4, 5, 6]);
  });

  test('are none where there is no such command', () => {
    expect(linesOfCommand(message, '3')).toEqual([]);
    expect(linesOfCommand(message, undefined)).toEqual([]);
  });

  test('are in a reply all that answers the command', () => {
    const reply = [
      '<SyncBody>',
      '  <Status>',
      '    <CmdRef>2</CmdRef>',
      '  </Status>',
      '  <Status>',
      '    <CmdRef>1</CmdRef>',
      '  </Status>',
      '  <Results>',
      '    <CmdRef>2</CmdRef>',
      '  </Results>',
      '</SyncBody>',
    ].join('\n');
    expect(linesOfReply(reply, '2')).toEqual([1, 2, 3, 7, 8, 9]);
  });
});
