import { deepEqual, equal, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentCiphers, type ContentCipherName } from '../../../pki/ciphers.ts';
import { seededRandom } from '../../../pki/random.ts';
import { openEnvelope } from '../../../pki/scep/envelope.ts';
import { ScepMessageError } from '../../../pki/scep/error.ts';
import {
  assertSigner,
  failInfos,
  messageTypes,
  openPkiMessage,
  pkiStatuses,
  writePkiMessage,
  type FailInfo,
  type MessageType,
  type PkiAttributes,
  type PkiStatus,
} from '../../../pki/scep/message.ts';
import { readCertificatesOnly } from '../../../pki/scep/signed-data.ts';
import { writeCertificatesOnly } from '../../../pki/scep/signed-data-write.ts';
import { inBer } from '../ber-writer.ts';
import { authorities, caWith, pool, post, TestClient } from './client.ts';

const recipient = authorities.byName['root-with-registration'].responder;
const sender = new TestClient([recipient.certificate]).signer;

const nonce = fc.uint8Array({ minLength: 16, maxLength: 16 });
const names = <T extends string>(values: Readonly<Record<T, number>>) =>
  fc.constantFrom(...(Object.keys(values) as T[]));
const attributes: fc.Arbitrary<PkiAttributes> = fc.record(
  {
    messageType: names<MessageType>(messageTypes),
    transactionId: fc.stringMatching(/^[A-Za-z0-9+/=]{1,64}$/),
    senderNonce: nonce,
    recipientNonce: nonce,
    pkiStatus: names<PkiStatus>(pkiStatuses),
    failInfo: names<FailInfo>(failInfos),
    failInfoText: fc.string({ unit: 'grapheme', maxLength: 40 }),
  },
  { requiredKeys: ['messageType', 'transactionId'] },
);
const hashes = fc.constantFrom('sha1' as const, 'sha256' as const, 'sha384' as const, 'sha512' as const);
const ciphers = fc.constantFrom(...(Object.keys(contentCiphers) as ContentCipherName[]));

const plainOf = ({
  messageType,
  transactionId,
  senderNonce,
  recipientNonce,
  pkiStatus,
  failInfo,
  failInfoText,
}: PkiAttributes) =>
  JSON.parse(
    JSON.stringify({
      messageType,
      transactionId,
      pkiStatus,
      failInfo,
      failInfoText,
      nonces: [senderNonce, recipientNonce].map((one) => one && Buffer.from(one).toString('hex')),
    }),
  ) as unknown;

function request(): Uint8Array {
  return new TestClient([recipient.certificate], { subject: 'CN=flipped', challenge: 'secret' }).enrollment();
}

/** Runs what may only raise the one kind of error. */
function refuses(work: () => unknown): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof ScepMessageError) return true;
    throw error;
  }
}

describe('a pkiMessage', () => {
  it('is read as it was written, whatever its attributes, content, hash and cipher', () => {
    fc.assert(
      fc.property(
        attributes,
        fc.option(fc.uint8Array({ maxLength: 300 })),
        hashes,
        ciphers,
        fc.string(),
        (message, content, hash, cipher, seed) => {
          const envelope = { recipient: recipient.certificate, cipher, random: seededRandom(seed) };
          const opened = openPkiMessage(
            writePkiMessage(message, content ?? undefined, { signer: sender, hash, envelope }),
          );
          deepEqual(plainOf(opened), plainOf(message));
          equal(opened.hash, hash);
          deepEqual(Buffer.from(opened.signer.encoded), Buffer.from(sender.certificate));
          if (content === null) equal(opened.content, undefined);
          else {
            const inner = openEnvelope(opened.content ?? new Uint8Array(), [recipient]);
            deepEqual([Buffer.from(inner.plain), inner.cipher], [Buffer.from(content), cipher]);
          }
        },
      ),
    );
  });

  it('is the same for the same random bytes', () => {
    expect(request()).toEqual(request());
  });

  it('is read from BER with indefinite lengths and strings in pieces', () => {
    const der = request();
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (length) => {
        const opened = openPkiMessage(inBer(der, length));
        equal(opened.messageType, 'PKCSReq');
        equal(
          refuses(() => openEnvelope(opened.content ?? new Uint8Array(), [recipient])),
          false,
        );
      }),
      { numRuns: 20 },
    );
  });

  const requestBytes = request();
  const ca = caWith({});
  const answerBytes = post(ca, requestBytes);
  it.each([
    ['a request', requestBytes, 'self-signed' as const],
    ['an answer', answerBytes, ca.authority.presented],
  ])('is refused with any bit flipped: %s', (_title, bytes, expected) => {
    const accepted: number[] = [];
    for (let bit = 0; bit < 8 * bytes.length; bit += 1) {
      const damaged = Uint8Array.from(bytes);
      damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
      if (
        !refuses(() => {
          assertSigner(openPkiMessage(damaged), expected);
        })
      )
        accepted.push(bit);
    }
    expect(accepted).toEqual([]);
    assertSigner(openPkiMessage(bytes), expected);
  });

  it('is refused when cut off anywhere', () => {
    const bytes = request();
    for (let length = 0; length < bytes.length; length += 1) {
      equal(
        refuses(() => openPkiMessage(bytes.subarray(0, length))),
        true,
      );
    }
  });

  it('is refused with a transactionID that is no PrintableString, when written', () => {
    throws(
      () =>
        writePkiMessage({ messageType: 'PKCSReq', transactionId: 'a_b' }, undefined, {
          signer: sender,
          hash: 'sha256',
        }),
      {
        reason: 'value',
      },
    );
  });

  it('has an envelope that only its recipient opens', () => {
    const content = openPkiMessage(request()).content ?? new Uint8Array();
    const stranger = pool.identity('rsa-2048', 3);
    throws(() => openEnvelope(content, [stranger]), { reason: 'envelope' });
    // The right name with the wrong key.
    throws(
      () => openEnvelope(content, [{ certificate: recipient.certificate, privateKey: stranger.privateKey }]),
      { reason: 'envelope' },
    );
  });

  it('is refused where it is larger than 1 MB, before it is read', () => {
    throws(() => openPkiMessage(new Uint8Array(1_048_577)), { reason: 'limit' });
  });
});

describe('whatever the bytes are', () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    // Valid messages with some octets replaced get deeper into the reading.
    fc
      .array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 8 })
      .map((changes) => {
        const damaged = Uint8Array.from(valid);
        for (const [position, octet] of changes) damaged[position % damaged.length] = octet;
        return damaged;
      }),
  );
  const valid = request();

  it('reading raises the one kind of error, and nothing else', () => {
    fc.assert(
      fc.property(bytes, (input) => {
        refuses(() => openPkiMessage(input));
        refuses(() => openEnvelope(input, [recipient]));
        refuses(() => readCertificatesOnly(input));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('certificates only', () => {
  it('are read in the order in which they were written', () => {
    const { presented } = authorities.byName['intermediate-with-registration'];
    expect(readCertificatesOnly(writeCertificatesOnly(presented)).map((one) => Buffer.from(one))).toEqual(
      presented.map((one) => Buffer.from(one)),
    );
    expect(readCertificatesOnly(writeCertificatesOnly([]))).toEqual([]);
  });

  it('are not taken from a signed message', () => {
    throws(() => readCertificatesOnly(request()), { reason: 'format' });
  });
});
