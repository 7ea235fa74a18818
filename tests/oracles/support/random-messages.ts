import fc from 'fast-check';
import { encryptedPassword, pfxFile, pool } from './laboratory.ts';
import {
  add,
  atomic,
  command,
  get,
  leaf,
  message,
  pfx,
  remove,
  replace,
  root,
  scep,
  sequence,
  type Leaf,
} from './payload.ts';

const blob = pfxFile();
const otherBlob = pfxFile({ identities: [pool.identity('ec-p256', 0)], password: null });

/** Values that are usual, odd or wrong, by node. */
const leaves: Readonly<Record<string, readonly Leaf[]>> = {
  KeyLocation: [
    leaf.int(1),
    leaf.int(2),
    leaf.int(3),
    leaf.int(4),
    leaf.int(7),
    leaf.int('03'),
    leaf.text('3'),
    { data: '3' },
  ],
  ContainerName: [leaf.text('container'), leaf.text('other'), leaf.text('')],
  PFXCertPassword: [leaf.text('secret'), leaf.text('wrong'), leaf.text(encryptedPassword(pool.mdm))],
  PFXCertPasswordEncryptionType: [leaf.int(0), leaf.int(1), leaf.int(2), leaf.int('x')],
  PFXCertPasswordEncryptionStore: [leaf.text('My')],
  PFXKeyExportable: [leaf.bool(true), leaf.bool(false), leaf.bool('True'), leaf.bool('yes')],
  PFXCertBlob: [
    leaf.blob(blob),
    leaf.blob(blob, 'chr'),
    leaf.blob(otherBlob),
    leaf.blob('AAAA'),
    leaf.blob('no base64!'),
  ],
  Thumbprint: [leaf.text('AB')],
  Status: [leaf.int(0)],
  Unknown: [leaf.int(0)],
};

const names = fc.constantFrom(...Object.keys(leaves));
const ids = fc.constantFrom('a', 'b', 'A');
const scopes = fc.constantFrom('device', 'device', 'user' as const);
const cmdIds = fc.constantFrom(
  '1',
  '2',
  '3',
  '4',
  '5',
  '6',
  '7',
  '8',
  '9',
  '11',
  '12',
  '13',
  '14',
  '15',
  'x',
  undefined,
);

const setting = fc
  .record({
    verb: fc.constantFrom(add, add, replace),
    cmdId: cmdIds,
    id: ids,
    scope: scopes,
    name: names,
    pick: fc.nat(20),
  })
  .map(({ verb, cmdId, id, scope, name, pick }) => {
    const values = leaves[name] ?? [];
    return verb(cmdId, pfx(id, name, scope), values[pick % values.length] ?? {});
  });

const other = fc
  .record({
    verb: fc.constantFrom(get, get, remove),
    cmdId: cmdIds,
    id: ids,
    name: fc.option(names, { nil: undefined }),
  })
  .map(({ verb, cmdId, id, name }) => verb(cmdId, pfx(id, name)));

const fixed = fc.constantFrom(
  get(21, root),
  get(22, pfx('a')),
  add(23, pfx('a'), leaf.node),
  add(24, pfx('b'), leaf.node),
  replace(25, pfx('a'), leaf.node),
  add(26, scep('a', 'RetryCount'), leaf.int(31)),
  remove(27, scep('a')),
  get(28, './DevInfo/Man'),
  get(29, pfx('a').slice(1)),
  command('Remove', 30),
);

/** A whole install, in the order of the settings or with the blob first. */
const install = fc
  .record({
    id: ids,
    scope: scopes,
    location: fc.constantFrom(1, 2, 3),
    exportable: fc.boolean(),
    last: fc.boolean(),
  })
  .map(({ id, scope, location, exportable, last }) => {
    const at = (name: string): string => pfx(id, name, scope);
    const settings = [
      add(41, at('KeyLocation'), leaf.int(location)),
      add(42, at('PFXCertPassword'), leaf.text('secret')),
      add(43, at('PFXKeyExportable'), leaf.bool(exportable)),
    ];
    const trigger = add(44, at('PFXCertBlob'), leaf.blob(blob));
    return atomic(40, ...(last ? [...settings, trigger] : [trigger, ...settings]));
  });

const plain = fc.oneof(setting, other, fixed);
const container = fc
  .record({
    build: fc.constantFrom(atomic, sequence),
    cmdId: cmdIds,
    members: fc.array(plain, { maxLength: 5 }),
  })
  .map(({ build, cmdId, members }) => build(cmdId, ...members));

/** Messages of a few commands, many of them wrong in one way or another. */
export const messages: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      { arbitrary: plain, weight: 4 },
      { arbitrary: container, weight: 1 },
      { arbitrary: install, weight: 1 },
    ),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((commands) => message(commands));

/** Sessions of one to three messages. */
export const sessions: fc.Arbitrary<readonly string[]> = fc.array(messages, { minLength: 1, maxLength: 3 });
