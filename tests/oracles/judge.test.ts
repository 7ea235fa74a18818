import { describe, expect, it } from 'vitest';
import type { StepObservation } from '../../cases/observation.ts';
import { judge } from '../../oracles/judge.ts';
import { bare, device } from './support/laboratory.ts';
import { add, command, get, item, leaf, message, pfx, root } from './support/payload.ts';
import { reply } from './support/reply.ts';
import { caseOf, stepOf } from './support/scenario.ts';

const getRoot = message([get(1, root)]);
const shown = reply(
  [{ cmdRef: '1', cmd: 'Get', code: '200' }],
  [{ cmdRef: '1', locUri: root, text: 'PFXCertInstall/SCEP', format: 'node' }],
);
const failure: StepObservation = { kind: 'failure', layer: 'transport', reason: 'the device hung up' };

describe('judge', () => {
  it('finds a device conform, with the requirements that were exercised', () => {
    const verdict = judge(caseOf(device, [stepOf(getRoot)]), { steps: [shown] });
    expect(verdict).toMatchObject({ kind: 'conform', answers: {} });
    expect(verdict.kind === 'conform' && verdict.exercised).toEqual(
      expect.arrayContaining(['R-DM-01', 'R-DM-02']),
    );
  });

  it('gives the answers on which all surviving worlds agree, and no others', () => {
    const text = message([add(1, pfx('a', 'KeyLocation'), leaf.int(3))]);
    const refused = judge(caseOf(bare, [stepOf(text)]), { steps: [reply([{ cmdRef: '1', code: '404' }])] });
    // A device that refuses settings outside an Atomic, and one that does not create parents, both may say 404.
    expect(refused).toMatchObject({ kind: 'conform', answers: {} });
    const accepted = judge(caseOf(bare, [stepOf(text)]), { steps: [reply([{ cmdRef: '1', code: '200' }])] });
    expect(accepted).toMatchObject({ kind: 'conform', answers: { 'A-02': 'parents-created' } });
  });

  it('is inconclusive where transport or laboratory failed, and where a step was not carried out', () => {
    const testCase = caseOf(device, [stepOf(getRoot), stepOf(getRoot)]);
    expect(judge(testCase, { steps: [shown, failure] })).toEqual({
      kind: 'inconclusive',
      layer: 'transport',
      reason: 'the device hung up',
    });
    expect(judge(testCase, { steps: [shown] })).toMatchObject({ kind: 'inconclusive', layer: 'laboratory' });
  });

  it('blames what was seen before a failure', () => {
    const testCase = caseOf(device, [stepOf(getRoot), stepOf(getRoot)]);
    const wrong = reply([{ cmdRef: '1', cmd: 'Get', code: '500' }]);
    expect(judge(testCase, { steps: [wrong, failure] })).toMatchObject({
      kind: 'violation',
      differences: [{ step: 0 }],
    });
  });

  it('takes an observation of the wrong kind for a fault of the suite', () => {
    const verdict = judge(caseOf(device, [stepOf(getRoot)]), { steps: [{ kind: 'stores', entries: [] }] });
    expect(verdict).toMatchObject({ kind: 'suite-error' });
  });

  it('reports too many possible worlds as a fault of the suite', () => {
    // NoResp in SyncHdr: no Status has to come, so that nothing tells the worlds apart.
    const values = ['03', '+3', ' 3 ', '7', 'x', 'y'].map((text, place) => leaf.int(text).data ?? `${place}`);
    const commands = [
      ...values.map((data, place) =>
        add(place + 1, pfx(`a${place}`, 'KeyLocation'), { format: 'int', data }),
      ),
      ...['bin', 'b64', 'chr'].map((format, place) =>
        add(20 + place, pfx(`b${place}`, 'PFXCertBlob'), leaf.blob('AAAA', format)),
      ),
      command('Add', 'x', item(pfx('c', 'KeyLocation'), { data: '3' })),
      command('Add', '0', item(pfx('C', 'KeyLocation'), leaf.int(3))),
      add(30, pfx('d', 'PFXKeyExportable'), leaf.bool('True')),
      add(31, pfx('e', 'PFXKeyExportable'), leaf.bool('1')),
    ];
    const text = message(commands).replace('</SyncHdr>', '<NoResp/></SyncHdr>');
    const verdict = judge(caseOf(device, [stepOf(text)]), { steps: [reply([])] });
    expect(verdict).toMatchObject({
      kind: 'suite-error',
      reason: expect.stringContaining('TooManyWorlds') as unknown,
    });
  });

  it('admits anything after a part of a large object, but still wants one Status for each command', () => {
    const part = message([
      command(
        'Add',
        1,
        item(pfx('a', 'PFXCertBlob'), leaf.blob('AAAA')).replace('</Item>', '<MoreData/></Item>'),
      ),
    ]);
    const accepted = reply([{ cmdRef: '1', code: '213' }]);
    const next = message([get(1, pfx('a', 'PFXCertBlob'))]);
    const testCase = caseOf(device, [stepOf(part), stepOf(next)]);
    expect(
      judge(testCase, { steps: [accepted, reply([{ cmdRef: '1', cmd: 'Get', code: '404' }])] }),
    ).toMatchObject({ kind: 'conform' });
    expect(judge(testCase, { steps: [accepted, reply([])] })).toMatchObject({
      kind: 'violation',
      requirement: 'R-DM-01',
    });
  });

  it('judges a message that is beyond its limits by nothing', () => {
    const huge = message([add(1, pfx('a', 'ContainerName'), leaf.text('x'.repeat(6_000_000)))]);
    const testCase = caseOf(device, [stepOf(huge)]);
    expect(judge(testCase, { steps: [{ kind: 'reply', payload: 'none' }] })).toMatchObject({
      kind: 'conform',
    });
  });
});
