import { describe, expect, it } from 'vitest';
import type { StepObservation } from '../../cases/observation.ts';
import { narrow, type Narrowed } from '../../oracles/narrow.ts';
import { predict } from '../../oracles/predict.ts';
import { initialWorlds } from '../../oracles/world.ts';
import { bare } from './support/laboratory.ts';
import {
  add,
  atomic,
  command,
  get,
  item,
  leaf,
  message,
  pfx,
  root,
  scep,
  sequence,
} from './support/payload.ts';
import { reply, type ResultLine, type StatusLine } from './support/reply.ts';

const worlds = initialWorlds(bare);

function judged(text: string, observation: StepObservation): Narrowed {
  return narrow(predict(worlds, { kind: 'send', payload: { text } }), observation, 3);
}

function answered(
  text: string,
  statuses: readonly StatusLine[],
  results: readonly ResultLine[] = [],
): Narrowed {
  return judged(text, reply(statuses, results));
}

/** The first difference, or `agree`. */
function outcome(narrowed: Narrowed): unknown {
  return narrowed.kind === 'agree' ? 'agree' : narrowed.differences[0];
}

const getRoot = get(1, root);
const children: ResultLine = { cmdRef: '1', locUri: root, text: 'SCEP/PFXCertInstall', format: 'node' };
const done: StatusLine = { cmdRef: '1', cmd: 'Get', code: '200' };

describe('joining a reply to its request', () => {
  it('takes Status and Results by CmdRef', () => {
    expect(outcome(answered(message([getRoot]), [done], [children]))).toBe('agree');
  });

  it('misses a Status, and reports R-DM-01 for it', () => {
    expect(outcome(answered(message([getRoot]), []))).toMatchObject({
      requirement: 'R-DM-01',
      observed: 'no Status',
      step: 3,
    });
  });

  it('reports a Status that comes twice, and one for a CmdID that is none', () => {
    expect(outcome(answered(message([getRoot]), [done, done], [children]))).toMatchObject({
      requirement: 'R-DM-01',
    });
    expect(outcome(answered(message([getRoot]), [done, { ...done, cmdRef: '9' }], [children]))).toMatchObject(
      {
        requirement: 'R-DM-01',
        where: 'Status with CmdRef 9',
      },
    );
  });

  it('reports Results that come twice', () => {
    expect(outcome(answered(message([getRoot]), [done], [children, children]))).toMatchObject({
      requirement: 'R-DM-01',
    });
  });

  it('wants the MsgID of the request as MsgRef, of a message', () => {
    const wrong = judged(message([getRoot]), reply([done], [children], '7'));
    expect(outcome(wrong)).toMatchObject({ requirement: 'R-DM-01', observed: 'MsgRef 7' });
  });

  it('takes MsgRef 1, or none, for what has no header', () => {
    const body = `<SyncBody xmlns="SYNCML:SYNCML1.2">${getRoot}</SyncBody>`;
    expect(outcome(judged(body, reply([done], [children], '1')))).toBe('agree');
    expect(outcome(judged(body, reply([done], [children], '2')))).toMatchObject({ requirement: 'R-DM-01' });
  });

  it('wants a Status for SyncHdr of a message, and a good one', () => {
    const header = { cmdRef: '0', cmd: 'SyncHdr', code: '401' };
    expect(outcome(answered(message([getRoot]), [header, done], [children]))).toMatchObject({
      requirement: 'R-DM-01',
    });
    const accepted = { ...header, code: '212' };
    expect(outcome(answered(message([getRoot]), [accepted, done], [children]))).toBe('agree');
  });

  it('tells commands with the same CmdID apart by their name and then by their order', () => {
    const text = message([get(1, root), add(1, root, leaf.node)]);
    const refused = { cmdRef: '1', cmd: 'Add', code: '405' };
    expect(outcome(answered(text, [refused, done], [children]))).toBe('agree');
    const twice = message([get(1, root), get(1, pfx('a'))]);
    const missing = { ...done, code: '404' };
    expect(outcome(answered(twice, [done, missing], [children]))).toBe('agree');
    expect(outcome(answered(twice, [missing, done], [children]))).not.toBe('agree');
  });

  it('takes a blank CmdRef for commands without CmdID', () => {
    const text = message([command('Get', undefined, item(root))]);
    expect(outcome(answered(text, [{ cmdRef: '', cmd: 'Get', code: '400' }]))).toBe('agree');
  });

  it('takes one Status for all Items, or one for each with its TargetRef', () => {
    const ids = [`${root}/PFXCertInstall`, `${root}/SCEP`];
    const text = message([command('Delete', 1, ...ids.map((locUri) => item(locUri)))]);
    const status = { cmdRef: '1', cmd: 'Delete', code: '405' };
    const [first = '', second = ''] = ids;
    expect(outcome(answered(text, [status]))).toBe('agree');
    const each = [
      { ...status, targetRef: second },
      { ...status, targetRef: first },
    ];
    expect(outcome(answered(text, each))).toBe('agree');
    expect(outcome(answered(text, each.slice(1)))).toMatchObject({ requirement: 'R-DM-01' });
    expect(outcome(answered(text, [status, status]))).toMatchObject({ requirement: 'R-DM-01' });
  });

  it('joins the Results of several Items by their LocURI, in whatever order they come', () => {
    const text = message([command('Get', 1, item(root), item(`${root}/PFXCertInstall`))]);
    const empty = { cmdRef: '1', locUri: `${root}/PFXCertInstall`, text: '', format: 'node' };
    expect(outcome(answered(text, [done], [empty, children]))).toBe('agree');
  });

  it('lets a command with NoResp be answered or not', () => {
    const text = message([command('Get', 1, '<NoResp/>', item(root))]);
    expect(outcome(answered(text, []))).toBe('agree');
    expect(outcome(answered(text, [done], [children]))).toBe('agree');
  });

  it('counts a Status only once where a CmdID is shared and one of its commands needs no Status', () => {
    const text = message([command('Get', 1, '<NoResp/>', item(root)), get(1, pfx('a'))]);
    const missing = { ...done, code: '404' };
    expect(outcome(answered(text, [missing]))).toBe('agree');
    expect(outcome(answered(text, []))).toMatchObject({ requirement: 'R-DM-01' });
  });
});

describe('a reply that is none', () => {
  it('is a violation of R-DM-01 where bytes come that are no SyncML', () => {
    const garbage: StepObservation = { kind: 'reply', payload: { base64: 'AAECAw==' } };
    expect(outcome(judged(message([getRoot]), garbage))).toMatchObject({
      requirement: 'R-DM-01',
      layer: 'protocol',
    });
    expect(outcome(judged('<broken', garbage))).toMatchObject({ requirement: 'R-DM-01' });
  });

  it('is one where nothing comes, unless the message may be passed over', () => {
    const none: StepObservation = { kind: 'reply', payload: 'none' };
    expect(outcome(judged(message([getRoot]), none))).toMatchObject({
      requirement: 'R-DM-01',
      observed: 'no reply',
    });
    expect(outcome(judged('<broken', none))).toBe('agree');
    expect(
      outcome(judged(message([]).replace('<SyncBody>', '<SyncBody><Status><CmdID>1</CmdID></Status>'), none)),
    ).toBe('agree');
  });

  it('may say what it likes about a message that is not well-formed, but nothing may succeed', () => {
    const refusal = reply([{ cmdRef: '0', cmd: 'SyncHdr', code: '400' }]);
    expect(outcome(judged('<broken', refusal))).toBe('agree');
    expect(outcome(judged('<broken', reply([done])))).toMatchObject({ requirement: 'R-DM-16' });
  });
});

describe('values', () => {
  it('wants the Format of the node, which only a text may leave out', () => {
    const text = message([getRoot]);
    const plain = { cmdRef: '1', locUri: root, text: children.text };
    expect(outcome(answered(text, [done], [plain]))).toMatchObject({
      requirement: 'R-DM-02',
      observed: 'Format (blank)',
    });
    const stored = message([
      atomic(1, add(2, scep('a'), leaf.node), add(3, scep('a', 'ServerURL'), leaf.text('x'))),
      get(4, scep('a', 'ServerURL')),
    ]);
    const statuses = ['1', '2', '3', '4'].map((cmdRef) => ({
      cmdRef,
      code: '200',
      cmd: { 1: 'Atomic', 4: 'Get' }[cmdRef] ?? 'Add',
    }));
    expect(
      outcome(answered(stored, statuses, [{ cmdRef: '4', locUri: scep('a', 'ServerURL'), text: 'x' }])),
    ).toBe('agree');
    expect(
      outcome(answered(stored, statuses, [{ cmdRef: '4', locUri: scep('a', 'ServerURL'), text: 'y' }])),
    ).toMatchObject({
      layer: 'node',
      requirement: 'R-DM-02',
      expected: '"x", because Get brings the value that was set',
      observed: '"y"',
    });
  });

  it('takes the names of children in any order and escaped, but not one twice or one that is none', () => {
    const shows = (text: string): unknown =>
      outcome(answered(message([getRoot]), [done], [{ ...children, text }]));
    expect(shows('PFXCertInstall/SCEP')).toBe('agree');
    expect(shows('SCEP/%50FXCertInstall')).toBe('agree');
    expect(shows('SCEP')).not.toBe('agree');
    expect(shows('SCEP/PFXCertInstall/SCEP')).not.toBe('agree');
    expect(shows('SCEP/PFXCertInstall/Other')).not.toBe('agree');
  });

  it('misses Results where the Get succeeds, and wants none where it fails', () => {
    expect(outcome(answered(message([getRoot]), [done]))).toMatchObject({
      layer: 'node',
      requirement: 'R-DM-02',
    });
    const missing = get(1, pfx('a'));
    const failed = { ...done, code: '404' };
    expect(
      outcome(answered(message([missing]), [failed], [{ ...children, locUri: pfx('a') }])),
    ).toMatchObject({
      layer: 'node',
      requirement: 'R-DM-03',
    });
  });
});

describe('answers to open questions', () => {
  it('are taken from what is seen', () => {
    const narrowed = answered(message([get(1, scep('a', 'Enroll'))]), [{ ...done, code: '406' }]);
    expect(narrowed.kind === 'agree' && narrowed.worlds.map(({ answers }) => answers)).toEqual([
      { 'A-35/Get': '406' },
    ]);
  });

  it('must not contradict each other within one reply', () => {
    const text = message([get(1, scep('a', 'Enroll')), get(2, scep('b', 'Enroll'))]);
    const narrowed = answered(text, [
      { ...done, code: '406' },
      { ...done, cmdRef: '2', code: '405' },
    ]);
    expect(outcome(narrowed)).toMatchObject({
      requirement: 'R-DM-04',
      ambiguities: expect.arrayContaining(['A-35']) as unknown,
    });
  });

  it('tell whether a Sequence goes on after a failure (A-58)', () => {
    const text = message([sequence(1, get(2, pfx('a')), get(3, root))]);
    const statuses: readonly StatusLine[] = [
      { cmdRef: '1', cmd: 'Sequence', code: '200' },
      { cmdRef: '2', cmd: 'Get', code: '404' },
    ];
    const aborted = answered(text, [...statuses, { cmdRef: '3', cmd: 'Get', code: '215' }]);
    expect(aborted.kind === 'agree' && aborted.worlds.map(({ answers }) => answers['A-58'])).toEqual(['215']);
    const wentOn = answered(
      text,
      [...statuses, { cmdRef: '3', cmd: 'Get', code: '200' }],
      [{ ...children, cmdRef: '3' }],
    );
    expect(wentOn.kind === 'agree' && wentOn.worlds.map(({ answers }) => answers['A-58'])).toEqual([
      'executed',
    ]);
  });
});

describe('several faults in one command', () => {
  it('may be found in any order: the statuses of each are admitted', () => {
    const unknown = add(1, pfx('a', 'Other'), leaf.text('x')).replace('>x<', '><![CDATA[x]]><');
    const status = { cmdRef: '1', cmd: 'Add' };
    expect(
      outcome(
        answered(message([atomic(9, unknown)]), [
          { cmdRef: '9', cmd: 'Atomic', code: '507' },
          { ...status, code: '400' },
        ]),
      ),
    ).toBe('agree');
    const readOnly = add(1, pfx('a', 'Status'), leaf.text('x'));
    expect(
      outcome(
        answered(message([atomic(9, readOnly)]), [
          { cmdRef: '9', cmd: 'Atomic', code: '507' },
          { ...status, code: '415' },
        ]),
      ),
    ).toBe('agree');
  });
});

describe('a failed Atomic', () => {
  const members = [
    add(2, pfx('a'), leaf.node),
    add(3, pfx('a', 'KeyLocation'), { format: 'chr', data: '3' }),
    add(4, pfx('a', 'ContainerName'), leaf.text('x')),
  ];
  const text = message([atomic(1, ...members)]);
  const failed = (...codes: readonly string[]): Narrowed =>
    answered(text, [
      { cmdRef: '1', cmd: 'Atomic', code: '507' },
      ...codes.map((code, place) => ({ cmdRef: String(place + 2), code })),
    ]);

  it('lets its members carry what A-03 lists, and tells what it shows for certain', () => {
    const shown = failed('215', '415', '215');
    expect(shown.kind === 'agree' && shown.worlds.map(({ answers }) => answers)).toEqual([
      { 'A-03/blame': 'at-fault', 'A-34': 'checked-first', 'A-03/not-reached': '215', 'A-05/format': '415' },
    ]);
    expect(failed('216', '415', '215').kind).toBe('agree');
    expect(failed('500', '216', '216').kind).toBe('agree');
  });

  it('does not let a member before the fault fail for itself, nor the one at fault succeed', () => {
    expect(outcome(failed('405', '415', '215'))).toMatchObject({
      requirement: 'R-DM-08',
      observed: 'Status 405',
    });
    expect(outcome(failed('216', '200', '215'))).toMatchObject({
      requirement: 'R-DM-17',
      observed: 'Status 200',
    });
  });
});

describe('the differences of a violation', () => {
  it('come layer by layer, the cause before its consequences', () => {
    const text = message([
      atomic(1, add(2, pfx('a'), leaf.node), add(3, pfx('a', 'ContainerName'), leaf.text('x'))),
    ]);
    const narrowed = answered(text, [
      { cmdRef: '1', cmd: 'Atomic', code: '507' },
      { cmdRef: '2', code: '216' },
      { cmdRef: '3', code: '405' },
    ]);
    expect(narrowed.kind).toBe('differ');
    const seen =
      narrowed.kind === 'differ'
        ? narrowed.differences.map(({ requirement, observed }) => [requirement, observed])
        : [];
    expect(seen).toEqual([
      ['R-PFX-10', 'Status 405'],
      ['R-PFX-02', 'Status 216'],
      ['R-DM-08', 'Status 507'],
    ]);
  });

  it('name the command with its CmdID, LocURI and line', () => {
    expect(outcome(answered(message([getRoot]), [{ ...done, code: '404' }]))).toMatchObject({
      where: `Get CmdID 1 ${root} (line 1)`,
      expected: expect.stringMatching(/^Status 200, because /) as unknown,
      observed: 'Status 404',
    });
  });
});
