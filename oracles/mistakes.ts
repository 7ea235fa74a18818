import type { RequirementId } from '../csp/requirements.ts';
import { blamedOnEnrollment } from './enrollment-clues.ts';
import type { Clue, ValueSet } from './expectation.ts';
import type { NodePlace } from './place.ts';
import { requirementByType } from './rules/import.ts';
import { childrenOf, valueOf } from './rules/readings.ts';
import type { Device } from './device.ts';
import type { InstallRequest, NodeReason, State } from './state.ts';
import { fits } from './values-seen.ts';

interface Mistake {
  readonly value: ValueSet;
  readonly requirement: RequirementId;
}

/** A Get of a node, and all that a wrong value of it may come from. */
export class Look implements Clue {
  private readonly place: NodePlace;
  private readonly state: State;
  private readonly device: Device;
  private readonly special: NodeReason | undefined;

  /** @param special why the node is as it is, where an earlier command decides it */
  constructor(place: NodePlace, state: State, device: Device, special: NodeReason | undefined) {
    this.place = place;
    this.state = state;
    this.device = device;
    this.special = special;
  }

  blames(text: string): RequirementId | undefined {
    const mistakes = mistakesAt(this.place, this.state, this.device, this.special);
    return (
      mistakes.find(({ value }) => fits(value, text))?.requirement ??
      blamedOnEnrollment(this.place, this.state, this.device, text)
    );
  }
}

/**
 * What a Get may bring wrongly: the value of a command that was to have no effect; that of the same node of another
 * request, which is to leave this one alone (R-GEN-01); and that in the other tree, where the LocURI means the device's
 * without saying so (R-DM-15). The first that fits is blamed.
 */
function mistakesAt(
  place: NodePlace,
  state: State,
  device: Device,
  special: NodeReason | undefined,
): readonly Mistake[] {
  const { node, scope, prefixed, below } = place;
  const mistakes: Mistake[] = [];
  if (!prefixed) {
    const value = shownAt({ ...place, scope: scope === 'device' ? 'user' : 'device' }, state, device);
    if (value !== undefined) mistakes.push({ value, requirement: 'R-DM-15' });
  }
  if (special !== undefined && special.ifGone !== true) {
    const { brought, requirement } = special;
    if (brought !== undefined) mistakes.push({ value: { kind: 'text', text: brought }, requirement });
    return mistakes;
  }
  if (below === undefined) return mistakes;
  mistakes.push(...wrongPasswordAt(node.name, below.request, state, device));
  for (const other of state.requests.values()) {
    if (other === below.request || other.scope !== scope || other.half !== below.half) continue;
    const value = shownOf(node, other, state, device);
    if (value !== undefined) mistakes.push({ value, requirement: 'R-GEN-01' });
  }
  return mistakes;
}

/** ERROR_INVALID_PASSWORD, and NTE_DECRYPTION_FAILURE with its sign and without (MS-ERREF 2.1, 2.2). */
const passwordErrors = ['86'] as const;
const decryptionErrors = ['-2146893780', '2148073516'] as const;

/** A Status that says that the password of an install is wrong, which it is not: the device has read it wrongly. */
function wrongPasswordAt(
  name: string,
  request: InstallRequest | undefined,
  state: State,
  device: Device,
): readonly Mistake[] {
  if (name !== 'Status' || request?.install.kind !== 'installed') return [];
  const byType = requirementByType({ request, state, device });
  return [
    { value: { kind: 'one-of', texts: passwordErrors }, requirement: byType },
    {
      value: { kind: 'one-of', texts: decryptionErrors },
      // That a password is encrypted at all is what the type says.
      requirement: byType === 'R-PFX-16' ? 'R-PFX-17' : byType,
    },
  ];
}

/** Whether a node of this name is there below another UniqueID. */
export function isElsewhere({ node, scope, below }: NodePlace, state: State): boolean {
  return [...state.requests.values()].some(
    (other) =>
      other !== below?.request &&
      other.scope === scope &&
      other.half === below?.half &&
      has(other, node.name),
  );
}

function has({ settings, hasInstallNode }: InstallRequest, name: string): boolean {
  return name === '{UniqueID}' || (name === 'Install' && hasInstallNode) || settings.has(name);
}

function shownAt({ node, scope, below }: NodePlace, state: State, device: Device): ValueSet | undefined {
  if (below === undefined)
    return node.id === '.' ? undefined : childrenOf(node, scope, undefined, state, device);
  const other = [...state.requests.values()].find(
    (request) => request.scope === scope && request.half === below.half && request.id === below.id,
  );
  return other === undefined ? undefined : shownOf(node, other, state, device);
}

/** The value of a node below a request; undefined where it has none that would tell it from others. */
function shownOf(
  node: NodePlace['node'],
  request: InstallRequest,
  state: State,
  device: Device,
): ValueSet | undefined {
  if (!has(request, node.name)) return thumbprintsOf(node, request);
  if (node.format === 'node') {
    const value = childrenOf(node, request.scope, request, state, device);
    return value.kind === 'children' && value.atLeast.length > 0 ? value : undefined;
  }
  const setting = request.settings.get(node.name);
  const value = setting === undefined ? undefined : valueOf(setting);
  return value?.kind === 'any' ? undefined : value;
}

function thumbprintsOf({ name }: NodePlace['node'], { install }: InstallRequest): ValueSet | undefined {
  if (name !== 'Thumbprint' || install.kind !== 'installed' || install.thumbprints.length === 0)
    return undefined;
  return { kind: 'thumbprint', oneOf: install.thumbprints };
}
