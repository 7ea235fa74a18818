/** Why a SCEP message, or something inside of one, is not what it should be. */
export type ScepMessageFault =
  /** The bytes are not the structure that they should be. */
  | 'format'
  /** Larger, deeper or more numerous than allowed. */
  | 'limit'
  /** A signature or a digest does not match. */
  | 'signature'
  /** The certificate of the signer is missing, or not one that is expected. */
  | 'signer'
  /** An attribute of SCEP is missing, doubled or has a value that it can not have. */
  | 'attribute'
  /** The envelope is for somebody else, or can not be decrypted. */
  | 'envelope'
  /** An algorithm that is not supported. */
  | 'algorithm'
  /** A text that can not be written as what it should be: a distinguished name, an address, an object identifier. */
  | 'value';

/** Every error that this folder raises for input from outside. */
export class ScepMessageError extends Error {
  override readonly name = 'ScepMessageError';
  readonly reason: ScepMessageFault;

  constructor(reason: ScepMessageFault, message: string) {
    super(message);
    this.reason = reason;
  }
}
