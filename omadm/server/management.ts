import { createHash } from 'node:crypto';
import { printable } from '../../syncml/printable.ts';
import { readSyncML } from '../../syncml/read.ts';
import type { ServedRequest, ServedResponse } from '../http/serve.ts';
import { messageType } from '../session/media-type.ts';
import type { Channel } from './channel.ts';
import type { EnrolledDevice, Registry } from './registry.ts';

export interface ManagementOptions {
  readonly registry: Registry;
  /** Only devices with the certificate that the enrollment gave them are listened to. */
  readonly requireCertificate: boolean;
  readonly channelOf: (device: EnrolledDevice) => Channel;
  /** Told of every request that was turned away, in one sentence. */
  readonly turnedAway?: (reason: string) => void;
}

/**
 * The address to which devices post their messages (ADDR of the enrollment). Who is not enrolled, or has not the
 * certificate of the device that it says it is, hears nothing but an HTTP status; what a digest has to prove beside
 * that is the session's matter.
 */
export function managementEndpoint(
  options: ManagementOptions,
): (request: ServedRequest) => Promise<ServedResponse> {
  const { registry, requireCertificate, channelOf, turnedAway } = options;
  const turnAway = (status: number, reason: string): ServedResponse => {
    turnedAway?.(reason);
    return { status, body: `${reason}\n` };
  };
  return async ({ method, headers, body, clientCertificate }) => {
    if (method !== 'POST') return turnAway(405, 'Messages of OMA-DM come by POST.');
    const contentType = headers['content-type'] ?? '';
    if (!contentType.toLowerCase().startsWith(messageType)) {
      return turnAway(
        415,
        `The content type is ${printable(contentType, 80)}; only ${messageType} is understood.`,
      );
    }
    const sender = senderOf(body);
    if (sender === undefined) return turnAway(400, 'This is no SyncML message with a SyncHdr.');
    const device = registry.find(sender.deviceId);
    if (device === undefined) return turnAway(403, 'This device is not enrolled here.');
    if (requireCertificate && !holdsCertificate(device, clientCertificate)) {
      return turnAway(403, 'The client certificate is not the one of this device.');
    }
    const answer = await channelOf(device).receive(sender.sessionId, body);
    switch (answer.kind) {
      case 'message':
        return {
          status: 200,
          headers: { 'Content-Type': `${messageType}; charset=utf-8` },
          body: answer.message,
        };
      case 'closed':
        return turnAway(409, answer.reason);
    }
  };
}

/** Who sends a message, and in which session. */
function senderOf(body: Uint8Array): { readonly deviceId: string; readonly sessionId: string } | undefined {
  const read = readSyncML(body);
  if (!read.ok) return undefined;
  const { header } = read.message;
  const deviceId = header?.source?.locUri.trim() ?? '';
  const sessionId = header?.sessionId?.trim() ?? '';
  return deviceId === '' || sessionId === '' ? undefined : { deviceId, sessionId };
}

function holdsCertificate(
  { certificateThumbprint }: EnrolledDevice,
  clientCertificate: Uint8Array | undefined,
): boolean {
  if (clientCertificate === undefined) return false;
  return createHash('sha1').update(clientCertificate).digest('hex').toUpperCase() === certificateThumbprint;
}
