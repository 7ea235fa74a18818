/**
 * Why encryption for a certificate, or decryption, failed.
 *
 * - `format`: no CMS EnvelopedData, or no certificate
 * - `recipient`: made for none of the certificates at hand
 * - `decryption`: the private key or the content key does not decrypt: damaged, or not made for that key
 * - `unsupported`: an algorithm that is not read or written
 * - `limit`: larger, deeper or for more recipients than allowed
 */
export type EnvelopedErrorReason = 'format' | 'recipient' | 'decryption' | 'unsupported' | 'limit';

export class EnvelopedError extends Error {
  override readonly name = 'EnvelopedError';
  readonly reason: EnvelopedErrorReason;

  constructor(reason: EnvelopedErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
