import type { KeyProvider } from '../cases/observation.ts';
import { readAddress } from './address.ts';
import { answersTo } from '../csp/ambiguities.ts';
import type { Asking } from './asking.ts';
import type { Reason } from './expectation.ts';
import { contentOf } from './install.ts';
import type { KeyedEntry } from './pfx-content.ts';
import { readBool, readInt } from './spellings.ts';
import {
  emptyState,
  newRequest,
  requestKey,
  withRequest,
  withSetting,
  type Install,
  type InstallRequest,
  type State,
} from './state.ts';
import type { Device } from './device.ts';

/** Nodes that exist before the first step, by LocURI. */
export type GivenNodes = Readonly<Record<string, { readonly format?: string; readonly value: string }>>;

const given: Reason = {
  requirement: 'R-PFX-12',
  ambiguities: [],
  because: 'the state that is given says so',
};

/**
 * The state of a device that holds these nodes. An install whose blob is among them counts as done: its certificates
 * are in the store, wherever KeyLocation admits.
 *
 * @throws RangeError for a LocURI that does not lead to a node of this CSP
 */
export function stateOfNodes(nodes: GivenNodes, device: Device): State {
  let state = emptyState;
  for (const [locUri, { value }] of Object.entries(nodes)) {
    const address = readAddress(locUri);
    const node = address.kind === 'path' ? address.node : undefined;
    if (address.kind !== 'path' || node === undefined) {
      throw new RangeError(`the given node ${locUri} is none of ClientCertificateInstall`);
    }
    // The permanent nodes are there anyway.
    if (address.id === undefined || node.half === 'root') continue;
    const fresh = newRequest(address.scope, node.half, address.id);
    const request = state.requests.get(requestKey(fresh)) ?? fresh;
    state = withRequest(state, withNode(request, node.name, node.format, value));
  }
  for (const request of state.requests.values()) {
    if (request.settings.has('PFXCertBlob'))
      state = withRequest(state, installedFrom(request, state, device));
  }
  return state;
}

function withNode(request: InstallRequest, name: string, format: string, text: string): InstallRequest {
  if (name === '{UniqueID}') return request;
  const parent = request.half === 'scep' ? { ...request, hasInstallNode: true } : request;
  // Thumbprint and Status of a PFX follow from its install; Install and Enroll have no value.
  const derived = request.half === 'pfx' ? ['Thumbprint', 'Status'] : ['Install', 'Enroll'];
  if (derived.includes(name)) return parent;
  const read =
    format === 'int' ? readInt(text, lenient) : format === 'bool' ? readBool(text, lenient) : undefined;
  const setting = { text, ...(read === undefined ? {} : { value: read }), flaws: [], unclear: false };
  return withSetting(parent, name, setting);
}

/** What is there already has been accepted, however it is spelt. */
const lenient: Pick<Asking, 'answer' | 'assume'> = {
  answer: (key) => answersTo(key)[0] ?? noAnswer(key),
  assume: (_, options) => options[0],
};

function noAnswer(key: string): never {
  throw new RangeError(`${key} has no answers`);
}

function installedFrom(request: InstallRequest, state: State, device: Device): InstallRequest {
  const content = contentOf({ request, state, device });
  if (content.kind !== 'opened') return { ...request, install: { kind: 'unclear', certificates: [] } };
  const { scope, settings } = request;
  const location = settings.get('KeyLocation')?.value;
  const exportable = settings.get('PFXKeyExportable')?.value;
  const providers = typeof location === 'number' ? providersOf(location, device) : anyProvider;
  const install: Install = {
    kind: 'installed',
    thumbprints:
      content.keyed.length > 0 ? content.keyed.map(({ thumbprint }) => thumbprint) : content.thumbprints,
    certificates: content.keyed.map((keyed: KeyedEntry) => ({
      scope,
      thumbprint: keyed.thumbprint,
      providers,
      exportable: exportable === false ? false : 'any',
      hold: 'sure',
      keyed,
      presenceReason: given,
      exportableReason: given,
      reason: given,
    })),
  };
  return { ...request, install };
}

const anyProvider: readonly KeyProvider[] = ['software', 'tpm', 'hello', 'none'];

function providersOf(location: number, device: Device): readonly KeyProvider[] {
  switch (location) {
    case 1:
      return ['tpm'];
    case 2:
      return device.tpm ? ['tpm', 'software'] : ['software'];
    case 3:
      return ['software'];
    case 4:
      return ['hello'];
    default:
      return anyProvider;
  }
}
