import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { messageOutline } from '../../../omadm/session/outline.ts';
import { createSplitter } from '../../../omadm/session/splitter.ts';
import { read } from './documents.ts';

const head = '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncBody>';

describe('a value that is cut', () => {
  it('is cut into values that can be read, whatever it holds and however small the pieces are', () => {
    const unit = fc.constantFrom('a', '\r\n', '\n', '\r', '&amp;', '&#x1F600;', '漢', '😀', ';');
    const meta = fc.constantFrom('', '<Meta/>', '<Meta><Format xmlns="syncml:metinf">chr</Format></Meta>');
    fc.assert(
      fc.property(
        fc.array(unit, { minLength: 40, maxLength: 200 }),
        meta,
        fc.integer({ min: 210, max: 300 }),
        (units, about, space) => {
          const document = Buffer.from(
            `${head}\n<Add><CmdID>1</CmdID><Item>${about}<Data>${units.join('')}</Data></Item></Add> <Final/></SyncBody></SyncML>`,
          );
          const view = document.toString('latin1');
          const outline = messageOutline(view);
          assert.ok(outline !== undefined);
          const splitter = createSplitter(view, outline);
          const texts: string[] = [];
          for (let last = false; !last;) {
            const portion = splitter.next(space);
            assert.ok(portion !== undefined && portion.view.length <= space);
            ({ last } = portion);
            const message = read(Buffer.from(head + portion.view, 'latin1'));
            const [add] = message.commands;
            assert.ok(add?.kind === 'Add');
            assert.equal(add.items[0]?.moreData ?? false, !last);
            assert.equal(message.final, last);
            texts.push(add.items[0]?.data?.text ?? '');
            if (texts.length === 1 && !last) {
              const whole = read(document).commands[0];
              const text = whole?.kind === 'Add' ? (whole.items[0]?.data?.text ?? '') : '';
              assert.equal(add.items[0]?.meta?.size, String(Buffer.byteLength(text)));
            }
          }
          const [whole] = read(document).commands;
          assert.ok(whole?.kind === 'Add');
          assert.equal(texts.join(''), whole.items[0]?.data?.text);
        },
      ),
    );
  });
});
