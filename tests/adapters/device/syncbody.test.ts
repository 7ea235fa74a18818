import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOfDocument } from '../../../adapters/device/refusal.ts';
import { replyFrom } from '../../../adapters/device/reply.ts';
import { cutDocument } from '../../../adapters/device/syncbody.ts';
import { someCases, pool } from './cases.ts';

const header =
  '<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>7</MsgID>' +
  '<Target><LocURI>urn:device</LocURI></Target><Source><LocURI>https://server</LocURI></Source></SyncHdr>';
const csp = './Device/Vendor/MSFT/ClientCertificateInstall';
const command = (verb: string, address: string, id = '1'): string =>
  `<${verb}><CmdID>${id}</CmdID><Item><Target><LocURI>${address}</LocURI></Target></Item></${verb}>`;
const bodyWith = (...commands: readonly string[]): string =>
  `<SyncBody>${commands.join('')}<Final/></SyncBody>`;
const document = (body: string, head = header): string =>
  `<SyncML xmlns="SYNCML:SYNCML1.2">${head}${body}</SyncML>`;
const cut = (text: string): ReturnType<typeof cutDocument> => cutDocument(Buffer.from(text));
const refusal = (text: string, run?: Parameters<typeof refusalOfDocument>[1]): string | undefined =>
  refusalOfDocument(Buffer.from(text), run);

describe('the SyncBody of a document', () => {
  it('is cut out character by character', () => {
    const body = `<SyncBody >\r\n ${command('Get', `${csp}/é漢😀&amp;`)}<!-- ]] --><Final></Final>\t</SyncBody>`;
    expect(cut(document(body))).toMatchObject({ kind: 'body', syncBody: body, msgId: '7' });
    expect(cut(bodyWith(command('Get', csp)))).toMatchObject({ kind: 'body', msgId: '1' });
  });

  it('is, of every case of the suite that is carried, a piece of the document', () => {
    let carried = 0;
    for (const { steps } of someCases(pool, 7)) {
      for (const step of steps) {
        if (step.kind !== 'send' || !('text' in step.payload)) continue;
        const found = cut(step.payload.text);
        if (found.kind === 'refused') continue;
        carried++;
        expect(step.payload.text).toContain(found.syncBody);
        expect(found.syncBody).toMatch(/^<SyncBody[^]*<\/SyncBody>\s*$/);
      }
    }
    expect(carried).toBeGreaterThan(100);
  });

  it.each([
    ['an XML declaration', `<?xml version="1.0"?>${document(bodyWith())}`],
    ['a byte order mark', `\ufeff${document(bodyWith())}`],
    ['another namespace', document(bodyWith()).replace('SYNCML1.2', 'SYNCML1.1')],
    ['a prefix at the root', document(bodyWith()).replace('<SyncML ', '<SyncML xmlns:m="syncml:metinf" ')],
    ['no header', document(bodyWith(), '')],
    ['NoResp in the header', document(bodyWith(), header.replace('</SyncHdr>', '<NoResp/></SyncHdr>'))],
    ['an unusual MsgID', document(bodyWith(), header.replace('>7<', '>007<'))],
    ['another VerProto', document(bodyWith(), header.replace('DM/1.2', 'DM/1.1'))],
    [
      'an unknown element in the header',
      document(bodyWith(), header.replace('</SyncHdr>', '<X/></SyncHdr>')),
    ],
    ['a comment in the header', document(bodyWith(), header.replace('</SyncHdr>', '<!-- --></SyncHdr>'))],
    ['something behind the body', document(`${bodyWith()}<Extra/>`)],
    ['no SyncML', '<a/>'],
    ['bare commands', command('Get', csp)],
    ['a tag that is never closed', document('<SyncBody><Get></SyncBody>')],
    ['a document type', `<!DOCTYPE x>${document(bodyWith())}`],
    ['a document of a million characters', document(bodyWith(`<!--${'x'.repeat(1_000_000)}-->`))],
  ])('is not cut out of a document with %s', (_, text) => {
    expect(cut(text)).toMatchObject({ kind: 'refused', reason: /^the document can not be carried/ });
  });

  it('is not cut out of bytes in UTF-16', () => {
    const utf16 = Buffer.from(`\ufeff${document(bodyWith())}`, 'utf16le');
    expect(cutDocument(utf16).kind).toBe('refused');
  });
});

describe('what a document may address on a real machine', () => {
  it.each([
    ['Add', `${csp}/PFXCertInstall/Alpha`],
    ['Exec', './Vendor/MSFT/ClientCertificateInstall/SCEP/Alpha/Install/Enroll'],
    ['Replace', ' ./user/vendor/msft/clientcertificateinstall/SCEP/a&amp;b '],
    ['Delete', 'Vendor/MSFT/ClientCertificateInstall/NoSuchHalf'],
    ['Get', './DevInfo/DevId'],
    ['Get', './DevDetail/Ext/Microsoft/DeviceName'],
    ['Get', csp],
  ])('is %s %s', (verb, address) => {
    expect(refusal(bodyWith(command(verb, address)))).toBeUndefined();
  });

  it.each([
    ['Exec', './Device/Vendor/MSFT/RemoteWipe/doWipe'],
    ['Replace', './DevDetail/Ext/Microsoft/DeviceName'],
    ['Get', './Device/Vendor/MSFT/RemoteWipe'],
    ['Delete', './Device/Vendor/MSFT/ClientCertificateInstallX'],
    ['Delete', `${csp}/../RemoteWipe`],
    ['Delete', `${csp}/%2e%2e/RemoteWipe`],
    ['Delete', `${csp}\\..\\RemoteWipe`],
    ['Delete', ''],
    ['Delete', './&#86;endor/MSFT/RemoteWipe'],
    ['Delete', '<![CDATA[./Vendor/MSFT/RemoteWipe]]>'],
    ['Get', './DevInfo/../Vendor/MSFT/RemoteWipe'],
    ['Copy', './DevInfo/DevId'],
  ])('is not %s %s', (verb, address) => {
    const commands = [command('Get', csp), command(verb, address, '2')];
    expect(refusal(bodyWith(...commands))).toMatch(/is not sent to a real machine/);
    expect(refusal(bodyWith(`<Atomic><CmdID>9</CmdID>${commands.join('')}</Atomic>`))).toMatch(/is not sent/);
    expect(refusal(bodyWith(`<Get><CmdID>9</CmdID><Delete>${commands.join('')}</Delete></Get>`))).toMatch(
      /is not sent/,
    );
  });

  it('is nothing that others have made, where the machine is not the run’s alone', () => {
    const shared = { isOwner: false, foreign: new Set([`${csp}/PFXCertInstall/Theirs`.toLowerCase()]) };
    const alone = { isOwner: true, foreign: new Set<string>() };
    const parents = bodyWith(command('Delete', `${csp}/PFXCertInstall`));
    expect(refusal(parents, alone)).toBeUndefined();
    expect(refusal(parents, shared)).toMatch(/above the certificate requests/);
    for (const spelling of [
      csp,
      './Vendor/MSFT/ClientCertificateInstall',
      'device/vendor/MSFT//ClientCertificateInstall',
    ]) {
      const text = bodyWith(
        command('Delete', `${spelling.replace('//', '/')}/PFXCertInstall/THEIRS/ContainerName`),
      );
      expect(refusal(text, shared)).toMatch(/was on the machine before/);
    }
    expect(refusal(bodyWith(command('Delete', `${csp}/PFXCertInstall/Ours`)), shared)).toBeUndefined();
  });
});

describe('the answer', () => {
  const status = (msgRef: string, cmdRef: string): string =>
    `<Status><CmdID>1</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${cmdRef}</CmdRef><Data>200</Data></Status>`;
  const result = (msgRef: string): string =>
    `<SyncML><SyncHdr/><SyncBody>${status(msgRef, '0')}${status(msgRef, '1')}${status('99', '2')}<Final/></SyncBody></SyncML>`;

  it('loses its declaration, and names the message of the document', () => {
    const text = `\ufeff<?xml version="1.0" encoding="utf-16"?>\r\n${result('1')}`;
    expect(Buffer.from(replyFrom(text, '7')).toString('utf8')).toBe(result('7'));
  });

  it('stays as it is otherwise, also where it is no SyncML', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!/^\ufeff|^\s*<\?xml/.test(text));
        expect(Buffer.from(replyFrom(text, '7')).toString('utf8')).toBe(text);
      }),
    );
  });
});
