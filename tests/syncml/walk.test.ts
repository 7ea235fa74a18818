import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allCommands, isTreeCommand } from '../../syncml/walk.ts';
import { anyMessage } from './arbitraries.ts';

describe('allCommands', () => {
  it('gives containers before their members, with parent and depth', () => {
    const get = (cmdId: string) => ({ kind: 'Get', cmdId, items: [] }) as const;
    const inner = { kind: 'Sequence', cmdId: '3', commands: [get('4')] } as const;
    const outer = { kind: 'Atomic', cmdId: '1', commands: [get('2'), inner, get('5')] } as const;
    const placed = allCommands({ commands: [outer, get('6')] });
    expect(placed.map(({ command, index, parent, depth }) => [command.cmdId, index, parent, depth])).toEqual([
      ['1', 0, undefined, 0],
      ['2', 1, 0, 1],
      ['3', 2, 0, 1],
      ['4', 3, 2, 2],
      ['5', 4, 0, 1],
      ['6', 5, undefined, 0],
    ]);
  });

  it('numbers commands without gaps and finds each in its parent', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        const placed = allCommands(message);
        placed.forEach(({ command, index, parent, depth }, place) => {
          assert.equal(index, place);
          const container = parent === undefined ? undefined : placed[parent];
          assert.equal(depth, container === undefined ? 0 : container.depth + 1);
          const siblings = container === undefined ? message.commands : containerMembers(container.command);
          assert(siblings.includes(command));
        });
      }),
    );
  });
});

function containerMembers(command: ReturnType<typeof allCommands>[number]['command']) {
  return command.kind === 'Atomic' || command.kind === 'Sequence' ? command.commands : [];
}

describe('isTreeCommand', () => {
  it('is true of the commands that have Items for nodes, and of no other', () => {
    fc.assert(
      fc.property(anyMessage, (message) => {
        for (const { command } of allCommands(message)) {
          const expected = ['Add', 'Replace', 'Delete', 'Get', 'Exec'].includes(command.kind);
          assert.equal(isTreeCommand(command), expected);
        }
      }),
    );
  });
});
