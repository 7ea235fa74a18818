import type { Target, TargetSession } from '../../../../adapters/target.ts';
import type { Preparation } from '../../../../cases/case.ts';
import type { StandInAnswer, StandInCall } from './server.ts';

/** ERROR_INVALID_STATE. */
const notRegistered = 0x8007139f;

/** A machine behind the stand-in: what it is registered for is known to all of its processes. */
export interface StandInMachine {
  readonly respond: (call: StandInCall) => Promise<StandInAnswer>;
  readonly isRegistered: () => boolean;
  /** The device, for what is no matter of local management. */
  readonly session: TargetSession;
}

/** Answers as local management does, from a device that wants whole messages. */
export async function standInMachine(device: Target, preparation: Preparation): Promise<StandInMachine> {
  const session = await device.open(preparation);
  let registered = false;
  let messages = 0;
  const apply = async (syncBody: string): Promise<StandInAnswer> => {
    if (!registered) return { kind: 'return', hresult: notRegistered };
    messages += 1;
    const answer = await session.exchange(Buffer.from(messageAround(syncBody, messages), 'utf8'));
    const text = Buffer.from(answer ?? []).toString('utf8');
    return { kind: 'return', hresult: 0, ...(text === '' ? {} : { result: asLocalManagement(text) }) };
  };
  return {
    session,
    isRegistered: () => registered,
    respond: async ({ call, request }) => {
      switch (call) {
        case 'register': {
          const alreadyRegistered = registered;
          registered = true;
          return { kind: 'return', hresult: 0, alreadyRegistered };
        }
        case 'apply':
          return apply(request);
        case 'unregister':
          registered = false;
          return { kind: 'return', hresult: 0 };
      }
    },
  };
}

function messageAround(syncBody: string, number: number): string {
  return `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>${number}</MsgID><Target><LocURI>local</LocURI></Target><Source><LocURI>local</LocURI></Source></SyncHdr>${syncBody}</SyncML>`;
}

/** The shape in which answers were seen: a declaration that no longer fits, and an empty header (device-and-mdm.md, 1.5). */
function asLocalManagement(answer: string): string {
  return `<?xml version="1.0" encoding="utf-16"?>\r\n<SyncML><SyncHdr/>${syncBodyOf(answer)}</SyncML>`;
}

/** The SyncBody of a document, as it stands there. */
export function syncBodyOf(document: string): string {
  const match = /<SyncBody[\s>][\s\S]*<\/SyncBody>|<SyncBody\/>/.exec(document);
  if (match === null) throw new RangeError(`there is no SyncBody in ${document.slice(0, 200)}`);
  return match[0];
}
