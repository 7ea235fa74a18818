import {
  certificateKey,
  certificatesOf,
  requestKey,
  withRequest,
  type Hold,
  type InstalledCertificate,
  type InstallRequest,
  type State,
} from './state.ts';

/** A certificate in the store My of one scope. */
export type StorePlace = Pick<InstalledCertificate, 'scope' | 'thumbprint'>;

/** A UniqueID whose PFX has brought a certificate. */
export interface Holder {
  readonly request: InstallRequest;
  readonly hold: Hold;
}

/** The UniqueIDs whose PFX has brought a certificate into the store of their scope, but for one of them. */
export function holdersOf(state: State, place: StorePlace, but: InstallRequest): readonly Holder[] {
  const key = certificateKey(place);
  return [...state.requests.values()].flatMap((request) => {
    if (requestKey(request) === requestKey(but)) return [];
    const held = certificatesOf(request).find((certificate) => certificateKey(certificate) === key);
    return held === undefined ? [] : [{ request, hold: held.hold }];
  });
}

/** Whether a certificate came, or may have come, into the user's store as a copy of the device's (R-GEN-06, A-62). */
export function isCopied({ copies }: State, thumbprint: string): boolean {
  return copies.some((copy) => copy.scope === 'user' && copy.thumbprint === thumbprint);
}

/** Puts in a certificate that no UniqueID holds, beside what is known of it already. */
export function withCopy(state: State, copy: InstalledCertificate): State {
  const known = state.copies.find((other) => isAt(other, copy));
  if (known === undefined) return { ...state, copies: [...state.copies, copy] };
  const surer = known.hold === 'sure' ? known : copy;
  const both = eitherKey(surer, surer === known ? copy : known);
  return { ...state, copies: state.copies.map((other) => (other === known ? both : other)) };
}

/** Copies of a certificate in the user's store, which may be gone from now on. */
export function withCopiesInDoubt(state: State, thumbprint: string): State {
  if (!state.copies.some((copy) => copy.thumbprint === thumbprint && copy.hold === 'sure')) return state;
  const copies = state.copies.map((copy) =>
    copy.thumbprint === thumbprint ? { ...copy, hold: 'perhaps' as const } : copy,
  );
  return { ...state, copies };
}

/**
 * Another UniqueID has taken a certificate away, or may have. What Thumbprint and Status of this one show then, no
 * document says.
 *
 * @param hold what it has of the certificate now
 */
export function withHold(state: State, request: InstallRequest, place: StorePlace, hold: Hold): State {
  const certificates = certificatesOf(request).map((held) =>
    isAt(held, place) && held.hold !== 'none' ? { ...held, hold } : held,
  );
  return withRequest(state, { ...request, install: { kind: 'unclear', certificates } });
}

/** Another UniqueID has left the certificate to this one: its key may be where either of them has put it. */
export function withEitherKey(state: State, request: InstallRequest, gone: InstalledCertificate): State {
  const { install } = request;
  if (install.kind === 'none') return state;
  const certificates = install.certificates.map((held) => (isAt(held, gone) ? eitherKey(held, gone) : held));
  return withRequest(state, { ...request, install: { ...install, certificates } });
}

function eitherKey(held: InstalledCertificate, gone: InstalledCertificate): InstalledCertificate {
  const { container, ...rest } = held;
  return {
    ...rest,
    providers: [...new Set([...held.providers, ...gone.providers])],
    exportable: held.exportable === gone.exportable ? held.exportable : 'any',
    ...(container !== undefined && container === gone.container ? { container } : {}),
  };
}

function isAt(certificate: InstalledCertificate, place: StorePlace): boolean {
  return certificateKey(certificate) === certificateKey(place);
}
