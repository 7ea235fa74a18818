import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outlineOf } from '../../../oracles/findings/outline.ts';
import { readSyncML } from '../../../syncml/read.ts';
import { allCommands } from '../../../syncml/walk.ts';
import { atomic, scep } from './support.ts';

/** Things that may stand between elements without changing what they mean. */
const between = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\r\n',
  '\t\n\n',
  '<!-- <CmdID>9</CmdID>\n -->',
  '<?note <Add> ?>',
  '\r',
);

describe('outline', () => {
  it('finds the elements that the reader found, at the same positions, whatever stands between them', () => {
    fc.assert(
      fc.property(fc.array(between, { minLength: 300, maxLength: 300 }), (gaps) => {
        let next = 0;
        // Only behind end tags: a start tag may be followed by text that counts.
        const source = atomic(scep()).replace(
          /(<\/(?:CmdID|Item|Add|Meta|Target|LocURI)>)/g,
          (tag) => `${tag}${gaps[next++] ?? ''}`,
        );
        const read = readSyncML(source);
        assert.ok(read.ok);
        const lines = source.split(/\r\n|\r|\n/);
        const outline = outlineOf(source);
        assert.deepEqual(outline.root, { line: 1, column: 1 });
        for (const { command } of allCommands(read.message)) {
          assert.ok(command.position);
          const cmdId = outline.within(command.position, 'CmdID');
          assert.ok(cmdId);
          assert.ok(
            lines[cmdId.line - 1]?.slice(cmdId.column - 1).startsWith(`<CmdID>${command.cmdId ?? ''}<`),
          );
          if (command.kind !== 'Add') continue;
          const [item] = command.items;
          const locUri = outline.within(item?.position, 'Target', 'LocURI');
          assert.ok(locUri);
          assert.ok(
            lines[locUri.line - 1]
              ?.slice(locUri.column - 1)
              .startsWith(`<LocURI>${item?.target?.locUri ?? ''}<`),
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it('takes no tag from comments, CDATA and attribute values, and knows elements by their local names', () => {
    const source = `<s:Add a="<b>'>" xmlns:s='x'><!--<CmdID/>--><![CDATA[<CmdID/>]]>\n <s:CmdID/></s:Add>`;
    expect(outlineOf(source).within({ line: 1, column: 1 }, 'CmdID')).toEqual({ line: 2, column: 2 });
  });

  it('says that an element is not there', () => {
    expect(outlineOf('<Add/>').within({ line: 1, column: 1 }, 'CmdID')).toBeUndefined();
    expect(outlineOf('<Add/>').within(undefined, 'CmdID')).toBeUndefined();
  });
});
