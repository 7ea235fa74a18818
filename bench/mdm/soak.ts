import { createDmClient } from '../../omadm/client/dm-client.ts';
import { badNetwork, type Troubles } from './bad-network.ts';
import { startBenchServer } from './server.ts';

export interface SoakReport {
  readonly sessions: number;
  readonly documents: number;
  readonly troubles: Troubles;
  /** What went wrong, in words: none is expected. */
  readonly complaints: readonly string[];
  readonly seconds: number;
  /** MB that are resident beside those after the first tenth: what is never given back grows with the sessions. */
  readonly growth: number;
}

/**
 * Runs sessions over TLS with a bad network in between: every document has to be answered by the device that it went
 * to, with the answer to that very document, and carried out exactly once.
 */
export async function soak(sessions: number, seed: string): Promise<SoakReport> {
  const bench = await startBenchServer(1000);
  const network = badNetwork(`soak ${seed}`);
  const complaints: string[] = [];
  const carriedOut = new Map<string, number>();
  let documents = 0;
  const begun = performance.now();
  let settled = 0;
  try {
    const { account, caller } = await bench.enroll();
    const client = createDmClient({
      account,
      caller: network.on(caller),
      handle: (request) => {
        const text = Buffer.from(request).toString('utf8');
        const [, cmdId = ''] = /<Get><CmdID>(\w+)/.exec(text) ?? [];
        carriedOut.set(cmdId, (carriedOut.get(cmdId) ?? 0) + 1);
        return answerTo(text, cmdId);
      },
      loginStatus: 'user',
      devInfo: { DevId: account.deviceId },
      sleep: () => new Promise(setImmediate),
    });
    for (let session = 0; session < sessions; session++) {
      const synced = client.sync();
      const wanted = 1 + (session % 3);
      for (let document = 0; document < wanted; document++) {
        const cmdId = `d${documents++}`;
        const reply = await bench.control
          .exchange(account.deviceId, documentOf(cmdId), { user: false })
          .catch((error: unknown) => Buffer.from(String(error)));
        const text = Buffer.from(reply ?? []).toString('utf8');
        if (!text.includes(`<Results><CmdID>3</CmdID><MsgRef>1</MsgRef><CmdRef>${cmdId}</CmdRef>`)) {
          complaints.push(`session ${session}, ${cmdId}: ${text.slice(0, 200) || 'no answer'}`);
        }
        if (carriedOut.get(cmdId) !== 1) {
          complaints.push(`session ${session}: ${cmdId} was carried out ${carriedOut.get(cmdId) ?? 0} times`);
        }
        carriedOut.delete(cmdId);
      }
      await bench.control.endSession(account.deviceId);
      const outcome = await synced;
      if (outcome.kind === 'failed') complaints.push(`session ${session}: ${outcome.reason}`);
      if (session === Math.floor(sessions / 10)) settled = process.memoryUsage().rss;
    }
  } finally {
    await bench.close();
  }
  return {
    sessions,
    documents,
    troubles: network.troubles,
    complaints,
    seconds: (performance.now() - begun) / 1000,
    growth: (process.memoryUsage().rss - settled) / 1e6,
  };
}

const header = (msgId: string): string =>
  `<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>${msgId}</MsgID>` +
  '<Target><LocURI>device</LocURI></Target><Source><LocURI>server</LocURI></Source></SyncHdr>';

function documentOf(cmdId: string): Buffer {
  return Buffer.from(
    `<SyncML xmlns="SYNCML:SYNCML1.2">${header('1')}<SyncBody>` +
      `<Get><CmdID>${cmdId}</CmdID><Item><Target><LocURI>./Bench</LocURI></Target></Item></Get><Final/></SyncBody></SyncML>`,
  );
}

function answerTo(request: string, cmdId: string): Buffer {
  const [, msgId = ''] = /<MsgID>(\w+)/.exec(request) ?? [];
  const reference = `<MsgRef>${msgId}</MsgRef><CmdRef>`;
  return Buffer.from(
    `<SyncML xmlns="SYNCML:SYNCML1.2">${header(msgId)}<SyncBody>` +
      `<Status><CmdID>1</CmdID>${reference}0</CmdRef><Cmd>SyncHdr</Cmd><Data>200</Data></Status>` +
      `<Status><CmdID>2</CmdID>${reference}${cmdId}</CmdRef><Cmd>Get</Cmd><Data>200</Data></Status>` +
      `<Results><CmdID>3</CmdID>${reference}${cmdId}</CmdRef><Cmd>Get</Cmd><Item><Source><LocURI>./Bench</LocURI></Source>` +
      `<Data>${cmdId}</Data></Item></Results><Final/></SyncBody></SyncML>`,
  );
}
