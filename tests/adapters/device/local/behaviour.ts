import assert from 'node:assert/strict';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hresultMeanings, lockAbandoned } from '../../../../adapters/device/hresult.ts';
import { localManagement, type LocalManagement } from '../../../../adapters/device/local/management.ts';
import type { Libraries } from '../../../../adapters/device/local/messages.ts';
import { TargetFailure } from '../../../../adapters/target.ts';
import type { Environment } from '../stand-in/environment.ts';
import {
  startStandInServer,
  succeed,
  type StandInAnswer,
  type StandInCall,
  type StandInServer,
} from '../stand-in/server.ts';

const patience = 30_000;
/** Long enough for an answer, short enough to wait for where there is none. */
const shortPatience = 1_000;

const echo = ({ request }: StandInCall): StandInAnswer => ({ kind: 'return', hresult: 0, result: request });

/** Any text but U+0000, also with halves of surrogate pairs. */
const text = fc
  .array(
    fc.oneof(
      fc.integer({ min: 1, max: 0x7f }),
      fc.integer({ min: 1, max: 0xffff }),
      fc.integer({ min: 0x10000, max: 0x10ffff }),
    ),
    { maxLength: 200 },
  )
  .map((points) => String.fromCodePoint(...points));

/** The same failures wherever it runs: told as a sentence, and gone with the next call. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
  const failure = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(TargetFailure);
  return (failure as TargetFailure).message;
}

/** What calling the library by a process beside the suite has to be like, by whatever binaries it is done. */
export function describeCalls(environmentOf: () => Environment): void {
  let server: StandInServer;
  let management: LocalManagement;

  const manage = (libraries: Libraries): LocalManagement => {
    const { program } = environmentOf();
    return localManagement({
      program: { ...program, environment: { ...program.environment, ...server.environment } },
      libraries,
      patience,
    });
  };

  beforeEach(async () => {
    server = await startStandInServer();
    management = manage(environmentOf().libraries);
  });
  afterEach(async () => {
    await management.close();
    await server.close();
  });

  /** The names of the calls so far. */
  const named = (): readonly string[] => server.calls.map(({ call }) => call);

  describe('texts', () => {
    it('come through unchanged in both directions, with every unit of UTF-16', async () => {
      server.answerWith(echo);
      await management.register();
      await fc.assert(
        fc.asyncProperty(text, async (sent) => {
          const applied = await management.apply(sent, patience);
          assert.equal(applied.result, sent);
          assert.equal(server.calls.at(-1)?.request, sent);
        }),
        {
          numRuns: 100,
          examples: [[''], ['é漢字😀'], ['\ud800'], ['\udc00x'], ['a\r\nb\tc'], ['\ufeff<a/>']],
        },
      );
    });

    it('may have four megabytes', async () => {
      server.answerWith(echo);
      await management.register();
      const sent = '<Data>é漢😀</Data>'.repeat((4 * 1024 * 1024) / 17);
      expect((await management.apply(sent, patience)).result === sent).toBe(true);
    });

    it('with U+0000 are refused, since they would be cut off there', async () => {
      await management.register();
      expect(await failureOf(management.apply('<SyncBody>\0</SyncBody>', patience))).toContain('U+0000');
      expect(named()).toEqual(['register']);
    });

    it('are freed once each', async () => {
      await management.close();
      management = manage(environmentOf().countingLibraries);
      server.answerWith(echo);
      await management.register();
      for (let count = 0; count < 5; count++) await management.apply('<SyncBody/>', patience);
      server.answerWith(() => ({ kind: 'return', hresult: 0x80070005 }));
      await management.apply('<SyncBody/>', patience);
      await management.unregister().catch(() => undefined);
      expect(server.calls.at(-1)?.counts).toEqual({ allocations: 5, live: 0, wronglyFreed: 0 });
    });

    it('may be missing in the answer', async () => {
      server.answerWith(succeed);
      await management.register();
      expect(await management.apply('<SyncBody/>', patience)).toEqual({ hresult: 0 });
    });
  });

  describe('failures of the library', () => {
    it.each(hresultMeanings.map(({ code, name, advice }) => [name, code, advice] as const))(
      '%s is explained where registering gives it, and is the answer where applying gives it',
      async (name, hresult, advice) => {
        server.answerWith(() => ({ kind: 'return', hresult }));
        const message = await failureOf(management.register());
        expect(message).toContain(`RegisterDeviceWithLocalManagement failed with 0x`);
        expect(message).toContain(`${name}: ${advice}`);
        server.answerWith(succeed);
        await management.register();
        server.answerWith(() => ({ kind: 'return', hresult, result: '<SyncML/>' }));
        expect(await management.apply('<SyncBody/>', patience)).toEqual({ hresult, result: '<SyncML/>' });
      },
    );

    it('the library refuses who has not registered', async () => {
      expect(await management.apply('<SyncBody/>', patience)).toEqual({ hresult: 0x8007139f });
    });

    it('an abandoned lock is tried once more by the same process, and only before its first success', async () => {
      const abandonedOnce = (): void => {
        let first = true;
        server.answerWith((call) => {
          const hresult = first ? lockAbandoned : 0;
          first = false;
          return { ...echo(call), hresult } as StandInAnswer;
        });
      };
      abandonedOnce();
      await management.register();
      abandonedOnce();
      expect((await management.apply('1', patience)).hresult).toBe(0);
      abandonedOnce();
      expect((await management.apply('2', patience)).hresult).toBe(lockAbandoned);
      expect(named()).toEqual(['register', 'register', 'apply', 'apply', 'apply']);
    });
  });

  describe('a process that', () => {
    it('hangs is ended, told of, and replaced by one that has registered', async () => {
      await management.register();
      server.answerWith((call) => (call.call === 'apply' ? { kind: 'hang' } : succeed()));
      const message = await failureOf(management.apply('<SyncBody/>', shortPatience));
      expect(message).toContain('ApplyLocalManagementSyncML');
      expect(message).toContain(`did not answer within ${shortPatience} ms`);
      server.answerWith(echo);
      expect((await management.apply('again', patience)).result).toBe('again');
      expect(named()).toEqual(['register', 'apply', 'register', 'apply']);
    });

    it('crashes is told of, and replaced by one that has registered', async () => {
      await management.register();
      server.answerWith((call) => (call.call === 'apply' ? { kind: 'crash' } : succeed()));
      expect(await failureOf(management.apply('<SyncBody/>', patience))).toMatch(
        // Under Wine, of an exit code its last byte arrives.
        /ApplyLocalManagementSyncML failed: .* (ended with (0xC0000005|code 5)|was ended by SIGSEGV); the next call/,
      );
      server.answerWith(echo);
      expect((await management.apply('again', patience)).result).toBe('again');
    });

    it('was replaced gets the lock of the one that died, whose first answer is not taken', async () => {
      await management.register();
      server.answerWith(() => ({ kind: 'crash' }));
      await failureOf(management.apply('<SyncBody/>', patience));
      let answers = 0;
      server.answerWith((call) => {
        answers += 1;
        return answers === 1 ? { kind: 'return', hresult: lockAbandoned } : echo(call);
      });
      expect((await management.apply('again', patience)).result).toBe('again');
      expect(named()).toEqual(['register', 'apply', 'register', 'register', 'apply']);
    });

    it('is asked for several things at once does them one after the other', async () => {
      server.answerWith(echo);
      await management.register();
      const sent = Array.from({ length: 20 }, (_, index) => `<SyncBody>${index}</SyncBody>`);
      const applied = await Promise.all(sent.map((each) => management.apply(each, patience)));
      expect(applied.map(({ result }) => result)).toEqual(sent);
      expect(server.calls.slice(1).map(({ request }) => request)).toEqual(sent);
    });
  });

  it('says which library can not be loaded', async () => {
    await management.close();
    management = manage({ ...environmentOf().libraries, management: '/no/such/library' });
    expect(await failureOf(management.register())).toContain('/no/such/library can not be loaded');
  });
}
