/** A key, a certificate or a signature that can not be used; the message says why in one sentence without its end. */
export class SigningError extends Error {
  override readonly name = 'SigningError';
}
