import { describe, expect, it } from 'vitest';
import type { Rules } from '../../simulator/rules.ts';
import { add, atomic, csp, get, open, type Session } from './client.ts';
import { installing } from './pfx-files.ts';

const id = `${csp}/PFXCertInstall/a`;

/** A device with single rules of engine or CSP put in the place of the right ones. */
function broken(change: { engine?: Partial<Rules['engine']>; csp?: Partial<Rules['csp']> }): Session {
  const adjustRules = (rules: Rules): Rules => ({
    engine: { ...rules.engine, ...change.engine },
    csp: { ...rules.csp, ...change.csp },
  });
  return open({}, {}, { adjustRules });
}

describe('a device with one rule broken', () => {
  it('can forget to undo a failed Atomic', () => {
    const session = broken({ engine: { undo: () => undefined } });
    session.send(atomic(add(id), get(csp)));
    expect(session.read(id)).toBe('');
  });

  it('can answer with another status', () => {
    const right = open().send(get(id)).all;
    const adjustRules = ({ engine, csp }: Rules): Rules => ({
      csp,
      engine: { ...engine, statuses: { ...engine.statuses, 'no-such-node': '500' } },
    });
    expect([right, open({}, {}, { adjustRules }).send(get(id)).all]).toEqual(['404', '500']);
  });

  it('can put keys into the wrong store, or make keys in the TPM exportable', () => {
    const wrongStore = broken({ csp: { storeScope: () => 'user' } });
    wrongStore.send(...installing(id));
    expect(wrongStore.stores()).toMatchObject([{ scope: 'user' }]);
    const exportable = broken({ csp: { isExportable: () => true } });
    exportable.send(...installing(id, { KeyLocation: '1' }));
    expect(exportable.stores()).toMatchObject([{ provider: 'tpm', exportable: true }]);
  });

  it('can change its replies as a whole', () => {
    const session = broken({
      engine: { finish: (reply) => ({ ...reply, commands: reply.commands.slice(0, 1) }) },
    });
    expect(session.send(get(csp)).all).toBe('');
  });

  it('leaves devices made after it right', () => {
    broken({ engine: { failedAtomic: '500' } });
    expect(
      open()
        .send(atomic(get(csp)))
        .codes('1'),
    ).toBe('507');
  });
});
