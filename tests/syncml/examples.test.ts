import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Command, Message } from '../../syncml/message.ts';
import { readSyncML } from '../../syncml/read.ts';
import { allCommands } from '../../syncml/walk.ts';
import { writeSyncML } from '../../syncml/write.ts';
import { withoutPositions } from './arbitraries.ts';

/** Material that lies beside the project and that not every machine has. */
const specification = new URL('../../../shared/spec/', import.meta.url);
const source = new URL('csp-source.txt', specification);
const field = new URL('field/', specification);

/** The text from one line to another, both included and counted from 1, as an example stands in csp-source.txt. */
function exampleOf(first: string): string {
  const lines = readFileSync(source, 'utf8').split('\n');
  const start = lines.indexOf(first);
  const end = lines.indexOf('</SyncML>', start);
  assert(start >= 0 && end > start, `csp-source.txt has no example that begins with ${first}`);
  return lines.slice(start, end + 1).join('\n');
}

function read(text: string) {
  const result = readSyncML(text);
  assert(result.ok, JSON.stringify(result));
  return result;
}

function assertRoundTrip(message: Message): void {
  assert.deepEqual(withoutPositions(read(writeSyncML(message)).message), withoutPositions(message));
}

const kinds = (commands: readonly Command[]) => commands.map(({ kind }) => kind);

describe.skipIf(!existsSync(source))(
  'the examples of csp-source.txt (skipped where ../shared/spec is absent)',
  () => {
    const printed = () => exampleOf('<SyncML xmlns="SYNCML:SYNCML1.2">');
    const filled = () => printed().replaceAll('<InsertUniqueIDHere>', 'certificate-1');

    it('SCEP as printed is not well-formed, at the first LocURI, whose placeholder is a start tag', () => {
      const result = readSyncML(printed());
      assert(!result.ok);
      expect(result.error.kind).toBe('not-well-formed');
      const { line, column } = result.error.position;
      expect(line).toBe(8);
      const faulty = printed()
        .split('\n')
        .at(line - 1);
      expect(faulty?.slice(column - 1)).toBe('</LocURI>');
      expect(result.error.reason).toContain('<InsertUniqueIDHere>');
    });

    it('SCEP with a UniqueID is read: one Atomic that lacks a CmdID, fifteen Adds, Exec last', () => {
      const { message, irregularities } = read(filled());
      expect(irregularities.map(({ code, position }) => [code, position.line])).toEqual([
        ['missing-element', 1],
        ['missing-cmdid', 3],
      ]);
      const [atomic] = message.commands;
      assert(atomic?.kind === 'Atomic');
      expect(atomic).not.toHaveProperty('cmdId');
      expect(kinds(atomic.commands)).toEqual([...Array<string>(15).fill('Add'), 'Exec']);
      expect(atomic.commands.at(-4)?.cmdId).toBe('313$');
      expect(message.final).toBe(true);
      assertRoundTrip(message);
    });

    it('PFX is read: no namespace, every CmdID the same placeholder', () => {
      const { message, irregularities } = read(exampleOf('<SyncML>'));
      expect(irregularities.map(({ code }) => code)).toEqual([
        'missing-namespace',
        'missing-element',
        ...Array<string>(7).fill('duplicate-cmdid'),
      ]);
      expect(kinds(allCommands(message).map(({ command }) => command))).toEqual([
        'Delete',
        'Atomic',
        ...Array<string>(6).fill('Add'),
      ]);
      assertRoundTrip(message);
    });
  },
);

describe.skipIf(!existsSync(field))(
  'payloads of real servers (skipped where ../shared/spec is absent)',
  () => {
    const files = existsSync(field) ? readdirSync(field).filter((name) => name.endsWith('.xml')) : [];

    it.each(files)('%s is read and written again', (file) => {
      const { message } = read(readFileSync(new URL(file, field), 'utf8'));
      expect(message.shape).toBe('fragment');
      expect(message.commands.length).toBeGreaterThan(0);
      expect(allCommands(message).map(({ command }) => command.kind)).not.toContain('Unknown');
      assertRoundTrip(message);
    });

    it('the profile of the guide lacks every CmdID, which its server fills in', () => {
      const { message, irregularities } = read(
        readFileSync(new URL('fleet-guide-profile.xml', field), 'utf8'),
      );
      expect(irregularities.map(({ code }) => code)).toEqual(message.commands.map(() => 'missing-cmdid'));
    });

    it('the delivered Atomic has nothing irregular', () => {
      expect(read(readFileSync(new URL('fleet-research-atomic.xml', field), 'utf8')).irregularities).toEqual(
        [],
      );
    });
  },
);
