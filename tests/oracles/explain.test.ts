import { describe, expect, it } from 'vitest';
import { explain } from '../../oracles/explain.ts';
import { emptyDevice, type GivenState } from '../../oracles/explain/given.ts';
import type { Explanation } from '../../oracles/explain/explanation.ts';
import { blob, encrypted, mdmCertificate, pool, right } from './findings/kit.ts';
import { add, atomic, commandOf, complaints, loose, message, pfx, scep } from './findings/support.ts';

function explained(source: string, given: Partial<GivenState> = {}): Explanation {
  return explain(Buffer.from(source), { ...emptyDevice, ...given });
}

function statuses(explanation: Explanation): readonly unknown[] {
  return explanation.commands.map(({ expected }) => expected.status);
}

/** Statuses of the readings by which the commands succeed; undefined where there is none. */
function successes(explanation: Explanation): readonly unknown[] {
  return explanation.commands.map(
    ({ expected }) => expected.alternatives.find(({ outcome }) => outcome === 'succeeds')?.status,
  );
}

/** What decides whether any of the commands succeeds. */
function decisions(explanation: Explanation): readonly string[] {
  const keys = explanation.commands.flatMap(({ expected }) =>
    (expected.decisions ?? []).map(({ key }) => key),
  );
  return [...new Set(keys)].sort();
}

describe('explain: commands', () => {
  it('a correct PFX install succeeds unless the device refuses the Format of the blob (A-14)', () => {
    const explanation = explained(atomic(right()));
    expect(explanation.commands.map(({ cmd }) => cmd)).toEqual(['Atomic', 'Add', 'Add', 'Add', 'Add', 'Add']);
    expect(successes(explanation)).toEqual(explanation.commands.map(() => ['200']));
    expect(decisions(explanation)).toEqual(['A-14/chr']);
    expect(explanation.commands.map(({ ambiguities }) => ambiguities)).toEqual(
      explanation.commands.map(() => ['A-14']),
    );
    expect(explanation.stores).toEqual([
      {
        scope: 'device',
        thumbprint: pool.identity('rsa-2048', 0).thumbprint,
        providers: ['software'],
        exportable: true,
        certain: false,
      },
    ]);
    expect(complaints(explanation.findings)).toEqual([]);
  });

  it('parameters alone succeed in every reading', () => {
    const explanation = explained(atomic(right().slice(0, -1)));
    expect(statuses(explanation)).toEqual(explanation.commands.map(() => ['200']));
    expect(explanation).toMatchObject({ worlds: 1, stores: [] });
  });

  it('says for each command what it is about and where it stands', () => {
    const [, first] = explained(atomic(scep())).commands;
    expect(first).toMatchObject({
      cmdId: '2',
      cmd: 'Add',
      target: './Device/Vendor/MSFT/ClientCertificateInstall/SCEP/id1',
      line: 5,
    });
    expect(first?.requirements.length).toBeGreaterThan(0);
  });

  it('a correct enrollment is started; its Exec gets 200 or 202 (A-06)', () => {
    const explanation = explained(atomic(scep({ ValidPeriodUnits: undefined })));
    const exec = explanation.commands.at(-1);
    expect(statuses(explanation).slice(0, -1)).toEqual(explanation.commands.slice(0, -1).map(() => ['200']));
    expect(exec).toMatchObject({ cmd: 'Exec', expected: { status: ['200', '202'] }, ambiguities: ['A-06'] });
  });

  it('names what decides: the password behind the blob (A-08)', () => {
    const lines = [...right().slice(0, 3), ...right().slice(4), ...right().slice(3, 4)];
    const explanation = explained(atomic(lines));
    expect(explanation.commands[0]?.expected.status).toEqual(['200', '507']);
    expect(explanation.commands[0]?.ambiguities).toContain('A-08');
    expect(decisions(explanation)).toEqual(['A-08', 'A-14/chr', 'A-28/import']);
    expect(explanation.worlds).toBeGreaterThan(1);
    expect(explanation.stores.map(({ certain }) => certain)).toEqual([false]);
  });

  it('a query of a missing node is answered with 404, and one of a given node brings its value', () => {
    const locUri = './Device/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall/id1/KeyLocation';
    const query = loose([{ verb: 'Get', node: locUri }]);
    expect(explained(query).commands[0]?.expected.status).toEqual(['404']);
    const given = explained(query, { nodes: { [locUri]: { format: 'int', value: '3' } } });
    expect(given.commands[0]?.expected).toMatchObject({ status: ['200'] });
    expect(given.commands[0]?.expected.results?.join()).toContain('3');
  });

  it('starts from the given edition', () => {
    const payload = loose([add('SCEP/id1/Install/AADKeyIdentifierList', 'chr', 'a')]);
    expect(successes(explained(payload))).toEqual([['200']]);
    expect(successes(explained(payload, { edition: '10.0.14393' }))).toEqual([undefined]);
  });

  it('is plain JSON', () => {
    const explanation = explained(atomic(right()));
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation);
  });
});

describe('explain: encrypted passwords', () => {
  const payload = () => atomic(right({ PFXCertPassword: encrypted(), PFXCertPasswordEncryptionType: '1' }));

  it('with the key given, it is known that the install succeeds', () => {
    const explanation = explained(payload(), { mdmCertificate: mdmCertificate() });
    expect(decisions(explanation)).toEqual(['A-14/chr']);
  });

  it('without the key both outcomes are admitted', () => {
    const explanation = explained(payload());
    expect(successes(explanation)).toEqual(explanation.commands.map(() => ['200']));
    expect(explanation.commands[0]?.expected.status).toEqual(['200', '507']);
    expect(explanation.stores).toMatchObject([{ thumbprint: 'unknown', certain: false }]);
    expect(complaints(explanation.findings)).toEqual([]);
  });
});

describe('explain: payloads that are refused', () => {
  it.each([
    ['<SyncML', 'not-well-formed', 1],
    ['<SyncML>\n<SyncBody></SyncML>', 'not-well-formed', 2],
    ['<!DOCTYPE a><SyncML/>', 'dtd', 1],
    ['<html/>', 'not-syncml', 1],
    ['', 'not-well-formed', 1],
  ])('%s: one finding, no commands', (source, id, line) => {
    const explanation = explained(source);
    expect(explanation).toMatchObject({ commands: [], stores: [], worlds: 1 });
    expect(explanation.findings).toHaveLength(1);
    expect(explanation.findings[0]).toMatchObject({ id, severity: 'error', line });
    expect(explanation.findings[0]?.message).toMatch(/changes nothing/);
  });

  it('reads UTF-16, and points at the same lines', () => {
    const source = atomic(scep({ KeyUsage: '64' }));
    const utf16 = Buffer.from(`\uFEFF${source}`, 'utf16le');
    expect(explain(utf16).findings).toEqual(explained(source).findings);
  });

  it('a message without any command is explained', () => {
    expect(explained(message([])).commands).toEqual([]);
  });
});

describe('explain: messages that may be refused as a whole', () => {
  it('every command then fails, and the doubt is named', () => {
    const query = loose([{ verb: 'Get', node: 'SCEP' }]).replace(' xmlns="SYNCML:SYNCML1.2"', '');
    const explanation = explained(query);
    expect(
      explanation.commands[0]?.expected.alternatives.map(({ outcome, status }) => [outcome, status]),
    ).toEqual([
      ['succeeds', ['200']],
      ['fails', 'failure'],
    ]);
    expect(decisions(explanation).join()).toContain('missing-namespace');
  });
});

describe('explain: payloads that are too large to be followed', () => {
  it('are read and checked, and no Status is foretold', () => {
    const many = Array.from({ length: 2001 }, (_, index) =>
      commandOf({ verb: 'Get', node: 'SCEP' }, index + 1),
    );
    const explanation = explained(message(many));
    expect(explanation).toMatchObject({ worlds: 0, stores: [] });
    expect(explanation.findings.map(({ id }) => id)).toEqual(['not-followed']);
    expect(explanation.commands).toHaveLength(2001);
    expect(explanation.commands[0]?.expected.status).toBe('any');
  });
});

describe('explain: several Items', () => {
  it('names the targets of all', () => {
    const source = loose([{ verb: 'Get', node: 'SCEP' }]).replace(
      '</Item></Get>',
      '</Item><Item><Target><LocURI>./Device/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall</LocURI></Target></Item></Get>',
    );
    expect(explained(source).commands[0]?.targets).toHaveLength(2);
  });
});

describe('explain: installs that go wrong', () => {
  it.each([
    ['a wrong password', () => right({ PFXCertPassword: 'wrong' })],
    ['no PFX', () => pfx('AAAA')],
    ['KeyLocation missing', () => right({ KeyLocation: undefined })],
  ])('%s: nothing is in the store, and the trigger fails or Status tells it', (_title, lines) => {
    const explanation = explained(atomic(lines()));
    expect(explanation.stores).toEqual([]);
    expect(explanation.commands[0]?.expected.status).toEqual(['200', '507']);
    expect(explanation.commands.flatMap(({ ambiguities }) => ambiguities)).toContain('A-28');
  });

  it('an unknown command fails with 400', () => {
    const explanation = explained(
      message(['<Fetch><CmdID>3</CmdID></Fetch>', commandOf({ verb: 'Get', node: 'SCEP' }, 4)]),
    );
    expect(explanation.commands[0]?.expected.alternatives.map(({ outcome }) => outcome)).toEqual(['fails']);
    expect(successes(explanation)).toEqual([undefined, ['200']]);
    expect(explanation.commands[0]?.cmd).toBe('Fetch');
  });

  it('a PFX with two keys leaves both certificates', () => {
    const two = blob({ identities: [pool.identity('rsa-2048', 0), pool.identity('ec-p256', 0)] });
    expect(explained(atomic(pfx(two, { PFXCertPassword: 'right' }))).stores).toHaveLength(2);
  });
});
