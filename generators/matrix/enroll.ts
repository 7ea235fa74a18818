import type { Command } from '../../syncml/message.ts';
import { addressOf, uniqueIds } from '../address.ts';
import { add, atomic, exec, get } from '../command.ts';
import type { Drafts } from '../list-family.ts';

/** R-GEN-03: where Exec of Enroll stands among the settings of a SCEP request. */
export const enrollDrafts: Drafts = () => {
  const at = (...below: readonly string[]): string => addressOf('device', 'SCEP', uniqueIds[0], ...below);
  const set = (name: string, format: string, text: string): Command => add(at('Install', name), format, text);
  const settings: readonly Command[] = [
    add(at(), 'node'),
    set('ServerURL', 'chr', 'http://scep.example.com/scep'),
    set('Challenge', 'chr', 'challenge'),
    set('EKUMapping', 'chr', '1.3.6.1.5.5.7.3.2'),
    set('KeyUsage', 'int', '160'),
    set('SubjectName', 'chr', 'CN=Example'),
    set('KeyLength', 'int', '2048'),
    set('HashAlgorithm', 'chr', 'SHA-2'),
    set('CAThumbprint', 'chr', '00'.repeat(20)),
  ];
  const enroll = exec(at('Install', 'Enroll'));
  const places: readonly (readonly [string, readonly Command[]])[] = [
    ['last', [atomic([...settings, enroll])]],
    ['in-the-middle', [atomic([...settings.slice(0, 5), enroll, ...settings.slice(5)])]],
    ['first', [atomic([enroll, ...settings])]],
    ['outside', [atomic(settings), enroll]],
  ];
  return places.map(([place, commands]) => ({
    id: `enroll-${place}`,
    title: `A SCEP request whose Exec of Enroll stands ${place.replaceAll('-', ' ')}.`,
    ...(place === 'last'
      ? {}
      : { faults: ['Enroll is not the last item of the Atomic'], twin: 'enroll-last' }),
    parts: [commands, [get(at('Status'))]],
    watched: [],
  }));
};
