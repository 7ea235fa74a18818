import type { Case } from '../../cases/case.ts';
import { fixtureOf, openPfx, pfxOf, usualPfx, type PfxFixture } from '../../generators/fixtures.ts';
import type { KeyKind, Pool } from '../../pki/pool.ts';
import { requestIn } from './command-passes.ts';
import { allCommandsOf, targetsOf } from './commands.ts';
import { replacing, type PlacedText, type Range } from './edit.ts';
import { escapeText } from '../../syncml/escape.ts';
import type { Pass } from './pass.ts';

/** A file of ours in a case. */
interface SentPfx extends Range {
  readonly fixture: PfxFixture;
  /** Address of the request that it belongs to. */
  readonly request: string;
}

/** A form that a file may take in the place of its own, and what is sent to open it. */
interface Form {
  readonly fixture: PfxFixture;
  readonly password: 'as-sent' | 'plain' | 'absent';
}

/** The kinds of keys that a file is tried with, the cheapest first. */
const cheapKeys: readonly KeyKind[] = ['ec-p256', 'rsa-2048'];

/** PFX files of the generators become simpler ones, and so does what opens them. */
export function simplifyPfx(pool: Pool): Pass {
  return {
    kind: 'change',
    places: (testCase) => filesIn(testCase, pool).map((file) => withSimpler(testCase, file, pool)),
  };
}

function* withSimpler(testCase: Case, file: SentPfx, pool: Pool): Generator<Case> {
  for (const { fixture, password } of simplerThan(file.fixture)) {
    const opening = password === 'as-sent' ? [] : openingWith(password, fixture, testCase, file.request);
    yield replacing(testCase, [{ ...file, text: pfxOf(pool, fixture) }, ...opening]);
  }
}

/** Simpler forms of a file, the simplest first: the simplest of all, then one simplification at a time. */
function simplerThan(fixture: PfxFixture): readonly Form[] {
  const place = cheapKeys.indexOf(fixture.keyKind);
  const cheaper = place === -1 ? cheapKeys : cheapKeys.slice(0, place);
  const simplest = [...cheaper, fixture.keyKind].map((keyKind) => ({ ...openPfx, keyKind }));
  const { damage, friendlyName, ...undamaged } = fixture;
  const { content, chain, iterations, several, index } = openPfx;
  const single: readonly PfxFixture[] = [
    ...(damage === undefined && friendlyName === undefined ? [] : [undamaged]),
    ...cheaper.map((keyKind) => ({ ...fixture, keyKind, index })),
    { ...fixture, several },
    { ...fixture, chain },
    { ...fixture, content },
    { ...fixture, iterations },
    { ...fixture, protection: usualPfx.protection },
  ];
  return [
    ...simplest.map((form) => ({ fixture: form, password: 'absent' as const })),
    { fixture, password: 'plain' },
    { fixture: { ...fixture, protection: openPfx.protection, password: null }, password: 'absent' },
    ...single.map((form) => ({ fixture: form, password: 'as-sent' as const })),
  ];
}

function filesIn(testCase: Case, pool: Pool): readonly SentPfx[] {
  return allCommandsOf(testCase)
    .flatMap(targetsOf)
    .flatMap(({ locUri, data }) => {
      // The file as it was built, in one piece, whatever stands around it.
      const found = /[A-Za-z\d+/]{100,}={0,2}/.exec(data?.text ?? '');
      const fixture = found === null ? undefined : fixtureOf(pool, found[0]);
      if (locUri === undefined || data === undefined || found === null || fixture === undefined) return [];
      const start = data.start + found.index;
      const end = start + found[0].length;
      return [{ step: data.step, start, end, fixture, request: requestIn(locUri.text) }];
    });
}

/** Changes the commands that say how the file of a request is opened: they go, but for a password that is plain now. */
function openingWith(
  password: 'plain' | 'absent',
  fixture: PfxFixture,
  testCase: Case,
  request: string,
): readonly PlacedText[] {
  const start = `${request}/PFXCertPassword`;
  return allCommandsOf(testCase).flatMap((command) => {
    const [target, another] = targetsOf(command);
    const address = target?.locUri?.text;
    if (address?.startsWith(start) !== true || another !== undefined) return [];
    const { step, start: from, end } = command;
    if (password === 'absent' || address !== start) return [{ step, start: from, end, text: '' }];
    return target?.data === undefined ? [] : [{ ...target.data, text: escapeText(fixture.password ?? '') }];
  });
}
