import { describe, expect, it } from 'vitest';
import {
  add,
  atomic,
  csp,
  execute,
  get,
  open,
  remove,
  replace,
  sequence,
  userCsp,
  type Sent,
} from './client.ts';

const pfx = `${csp}/PFXCertInstall`;
const id = `${pfx}/a`;

function answerTo(...commands: readonly Sent[]): string {
  return open().send(...commands).all;
}

describe('Status', () => {
  it('SyncHdr has the first Status, with CmdRef 0 and the MsgID of the request', () => {
    const [first] = open().sendText(message(`<Get><CmdID>1</CmdID></Get>`)).statuses;
    expect(first).toMatchObject({ cmdRef: '0', cmd: 'SyncHdr', msgRef: '7', data: { text: '200' } });
  });

  it('the reply swaps Target and Source and keeps SessionID and MsgID', () => {
    const { header } = open().sendText(message('')).message;
    expect(header).toMatchObject({ sessionId: '5', msgId: '7' });
    expect([header?.target?.locUri, header?.source?.locUri]).toEqual(['https://server', 'device']);
  });

  it('a bare SyncBody and bare commands are answered by a whole message', () => {
    const command = '<Get><CmdID>1</CmdID><Item><Target><LocURI>./Vendor</LocURI></Target></Item></Get>';
    for (const text of [command, `<SyncBody>${command}</SyncBody>`]) {
      const reply = open().sendText(text);
      expect(reply.message).toMatchObject({ shape: 'message', final: true });
      expect(reply.codes('1')).toBe('200');
    }
  });

  it('stands in the order of the commands, a container before its members', () => {
    const reply = open().send(get(csp), atomic(add(`${id}/KeyLocation`, '3')), sequence(get(id)), get(pfx));
    expect(reply.statuses.map(({ cmdRef }) => cmdRef)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
    expect(reply.statuses.map(({ cmd }) => cmd).join(' ')).toBe('SyncHdr Get Atomic Add Sequence Get Get');
  });

  it('is one for several Items that fare alike, else one for each with its TargetRef', () => {
    const reply = open().send(get(csp, pfx), get(`${csp}/Nothing`, csp));
    expect([reply.codes('1'), reply.codes('2')]).toEqual(['200', '404 200']);
    expect(reply.statuses.slice(2).map(({ targetRefs }) => targetRefs)).toEqual([[`${csp}/Nothing`], [csp]]);
    expect(reply.results.map(({ locUri }) => locUri)).toEqual([csp, pfx, csp]);
  });

  it('is not sent for a command with NoResp, nor for any command where SyncHdr has NoResp', () => {
    const reply = open().send({ ...get(csp), raw: '<NoResp/>' }, get(pfx));
    expect([reply.codes('1'), reply.codes('2')]).toEqual(['', '200']);
    expect(open().sendText(message(bareGet, '<NoResp/>')).statuses).toHaveLength(1);
  });

  it('answers alerts that Windows knows, and no Status or Results of the server', () => {
    const alert = (code: string): Sent => ({ kind: 'Alert', raw: `<Data>${code}</Data>` });
    expect(answerTo(alert('1223'), alert('9999'), { kind: 'Alert' })).toBe('200 406 400');
    const status = '<MsgRef>1</MsgRef><CmdRef>0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data>';
    expect(answerTo({ kind: 'Status', raw: status }, get(csp))).toBe('200');
  });
});

describe('form of commands', () => {
  it('R-DM-11: a command without CmdID is answered with 400 and a blank CmdRef', () => {
    const reply = open().send({ ...get(csp), cmdId: null });
    expect(reply.codes('')).toBe('400');
    expect(reply.results).toEqual([]);
  });

  it('R-DM-11: inside an Atomic too, each of them, and nothing is executed', () => {
    const session = open();
    const without = { ...add(`${id}/KeyLocation`, '3'), cmdId: null };
    const reply = session.send(atomic(add(id), without, without));
    expect([reply.codes('1'), reply.codes('')]).toEqual(['507', '400 400']);
    expect(session.read(id)).toBe('404');
  });

  it('R-DM-12: an element that is no command is answered with 400', () => {
    expect(answerTo({ kind: 'Copy' }, get(csp))).toBe('400 200');
    expect(answerTo(atomic({ kind: 'Copy' }), sequence({ kind: 'Copy' }))).toBe('507 400 200 400');
  });

  it('commands without Item, without Target, and Exec with two Items are answered with 400', () => {
    expect(answerTo({ kind: 'Get' }, { kind: 'Add', items: [{ data: 'x' }] })).toBe('400 400');
    expect(answerTo(execute(`${csp}/SCEP/a/Install/Enroll`, `${csp}/SCEP/b/Install/Enroll`))).toBe('400');
  });
});

describe('LocURI', () => {
  it('R-DM-14: a leading or trailing slash, an empty name, dots and a lone asterisk are refused', () => {
    for (const target of [
      '/Vendor',
      `${pfx}/%2A`,
      `${pfx}/%2e%2e`,
      `${pfx}/`,
      `${csp}//a`,
      `${pfx}/*`,
      `${pfx}/../SCEP`,
      `${pfx}/.`,
      '',
    ]) {
      expect(answerTo(add(target, '', 'node'), get(target)), target).toBe('400 400');
    }
  });

  it('R-DM-15: without ./Device or ./User the tree of the device is meant', () => {
    const session = open();
    session.send(add(`${id}/KeyLocation`, '3'));
    expect(session.read('./Vendor/MSFT/ClientCertificateInstall/PFXCertInstall/a/KeyLocation')).toBe('3');
    expect(session.read(`${userCsp}/PFXCertInstall/a`)).toBe('404');
  });

  it('percent-encoded names are the names they stand for, and are given back as they were written', () => {
    const session = open();
    session.send(add(`${pfx}/a%20b`));
    expect(session.send(add(`${pfx}/a b`)).all).toBe('418');
    expect(session.read(pfx)).toBe('a%20b');
  });

  it('a property and an over-long LocURI are refused', () => {
    expect(answerTo(get(`${csp}?prop=Format`), get(`${csp}/${'x'.repeat(5000)}`))).toBe('406 414');
  });
});

describe('verbs', () => {
  it('R-DM-02: Get brings the value with its format, and of an interior node the names of its children', () => {
    const reply = open().send(
      add(`${id}/KeyLocation`, '3'),
      get(`${id}/KeyLocation`),
      get(csp),
      get(`${pfx}/a`),
    );
    expect(reply.results.map(({ format, text }) => `${format} ${text}`)).toEqual([
      'int 3',
      'node PFXCertInstall/SCEP',
      'node KeyLocation',
    ]);
  });

  it('R-DM-03 and R-DM-05: what is not there is 404, Add of what is there is 418', () => {
    expect(answerTo(get(id), remove(id), get(`${csp}/Nothing`), add(id), add(id))).toBe(
      '404 404 404 200 418',
    );
  });

  it('R-DM-04: a verb that the node does not allow is 405, whether the node is there or not', () => {
    expect(answerTo(add(pfx), remove(csp), replace(csp), remove(`${id}/KeyLocation`))).toBe(
      '405 405 405 405',
    );
    expect(answerTo(add(`${id}/Status`, '0', 'int'), replace(`${id}/Thumbprint`, 'x'))).toBe('405 405');
  });

  it('R-DM-06 and R-DM-07: Add makes missing parents, Delete takes the whole subtree', () => {
    const session = open();
    session.send(add(`${csp}/SCEP/a/Install/KeyUsage`, '160'));
    expect(session.read(`${csp}/SCEP/a/Install`)).toBe('KeyUsage/Enroll');
    session.send(remove(`${csp}/SCEP/a`));
    expect(session.read(`${csp}/SCEP/a/Install/KeyUsage`)).toBe('404');
  });

  it('R-DM-17: a Format that is not the node`s is refused and changes nothing', () => {
    const session = open();
    expect(session.send(add(`${id}/KeyLocation`, '3', 'chr'), add(id, '', 'chr')).all).toBe('415 415');
    expect(session.read(id)).toBe('404');
  });

  it('the Format of a command counts for Items that have none', () => {
    const sent = { kind: 'Add', raw: '<Meta><Format xmlns="syncml:metinf">chr</Format></Meta>' };
    expect(answerTo({ ...sent, items: [{ target: `${id}/KeyLocation`, data: '3' }] })).toBe('415');
  });
});

describe('Atomic and Sequence', () => {
  it('R-DM-08: when one member fails the Atomic has 507 and the tree is as before', () => {
    const session = open();
    session.send(add(`${id}/KeyLocation`, '3'));
    const { all } = session.send(atomic(replace(`${id}/KeyLocation`, '2'), remove(id), get(csp)));
    expect(all.split(' ')[0]).toBe('507');
    expect(session.read(`${id}/KeyLocation`)).toBe('3');
  });

  it('R-DM-09 and R-DM-10: nested Atomic 500 in 507, Get in Atomic 500', () => {
    const session = open();
    const nested = session.send(atomic(atomic(add(id))));
    expect([nested.codes('1'), nested.codes('2')]).toEqual(['507', '500']);
    expect(session.send(atomic(get(csp))).all).toBe('507 500');
    expect(session.read(id)).toBe('404');
  });

  it('R-DM-13: the members of a Sequence are executed in order, each for itself', () => {
    expect(answerTo(sequence(add(id), add(id), remove(id), add(id)))).toBe('200 200 418 200 200');
  });

  it('several Items of one member are undone together', () => {
    const session = open();
    const both = {
      kind: 'Add',
      items: [...(add(id).items ?? []), ...(add(id).items ?? []), ...(add(id).items ?? [])],
    };
    expect(session.send(atomic(both)).all).toBe('507 216 418 215');
    expect(session.read(id)).toBe('404');
  });
});

describe('documents that can not be read', () => {
  it.each([
    ['<SyncML><SyncBody>', '415'],
    ['<!DOCTYPE a []><SyncML/>', '415'],
    ['<html/>', '400'],
    ['', '415'],
  ])('%j is answered with a Status of SyncHdr alone', (text, code) => {
    const reply = open().sendText(text);
    expect([reply.header, reply.all]).toEqual([code, '']);
  });
});

const bareGet = '<Get><CmdID>1</CmdID><Item><Target><LocURI>./Vendor</LocURI></Target></Item></Get>';

function message(body: string, header = ''): string {
  return `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>
    <SessionID>5</SessionID><MsgID>7</MsgID><Target><LocURI>device</LocURI></Target>
    <Source><LocURI>https://server</LocURI></Source>${header}</SyncHdr><SyncBody>${body}<Final/></SyncBody></SyncML>`;
}
