import { describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import type { Capabilities, Target, TargetSession } from '../../../adapters/target.ts';
import type { Case, Payload, Preparation, Step } from '../../../cases/case.ts';
import { needsOf } from '../../../cases/needs.ts';
import type { Verdict } from '../../../cases/verdict.ts';
import { families } from '../../../generators/families.ts';
import { tryCase } from '../../../runner/trial.ts';
import { readSyncML } from '../../../syncml/read.ts';
import { writeSyncML } from '../../../syncml/write.ts';
import { casesOf } from '../../generators/laboratory.ts';
import { openLaboratory, targetOn } from './fleet-laboratory.ts';

const fleet = targetOn('https://fleet.example.com');
const capabilities = await fleet.capabilities();

/** Every generated case, without the steps that only look at what has come of it. */
const cases = families.flatMap((family) => casesOf(family, 10)).map(withoutLooking);
const possible = cases.filter((each) => needsOf(each).every((need) => capabilities[need].answer !== 'no'));

function withoutLooking(testCase: Case): Case {
  return { ...testCase, steps: testCase.steps.flatMap(acting) };
}

function acting(step: Step): readonly Step[] {
  if (step.kind === 'read-stores' || step.kind === 'read-scep-log') return [];
  if (step.kind !== 'send') return [step];
  const payload = withoutGets(step.payload);
  return payload === undefined ? [] : [{ kind: 'send', payload }];
}

/** undefined where nothing else is in it. */
function withoutGets(payload: Payload): Payload | undefined {
  if (!('text' in payload)) return payload;
  const read = readSyncML(payload.text);
  if (!read.ok || read.irregularities.length > 0) return payload;
  const commands = read.message.commands.filter(({ kind }) => kind !== 'Get');
  if (commands.length === 0) return undefined;
  return { text: writeSyncML({ ...read.message, commands }) };
}

/** Those that Fleet carries as a whole. */
const carried = possible.filter((each) => each.steps.length > 0 && fleet.refusal?.(each) === undefined);

function sample<Value>(values: readonly Value[], size: number): readonly Value[] {
  const step = Math.max(1, Math.floor(values.length / size));
  return values.filter((_, index) => index % step === 0).slice(0, size);
}

const isSending = (each: Case, kind: string): boolean =>
  each.steps.some(
    (step) => step.kind === 'send' && 'text' in step.payload && step.payload.text.includes(`<${kind}>`),
  );

/** A device that says of what is missing or not allowed that all went well. */
function flattering(session: TargetSession): TargetSession {
  return {
    ...session,
    exchange: async (request) => {
      const reply = Buffer.from((await session.exchange(request)) ?? []).toString('utf8');
      return Buffer.from(reply.replace(/<Data>40[45]<\/Data>/g, '<Data>200</Data>'));
    },
  };
}

type Device = (preparation: Preparation) => Promise<TargetSession>;
const right: Device = (preparation) => simulatorTarget().open(preparation);
const wrong: Device = async (preparation) => flattering(await right(preparation));

async function verdictOn(target: Target, able: Capabilities, testCase: Case): Promise<Verdict> {
  const bench = { target, capabilities: able, patience: 60_000, now: () => 0 };
  return (await tryCase(bench, testCase)).verdict;
}

/** What the runner says of a case, the device being reached directly and through Fleet. */
async function bothVerdicts(testCase: Case, device: Device): Promise<readonly [Verdict, Verdict]> {
  const direct: Target = { ...simulatorTarget(), open: device };
  const { preparation } = testCase;
  const { target, server } = await openLaboratory({ device: await device(preparation) }, {}, preparation);
  const verdicts = [
    await verdictOn(direct, await direct.capabilities(), testCase),
    await verdictOn(target, await target.capabilities(), testCase),
  ] as const;
  expect(server.profiles()).toEqual([]);
  return verdicts;
}

describe('generated cases through Fleet', () => {
  it.each(['Exec', 'Add', 'Atomic'])(
    'with %s get the verdicts that they get on the device itself',
    async (kind) => {
      const chosen = sample(
        carried.filter((each) => isSending(each, kind)),
        15,
      );
      expect(chosen.length).toBeGreaterThan(10);
      for (const testCase of chosen) {
        const [direct, throughFleet] = await bothVerdicts(testCase, right);
        expect(throughFleet, testCase.id).toEqual(direct);
        expect(direct.kind, testCase.id).toBe('conform');
      }
    },
  );

  it('show a wrong device as they do directly', async () => {
    const chosen = sample(
      carried.filter((each) => isSending(each, 'Exec')),
      20,
    );
    const kinds: string[] = [];
    for (const testCase of chosen) {
      const [direct, throughFleet] = await bothVerdicts(testCase, wrong);
      expect(throughFleet, testCase.id).toEqual(direct);
      kinds.push(direct.kind);
    }
    expect(kinds).toContain('violation');
  });

  it('are refused by reason, as many as there are', () => {
    const counts = new Map<string, number>();
    for (const each of possible) {
      const reason = each.steps.length === 0 ? 'looks only' : (fleet.refusal?.(each) ?? 'carried');
      const short = reason.split(/[:,]/)[0] ?? '';
      counts.set(short, (counts.get(short) ?? 0) + 1);
    }
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(possible.length);
    expect(counts.get('carried')).toBe(carried.length);
    for (const reason of [
      'Fleet carries no Delete',
      'Fleet carries no Sequence',
      'Fleet takes an Atomic only as the single command of a message',
      'Fleet takes no Atomic in an Atomic',
      'Fleet takes SCEP nodes in a profile only below its own variable $FLEET_VAR_SCEP_WINDOWS_CERTIFICATE_ID',
      'Fleet puts CmdIDs and envelope of its own',
    ]) {
      expect(counts.get(reason), reason).toBeGreaterThan(0);
    }
  });
});
