/** One HTTP request to a CA, however it came. */
export interface ScepRequest {
  readonly method: string;
  /** Path and query, such as `/scep/pkiclient.exe?operation=GetCACaps&message=default`. */
  readonly target: string;
  readonly userAgent?: string;
  readonly body?: Uint8Array;
}

/** What the CA does with it. */
export type ScepResponse = ScepReply | ScepDrop;

export interface ScepReply {
  readonly kind: 'reply';
  readonly status: number;
  readonly contentType: string;
  /** Where to go instead: path and query. */
  readonly location?: string;
  readonly body: ScepBody;
  /** The reply is held back so long. */
  readonly delaySeconds: number;
}

/** The connection is closed, after the start of a body of a status 200 where there is one. */
export interface ScepDrop {
  readonly kind: 'drop';
  readonly sent: Uint8Array;
  readonly delaySeconds: number;
}

/** A body, or so many octets of no meaning, which are never in memory at once. */
export type ScepBody =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'filler'; readonly length: number };

/** Content types (RFC 8894, 3.1, 4.2 and 4.3). */
export const contentTypes = {
  capabilities: 'text/plain',
  certificate: 'application/x-x509-ca-cert',
  certificates: 'application/x-x509-ca-ra-cert',
  message: 'application/x-pki-message',
} as const;

/** What a filler is made of: spaces. */
export const fillerOctet = 0x20;

export function replyOf(status: number, contentType: string, bytes: Uint8Array): ScepReply {
  return { kind: 'reply', status, contentType, body: { kind: 'bytes', bytes }, delaySeconds: 0 };
}
