import type { Pool } from '../pool.ts';
import { issueCertificate, readCertificate, type KeyedCertificate } from './certificate.ts';
import { publicKeyOf } from './keys.ts';
import { basicConstraints, purposeExtensions } from './extensions.ts';
import { writeName } from './names.ts';
import type { AuthorityName } from './script.ts';

/** One way in which a CA can be built: who it shows, who issues, who speaks for it. */
export interface Authority {
  /** Answer to GetCACert: one certificate, or a chain in which the responder's stands first. */
  readonly presented: readonly Uint8Array[];
  /** Signs the certificates that are issued. */
  readonly issuer: KeyedCertificate;
  /** Opens requests and signs answers: the issuer itself, or a registration authority. */
  readonly responder: KeyedCertificate;
  /** The root, whose thumbprint CAThumbprint has to be. */
  readonly root: Uint8Array;
}

/** The authorities that scripts choose from. */
export interface Authorities {
  readonly byName: Readonly<Record<AuthorityName, Authority>>;
  /** Has nothing to do with any of them; signs and is certified where a script asks for a wrong answer. */
  readonly stranger: KeyedCertificate;
}

/** Fixed, as those of the pool, so that a certificate is the same in every run and valid at any virtual time. */
const validity = { notBefore: new Date('2020-01-01T00:00:00Z'), notAfter: new Date('2050-01-01T00:00:00Z') };

/** keyCertSign, cRLSign, and what a CA without registration authority needs to speak for itself. */
const authorityUsage = 0x06 | 0xa0;
const responderUsage = 0xa0;

const made = new WeakMap<Pool, Authorities>();

/** The authorities over the keys of a pool: always the same certificates. */
export function authoritiesOf(pool: Pool): Authorities {
  const known = made.get(pool) ?? makeAuthorities(pool);
  made.set(pool, known);
  return known;
}

function makeAuthorities(pool: Pool): Authorities {
  const key = (index: number): KeyedCertificate => pool.authority(index);
  const make = (
    name: string,
    serial: number,
    subject: KeyedCertificate,
    issuer?: KeyedCertificate,
  ): KeyedCertificate => ({
    privateKey: subject.privateKey,
    certificate: certify(name, serial, subject, issuer),
  });
  const root = make('conformance SCEP root', 1, key(0));
  const intermediate = make('conformance SCEP intermediate', 2, key(1), root);
  const rootRegistration = make('conformance SCEP registration', 3, key(2), root);
  const intermediateRegistration = make('conformance SCEP registration', 4, key(2), intermediate);
  const another = make('conformance SCEP another root', 5, key(3));
  return {
    byName: {
      root: { presented: [root.certificate], issuer: root, responder: root, root: root.certificate },
      'root-with-registration': {
        presented: [rootRegistration.certificate, root.certificate],
        issuer: root,
        responder: rootRegistration,
        root: root.certificate,
      },
      'intermediate-with-registration': {
        presented: [intermediateRegistration.certificate, intermediate.certificate, root.certificate],
        issuer: intermediate,
        responder: intermediateRegistration,
        root: root.certificate,
      },
      another: {
        presented: [another.certificate],
        issuer: another,
        responder: another,
        root: another.certificate,
      },
    },
    stranger: make('conformance SCEP stranger', 6, key(4)),
  };
}

function certify(
  name: string,
  serial: number,
  subject: KeyedCertificate,
  issuer: KeyedCertificate | undefined,
): Uint8Array {
  const isAuthority = !name.endsWith('registration');
  const subjectName = writeName(`CN=${name}`);
  return issueCertificate({
    serialNumber: Uint8Array.of(serial),
    issuer: issuer === undefined ? subjectName : readCertificate(issuer.certificate).subjectName,
    subject: subjectName,
    ...validity,
    publicKey: publicKeyOf(subject.privateKey),
    extensions: [
      basicConstraints(isAuthority),
      ...purposeExtensions({ keyUsage: isAuthority ? authorityUsage : responderUsage }),
    ],
    issuerPublicKey: publicKeyOf((issuer ?? subject).privateKey),
    issuerKey: (issuer ?? subject).privateKey,
    hash: 'sha256',
  });
}
