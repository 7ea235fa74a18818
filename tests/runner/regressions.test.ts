import { describe, expect, test } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Answers, Case } from '../../cases/case.ts';
import { keyCache } from '../../runner/laboratory.ts';
import { tryCase } from '../../runner/trial.ts';
import { openPool } from '../../pki/pool.ts';
import { buildPfx, type PfxSpecification } from '../../pki/pfx-build.ts';
import { seededRandom } from '../../pki/random.ts';

const pfx = './Device/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall';

const pool = await openPool(keyCache);

const blob = (content: PfxSpecification['content']): string =>
  Buffer.from(
    buildPfx(
      {
        identities: [pool.identity('rsa-2048', 0)],
        content,
        chain: false,
        protection: 'none',
        password: null,
        iterations: 1,
      },
      seededRandom('regressions'),
    ),
  ).toString('base64');

const set = (number: number, uri: string, format: string, data: string): string =>
  `<Add><CmdID>${number}</CmdID><Item><Target><LocURI>${pfx}/${uri}</LocURI></Target><Meta><Format xmlns="syncml:metinf">${format}</Format></Meta><Data>${data}</Data></Item></Add>`;

const install = (number: number, id: string, location: number, data: string, exportable = 'false'): string =>
  set(number, `${id}/KeyLocation`, 'int', String(location)) +
  set(number + 1, `${id}/PFXKeyExportable`, 'bool', exportable) +
  set(number + 2, `${id}/PFXCertBlob`, 'chr', data);

const remove = (number: number, id: string): string =>
  `<Delete><CmdID>${number}</CmdID><Item><Target><LocURI>${pfx}/${id}</LocURI></Target></Item></Delete>`;

const verdictOn = async (answers: Answers, ...bodies: readonly string[]) => {
  const testCase: Case = {
    id: 'regression',
    level: 'example',
    aims: [],
    faults: [],
    title: 'a case that was judged wrongly once',
    preparation: { edition: '10.0.26100', tpm: true, certificates: [], helloContainers: [] },
    steps: [
      ...bodies.map((body) => ({ kind: 'send', payload: { text: `<SyncBody>${body}</SyncBody>` } }) as const),
      { kind: 'read-stores' },
    ],
  };
  const target = simulatorTarget({ answers });
  const capabilities = await target.capabilities();
  return (await tryCase({ target, capabilities, patience: 60_000, now: () => 0 }, testCase)).verdict;
};

describe('devices that were accused wrongly once', () => {
  test('the key of a shared certificate may stay where the deleted install put it (A-27)', async () => {
    const data = blob('keys-and-certificates');
    const both = install(1, 'Alpha', 3, data, 'true') + install(11, 'Bravo', 1, data);
    expect(await verdictOn({ 'A-27': 'stays' }, both, remove(1, 'Bravo'))).toMatchObject({ kind: 'conform' });
  });

  test('a certificate may stay that another request has brought without its key (A-27)', async () => {
    const both =
      install(1, 'Alpha', 3, blob('keys-and-certificates')) +
      set(11, 'Bravo/KeyLocation', 'int', '3') +
      set(12, 'Bravo/PFXCertBlob', 'chr', blob('certificates-only'));
    const answers: Answers = { 'A-27': 'stays', 'A-51/no-key': 'imported' };
    expect(await verdictOn(answers, both, remove(1, 'Alpha'))).toMatchObject({ kind: 'conform' });
  });

  test('a blank CmdID is a missing one, in what an aborted Sequence leaves out too (A-58)', async () => {
    const missing = `<Get><CmdID>2</CmdID><Item><Target><LocURI>${pfx}/Missing</LocURI></Target></Item></Get>`;
    const blank = set(3, 'Alpha/KeyLocation', 'int', '3').replace('<CmdID>3</CmdID>', '<CmdID></CmdID>');
    const sequence = `<Sequence><CmdID>1</CmdID>${missing}${blank}</Sequence>`;
    expect(await verdictOn({ 'A-58': '215' }, sequence)).toMatchObject({ kind: 'conform' });
  });

  test('of two Execs in one message each may have ended or not (A-67)', async () => {
    const scep = './Device/Vendor/MSFT/ClientCertificateInstall/SCEP/Alpha/Install';
    const node = (number: number, name: string, format: string, data: string): string =>
      `<Add><CmdID>${number}</CmdID><Item><Target><LocURI>${scep}/${name}</LocURI></Target><Meta><Format xmlns="syncml:metinf">${format}</Format></Meta><Data>${data}</Data></Item></Add>`;
    const enroll = (number: number): string =>
      `<Atomic><CmdID>${number}</CmdID>${node(number + 1, 'Challenge', 'chr', 'no-base64')}` +
      `<Exec><CmdID>${number + 2}</CmdID><Item><Target><LocURI>${scep}/Enroll</LocURI></Target></Item></Exec></Atomic>`;
    const remove = (number: number): string =>
      `<Delete><CmdID>${number}</CmdID><Item><Target><LocURI>${scep}/Challenge</LocURI></Target></Item></Delete>`;
    const settings =
      node(1, 'ServerURL', 'chr', 'http://nobody.test/scep') +
      node(2, 'EKUMapping', 'chr', '1.3.6.1.5.5.7.3.2') +
      node(3, 'KeyUsage', 'int', '160') +
      node(4, 'SubjectName', 'chr', 'CN=Alpha') +
      node(5, 'KeyLength', 'int', '2048') +
      node(6, 'HashAlgorithm', 'chr', 'SHA-2') +
      node(7, 'CAThumbprint', 'chr', '00'.repeat(20));
    const answers: Answers = { 'A-15': 'decoded', 'A-21': 'empty', 'A-67': 'refused' };
    const second = remove(1) + enroll(10) + remove(20) + enroll(30);
    expect(await verdictOn(answers, settings + enroll(10), second)).toMatchObject({ kind: 'conform' });
  });

  test('Add of UniqueID and Add of a setting outside an Atomic are two questions (A-38)', async () => {
    const node = `<Add><CmdID>1</CmdID><Item><Target><LocURI>${pfx}/Alpha</LocURI></Target><Meta><Format xmlns="syncml:metinf">node</Format></Meta></Item></Add>`;
    const answers: Answers = { 'A-38/UniqueID': 'accepted', 'A-38/settings': 'refused' };
    const verdict = await verdictOn(answers, node + set(2, 'Alpha/ContainerName', 'chr', 'First'));
    expect(verdict).toMatchObject({ kind: 'conform', answers });
  });
});
