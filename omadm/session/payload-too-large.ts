/** A payload that the device's MaxMsgSize does not let through. */
export class PayloadTooLarge extends Error {
  override readonly name = 'PayloadTooLarge';

  constructor(bytes: number, limit: number, reason: string) {
    super(
      `the payload makes a message of ${bytes} bytes, the device takes ${limit} (its MaxMsgSize), and ${reason}`,
    );
  }
}
