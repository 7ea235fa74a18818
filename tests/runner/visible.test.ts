import { describe, expect, test } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Capabilities } from '../../adapters/target.ts';
import type { Case, Need, Step } from '../../cases/case.ts';
import { families } from '../../generators/families.ts';
import { tryCase } from '../../runner/trial.ts';
import { visiblePart } from '../../runner/visible.ts';
import { casesOf } from '../generators/laboratory.ts';

const whole = await simulatorTarget().capabilities();
const without = (...needs: readonly Need[]): Capabilities => ({
  ...whole,
  ...Object.fromEntries(needs.map((need) => [need, { answer: 'no', reason: `no ${need}` }])),
});

const message = (commands: string): Step => ({
  kind: 'send',
  payload: {
    text:
      '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>' +
      `<MsgID>1</MsgID><Target><LocURI>device</LocURI></Target><Source><LocURI>server</LocURI></Source></SyncHdr><SyncBody>${commands}<Final/></SyncBody></SyncML>`,
  },
});
const item = '<Item><Target><LocURI>./Vendor</LocURI></Target></Item>';
const get = message(`<Get><CmdID>1</CmdID>${item}</Get>`);
const deletion = message(`<Delete><CmdID>1</CmdID>${item}</Delete>`);
const mixed = message(`<Get><CmdID>1</CmdID>${item}</Get><Delete><CmdID>2</CmdID>${item}</Delete>`);

const caseOf = (...steps: readonly Step[]): Case => ({
  id: 'test',
  level: 'example',
  aims: [],
  faults: [],
  title: '',
  preparation: { edition: '10.0.26100', tpm: true, certificates: [], helloContainers: [] },
  steps,
});

describe('the part of a case that a target can show', () => {
  test('is the whole case where it can show everything', () => {
    const testCase = caseOf(deletion, { kind: 'read-stores' }, get);
    expect(visiblePart(testCase, whole)).toEqual({ case: testCase, unseen: [] });
  });

  test('lacks the steps that only look, and says why', () => {
    const testCase = caseOf(deletion, { kind: 'read-stores' }, mixed, get, { kind: 'read-stores' });
    expect(visiblePart(testCase, without('store-read-back'))).toEqual({
      case: caseOf(deletion, mixed, get),
      unseen: ['no store-read-back'],
    });
    expect(visiblePart(testCase, without('store-read-back', 'get')).case).toEqual(caseOf(deletion, mixed));
  });

  test('stays whole where nothing would be left, so that it is refused with the reason', () => {
    const testCase = caseOf(get);
    expect(visiblePart(testCase, without('get')).case).toBe(testCase);
  });

  test('no device that is right is accused for what was not looked at', { timeout: 300_000 }, async () => {
    const target = simulatorTarget();
    const capabilities = without('store-read-back', 'get', 'scep-servers');
    const bench = { target, capabilities, patience: 60_000, now: () => 0 };
    const cases = families
      .flatMap((family) => casesOf(family, 2))
      .filter((_, index) => index % 7 === 0)
      .slice(0, 600);
    const kinds = new Map<string, number>();
    for (const testCase of cases) {
      const { verdict } = await tryCase(bench, testCase);
      expect(['conform', 'not-tested'], testCase.id).toContain(verdict.kind);
      kinds.set(verdict.kind, (kinds.get(verdict.kind) ?? 0) + 1);
    }
    expect(kinds.get('conform')).toBeGreaterThan(100);
  });
});
