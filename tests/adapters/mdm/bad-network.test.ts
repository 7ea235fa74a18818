import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { enrollDevice } from '../../../adapters/client/enroll.ts';
import { serveLaboratory } from '../../../adapters/laboratory/service.ts';
import { omaDmTarget } from '../../../adapters/mdm/oma-dm.ts';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import { badNetwork } from '../../../bench/mdm/bad-network.ts';
import { families } from '../../../generators/families.ts';
import { createDmClient } from '../../../omadm/client/dm-client.ts';
import { tryCase } from '../../../runner/trial.ts';
import { casesOf } from '../../generators/laboratory.ts';
import { password, startLaboratory, user } from '../../omadm/server/laboratory.ts';

test('on a bad network no case is judged otherwise', { timeout: 300_000 }, async () => {
  const { server, root, control } = await startLaboratory();
  const network = badNetwork('judged');
  const deviceId = randomBytes(8).toString('hex');
  const { enrollment, caller } = await enrollDevice({
    server: server.url,
    user,
    password,
    deviceId,
    edition: '10.0.26100',
    authorities: [root],
  });
  const laboratory = await serveLaboratory(simulatorTarget(), {
    token: 'laboratory',
    sync: () => void client.sync('server'),
  });
  const client = createDmClient({
    account: enrollment.account,
    caller: network.on(caller),
    handle: (document) => laboratory.handle(document),
    loginStatus: 'user',
    devInfo: { DevId: deviceId },
    sleep: () => new Promise(setImmediate),
  });
  await control.introduceLaboratory(deviceId, { url: laboratory.service.url, token: 'laboratory' });
  const folder = mkdtempSync(join(tmpdir(), 'conform-test-'));
  writeFileSync(join(folder, 'control.json'), JSON.stringify(server.control));
  const target = omaDmTarget({ mdm: 'oma-dm', control: join(folder, 'control.json') });
  onTestFinished(async () => {
    await target.close();
    await laboratory.close();
    caller.close();
    rmSync(folder, { recursive: true });
  });

  const cases = families.flatMap((family) => casesOf(family, 1)).filter((_, index) => index % 31 === 0);
  const direct = simulatorTarget();
  const bench = { patience: 60_000, now: () => 0 };
  for (const testCase of cases) {
    const far = await tryCase({ ...bench, target, capabilities: await target.capabilities() }, testCase);
    const near = await tryCase(
      { ...bench, target: direct, capabilities: await direct.capabilities() },
      testCase,
    );
    expect(far.verdict, testCase.id).toEqual(near.verdict);
  }
  for (const count of Object.values(network.troubles)) expect(count).toBeGreaterThan(3);
});
