import { deviceId, serverUri } from './pair.ts';

/** Messages as a native client writes them (device-and-mdm.md, 5.4), made by hand. */
export interface NativeMessage {
  readonly sessionId?: string;
  readonly msgId: number;
  /** What stands behind Source in the header. */
  readonly header?: string;
  readonly body: string;
  readonly final?: boolean;
}

export function nativeMessage({
  sessionId = '1',
  msgId,
  header = '',
  body,
  final = true,
}: NativeMessage): Uint8Array {
  const target = serverUri.replaceAll('&', '&amp;');
  return Buffer.from(
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>` +
      `<SessionID>${sessionId}</SessionID><MsgID>${msgId}</MsgID><Target><LocURI>${target}</LocURI></Target>` +
      `<Source><LocURI>${deviceId}</LocURI></Source>${header}</SyncHdr>` +
      `<SyncBody>${body}${final ? '<Final/>' : ''}</SyncBody></SyncML>`,
  );
}

export const login =
  '<Alert><CmdID>3</CmdID><Data>1224</Data><Item><Meta><Type xmlns="syncml:metinf">com.microsoft/MDM/LoginStatus</Type>' +
  '</Meta><Data>user</Data></Item></Alert>';

export const devInfo =
  '<Replace><CmdID>9</CmdID><Item><Source><LocURI>./DevInfo/Man</LocURI></Source><Data>Maker &amp; Sons</Data></Item>' +
  '<Item><Source><LocURI>./DevInfo/Lang</LocURI></Source><Data>de-DE</Data></Item></Replace>';

/** Package 1: the native client numbers from 2 where it has nothing to answer. */
export const packageOne = `<Alert><CmdID>2</CmdID><Data>1201</Data></Alert>${login}${devInfo}`;

export const userUnenrolls =
  '<Alert><CmdID>4</CmdID><Data>1226</Data><Item><Meta><Type xmlns="syncml:metinf">' +
  'com.microsoft:mdm.unenrollment.userrequest</Type><Format xmlns="syncml:metinf">int</Format>' +
  '<Mark xmlns="syncml:metinf">critical</Mark></Meta><Data>1</Data></Item></Alert>';

export function cred(type: string, data: string): string {
  return (
    '<Cred><Meta><Format xmlns="syncml:metinf">b64</Format>' +
    `<Type xmlns="syncml:metinf">${type}</Type></Meta><Data>${data}</Data></Cred>`
  );
}

export function status(
  cmdId: number,
  [msgRef, cmdRef, cmd, code]: readonly [number, string, string, number],
  chal = '',
): string {
  return (
    `<Status><CmdID>${cmdId}</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${cmdRef}</CmdRef><Cmd>${cmd}</Cmd>` +
    `${chal}<Data>${code}</Data></Status>`
  );
}

export function alert(cmdId: number, code: number): string {
  return `<Alert><CmdID>${cmdId}</CmdID><Data>${code}</Data></Alert>`;
}

export function results(cmdId: number, msgRef: number, item: string): string {
  return `<Results><CmdID>${cmdId}</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>5</CmdRef><Item>${item}</Item></Results>`;
}
