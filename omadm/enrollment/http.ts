/** A request as it came over HTTP. */
export interface HttpRequest {
  readonly method: string;
  /** With or without a query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** An answer, complete: nothing of the enrollment may be sent in chunks (device-and-mdm.md, 6). */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** How a client reaches a server. A promise that is rejected means that there was no answer. */
export interface HttpClient {
  get(url: string, headers: Readonly<Record<string, string>>): Promise<HttpResponse>;
  post(url: string, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<HttpResponse>;
}

export const soapContentType = 'application/soap+xml; charset=utf-8';

/** An answer with the length that keeps it in one piece. */
export function httpResponse(
  status: number,
  contentType: string,
  body: Uint8Array,
  more: Readonly<Record<string, string>> = {},
): HttpResponse {
  const headers = {
    'Content-Type': contentType,
    'Content-Length': String(body.length),
    'Cache-Control': 'no-cache',
    ...more,
  };
  return { status, headers, body };
}
