/** How an application-layer identity is proven in a DM session (OMA-DM security; csp of the DM account: AAUTHTYPE). */
export type Authentication = 'none' | 'basic' | 'md5';

/** A name and a secret, and the nonce that the next MD5 digest is made with. */
export interface Credentials {
  readonly name: string;
  readonly secret: string;
  /** Base64, as it stands in AAUTHDATA and NextNonce; the digest takes its bytes (device-and-mdm.md, 5.3). */
  readonly nonce: string;
}

/** What a device and its management server know of one another after the enrollment (w7 APPLICATION characteristic). */
export interface DmAccount {
  /** PROVIDER-ID. */
  readonly providerId: string;
  /** ADDR: where DM sessions go to, without the query that the client adds. */
  readonly address: string;
  /** DevId: Source LocURI of the device's messages. */
  readonly deviceId: string;
  readonly authentication: Authentication;
  /** Proves the device to the server (AAUTHLEVEL APPSRV). */
  readonly device: Credentials;
  /** Proves the server to the device (AAUTHLEVEL CLIENT). */
  readonly server: Credentials;
}
