import { createHash } from 'node:crypto';
import type { Scope } from '../../../cases/case.ts';
import { embeddedModeHash } from '../../../adapters/device/embedded-mode.ts';
import type { EmbeddedModeFlag } from '../../../adapters/device/powershell-machine.ts';
import { defaultEdition } from '../../../csp/editions.ts';
import { poolPlan } from '../../../pki/pool-plan.ts';
import type { Pool } from '../../../pki/pool.ts';
import { authoritiesOf } from '../../../pki/scep/authorities.ts';
import { createDevice, type DeviceParts, type VirtualDevice } from '../../../simulator/device.ts';

export const smbiosUuid = '00112233-4455-6677-8899-AABBCCDDEEFF';

export interface FakeOptions {
  readonly hasTpm?: boolean;
  readonly userLoggedOn?: boolean;
  /** In place of what `describe` gives. */
  readonly description?: Readonly<Record<string, unknown>>;
  readonly flag?: EmbeddedModeFlag;
  readonly adjustRules?: NonNullable<DeviceParts['adjustRules']>;
  /** Certificates that are there from the beginning, beside one that is none of the suite's. */
  readonly there?: readonly { readonly store: string; readonly thumbprint: string }[];
  /** What servers answer to it. */
  readonly web?: (request: { readonly url: string }) => Readonly<Record<string, unknown>> | undefined;
  /** A Delete takes the request and leaves the certificate. */
  readonly keepsCertificates?: boolean;
}

interface Held {
  readonly scope: Scope;
  readonly store: string;
  readonly thumbprint: string;
  readonly provider: string;
  readonly exportable: boolean;
}

const providerNames: Readonly<Record<string, string>> = {
  software: 'Microsoft Software Key Storage Provider',
  tpm: 'Microsoft Platform Crypto Provider',
  hello: 'Microsoft Passport Key Storage Provider',
};

/**
 * A Windows machine as PowerShell shows it: the virtual device behind mdmlocalmanagement.dll, with stores, registry and
 * log beside it. It goes on living when the suite dies.
 */
export class FakeWindows {
  flag: EmbeddedModeFlag;
  registered = false;
  /** Names of the scripts that it was given. */
  readonly calls: string[] = [];
  readonly bodies: string[] = [];
  private readonly device: VirtualDevice;
  private readonly known: ReadonlyMap<string, Uint8Array>;
  private readonly options: FakeOptions;
  private held: Held[];
  private readonly fromTheBeginning: readonly string[];

  constructor(pool: Pool, options: FakeOptions = {}) {
    this.options = options;
    this.flag = options.flag ?? { kind: 'number', value: 0 };
    this.device = createDevice(
      {
        preparation: {
          edition: defaultEdition,
          tpm: options.hasTpm ?? true,
          certificates: [],
          helloContainers: [],
        },
        answers: {},
        startsAt: Date.UTC(2026, 0, 1),
      },
      options.adjustRules === undefined ? {} : { adjustRules: options.adjustRules },
    );
    this.known = certificatesOf(pool);
    this.held = [{ store: 'My', thumbprint: pool.mdm.thumbprint }, ...(options.there ?? [])].map((place) => ({
      ...place,
      scope: 'device',
      provider: 'software',
      exportable: false,
    }));
    this.fromTheBeginning = this.held.map(({ thumbprint }) => thumbprint);
  }

  /** What is there that was not there in the beginning; empty on a machine that is as it was. */
  leftovers(): readonly string[] {
    const { flag = { kind: 'number', value: 0 } } = this.options;
    return [
      ...(JSON.stringify(this.flag) === JSON.stringify(flag) ? [] : ['embedded-mode flag']),
      ...(this.registered ? ['registration'] : []),
      ...this.stores()
        .filter(({ thumbprint }) => !this.fromTheBeginning.includes(thumbprint))
        .map(({ thumbprint }) => `certificate ${thumbprint}`),
      ...this.fromTheBeginning
        .filter((thumbprint) => !this.held.some((one) => one.thumbprint === thumbprint))
        .map((thumbprint) => `certificate ${thumbprint} of before is gone`),
      ...['PFXCertInstall', 'SCEP'].flatMap((half) => {
        const body = `<SyncBody><Get><CmdID>1</CmdID><Item><Target><LocURI>./Device/Vendor/MSFT/ClientCertificateInstall/${half}</LocURI></Target></Item></Get><Final/></SyncBody>`;
        const [, names = ''] =
          /<Results>[^]*<Data>([^<]*)<\/Data>[^]*<\/Results>/.exec(this.handle(body)) ?? [];
        return names === '' ? [] : [`requests ${names}`];
      }),
    ];
  }

  /** The value that a script of this name returns. @throws Error with what the script would throw */
  answer(script: string, data: unknown): unknown {
    this.calls.push(script);
    // Each script gets what adapters/device/powershell sends it.
    const given = data as never;
    switch (script) {
      case 'describe':
        return this.describe();
      case 'read-flag':
        return this.flag;
      case 'write-flag':
        this.flag = given;
        return { done: true };
      case 'register': {
        const hresult = this.readiness();
        if (hresult === 0) this.registered = true;
        return { hresult };
      }
      case 'apply':
        return this.apply(given);
      case 'unregister':
        if (this.readiness() !== 0) return { hresult: this.readiness() };
        if (!this.registered) return { hresult: 0x8007139f };
        this.registered = false;
        return { hresult: 0 };
      case 'read-stores':
        return this.readStores(given);
      case 'remove-certificates':
        this.remove(given);
        return { done: true };
      case 'get-web':
        return this.options.web?.(given) ?? { problem: 'no such host (NameResolutionFailure)' };
      case 'events':
        return {
          events: [
            { time: '2026-01-01T00:00:01.0000000Z', id: 309, level: 4, message: 'Zertifikat\r\ninstalliert' },
            { time: '2026-01-01T00:00:00.0000000Z', id: 404, level: 2, message: 'Fehler' },
          ],
        };
      default:
        throw new Error(`there is no script ${script}`);
    }
  }

  private describe(): unknown {
    return {
      build: `${defaultEdition}.1742`,
      edition: 'Enterprise',
      isClient: true,
      is64BitProcess: true,
      isElevated: true,
      hasTpm: this.options.hasTpm ?? true,
      enrolledIn: [],
      isRegistered: this.registered,
      userLoggedOn: this.options.userLoggedOn ?? false,
      smbiosUuid,
      computerName: 'WIN11',
      ...this.options.description,
    };
  }

  /** What every function of the library returns outside of embedded mode (device-and-mdm.md, 1.3). */
  private readiness(): number {
    const set = this.flag.kind === 'bytes' && this.flag.hex === embeddedModeHash(smbiosUuid);
    return set ? 0 : 0x80070032;
  }

  private apply({ syncBody }: { readonly syncBody: string }): unknown {
    if (this.readiness() !== 0) return { registered: this.readiness() };
    this.registered = true;
    this.bodies.push(syncBody);
    const before = this.device.stores();
    const reply = this.handle(syncBody);
    if (this.options.keepsCertificates === true) {
      const now = this.device.stores();
      const lost = before.filter(({ thumbprint }) => !now.some((entry) => entry.thumbprint === thumbprint));
      this.held.push(...lost);
    }
    const result = reply.replace(/^<\?xml[^>]*\?>\s*/, '').replace(/<SyncHdr>[^]*<\/SyncHdr>/, '<SyncHdr/>');
    return { registered: 0, hresult: 0, result: `<?xml version="1.0" encoding="utf-16"?>\n${result}` };
  }

  private handle(syncBody: string): string {
    return Buffer.from(this.device.handle(Buffer.from(syncBody, 'utf8')) ?? []).toString('utf8');
  }

  private stores(): readonly Held[] {
    const held = this.held.filter(
      ({ thumbprint }) => !this.device.stores().some((entry) => entry.thumbprint === thumbprint),
    );
    return [...held, ...this.device.stores()];
  }

  private readStores({ places }: { readonly places: readonly { scope: Scope; store: string }[] }): unknown {
    return {
      certificates: this.stores()
        .filter((entry) => places.some(({ scope, store }) => scope === entry.scope && store === entry.store))
        .map(({ scope, store, thumbprint, provider, exportable }) => ({
          scope,
          store,
          certificate: Buffer.from(this.known.get(thumbprint) ?? []).toString('base64'),
          hasPrivateKey: provider !== 'none',
          ...(provider === 'none' ? {} : { provider: providerNames[provider], exportable, keyLength: 2048 }),
        })),
    };
  }

  private remove({
    scope,
    store,
    thumbprints,
  }: {
    readonly scope: Scope;
    readonly store: string;
    readonly thumbprints: readonly string[];
  }): void {
    this.held = this.held.filter(
      (one) => one.scope !== scope || one.store !== store || !thumbprints.includes(one.thumbprint),
    );
  }
}

function certificatesOf(pool: Pool): ReadonlyMap<string, Uint8Array> {
  const clients = poolPlan
    .filter(({ role }) => role === 'client')
    .map(({ kind, index }) => pool.identity(kind, index));
  const all = [
    ...[...clients, pool.mdm].flatMap(({ certificate, chain }) => [certificate, ...chain]),
    ...Object.values(authoritiesOf(pool).byName).flatMap(({ presented }) => presented),
  ];
  return new Map(all.map((der) => [createHash('sha1').update(der).digest('hex').toUpperCase(), der]));
}
