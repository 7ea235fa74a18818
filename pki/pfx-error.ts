/**
 * Why a PFX was not opened.
 *
 * - `format`: no PFX, or a damaged one
 * - `password`: the password is wrong, or something protected by it is damaged; the two can not be told apart
 * - `unsupported`: a PFX with an algorithm or a kind of protection that is not read
 * - `limit`: larger, deeper or more laborious than the limits allow
 */
export type PfxErrorReason = 'format' | 'password' | 'unsupported' | 'limit';

export class PfxError extends Error {
  override readonly name = 'PfxError';
  readonly reason: PfxErrorReason;

  constructor(reason: PfxErrorReason, message: string) {
    super(message);
    this.reason = reason;
  }
}
