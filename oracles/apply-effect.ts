import { codes } from './admitted.ts';
import { applyTrigger } from './apply-trigger.ts';
import type { Surroundings } from './attempt.ts';
import type { Deed, PendingTrigger } from './deed.ts';
import { exercisedOn } from './exercised.ts';
import type { Reason } from './expectation.ts';
import { isElsewhere } from './mistakes.ts';
import type { NodePlace } from './place.ts';
import { abandonEnrollment, deleteEnrollment, enroll } from './begin-enrollment.ts';
import { removeCertificates } from './removal.ts';
import { noUserTree } from './read-node.ts';
import type { RequestItem } from './request.ts';
import { reasonOf } from './rule.ts';
import { containerRules } from './rules/containers.ts';
import { blobTriggers, effectRules } from './rules/effects.ts';
import type { Run } from './run.ts';
import {
  installName,
  namesBelow,
  newRequest,
  nodeKey,
  requestKey,
  withChallengeUntaken,
  withNodeReason,
  withoutRequest,
  withoutSetting,
  withRequest,
  withSetting,
  type Flaw,
  type InstallRequest,
  type Setting,
} from './state.ts';
import { firstOf } from './trigger.ts';
import type { Value } from './value.ts';
import type { TreeNode, Verb } from '../csp/tree.ts';
import type { RequirementId } from '../csp/requirements.ts';

/** A command that nothing refuses. */
export interface AcceptedItem {
  readonly verb: Verb;
  readonly place: NodePlace;
  readonly item: RequestItem;
  /** Of a leaf that is set. */
  readonly value: Value | undefined;
  readonly flaws: readonly Flaw[];
}

/** Changes the state as the command says. */
export function applyEffect(run: Run, accepted: AcceptedItem, surroundings: Surroundings): Deed {
  const { verb, place } = accepted;
  const { below, scope } = place;
  // The root and its two halves allow Get only, which never comes here.
  if (below === undefined) throw new RangeError(`${verb} of a permanent node is carried out`);
  if (verb === 'Exec') return enroll(run, place, surroundings);

  const replaced = verb === 'Replace' && place.presence === 'present' && place.node.format === 'node';
  const subject = {
    verb,
    place,
    ...(replaced && below.request !== undefined ? { replaces: below.request } : {}),
  };
  const { rule, decision } = firstOf(effectRules, subject, run.asking);
  const exists = verb === 'Add' ? existsAlready(run, place) : undefined;
  const reason: Reason = {
    ...reasonOf(rule, decision),
    ambiguities: [...new Set([...rule.ambiguities, ...run.asking.notes()])],
    breaks: {
      ...(isBelowHalf(place) && scope === 'user' ? noUserTree : {}),
      ...decision.breaks,
      ...(exists === undefined ? {} : { exists }),
    },
  };
  for (const requirement of exercisedOn(place.node, rule.requirements)) run.exercised.add(requirement);
  if (decision.breaks?.otherFailure !== undefined) run.exercised.add(decision.breaks.otherFailure);
  const done: Deed = { kind: 'done', admitted: { statuses: codes('200') }, reason };

  const request = below.request ?? newRequest(scope, below.half, below.id);
  const key = nodeKey(request, place.node.name);
  if (verb === 'Delete') {
    remove(run, place, request, reason);
    return done;
  }
  run.state = withNodeReason(
    run.state,
    [key],
    surroundings.sequence ? reasonOf(containerRules.inOrder) : undefined,
  );
  if (place.node.name === '{UniqueID}') {
    if (decision.below === 'goes') {
      removeCertificates(run, request, 'Delete');
      abandonEnrollment(run, request);
    }
    run.state = withRequest(
      run.state,
      decision.below === 'goes' ? newRequest(scope, below.half, below.id) : request,
    );
    return done;
  }
  const parent = below.half === 'scep' ? { ...request, hasInstallNode: true } : request;
  if (place.node.name === 'Install') {
    if (decision.below === 'goes') abandonEnrollment(run, request);
    run.state = withRequest(
      run.state,
      decision.below === 'goes' ? { ...parent, settings: new Map() } : parent,
    );
    return done;
  }
  const changed = withSetting(parent, place.node.name, settingOf(accepted));
  const set = place.node.name === 'Challenge' ? withChallengeUntaken(changed) : changed;
  run.state = withRequest(run.state, set);
  if (place.node.name !== 'PFXCertBlob' && request.install.kind !== 'none')
    run.state = withNodeReason(run.state, [nodeKey(request, installName)], notTriggered);
  return place.node.name === 'PFXCertBlob' ? blobSet(run, accepted, request, reason, surroundings) : done;
}

/** A UniqueID stands below a node that is always there. */
function isBelowHalf({ node, prefixed }: NodePlace): boolean {
  return prefixed && node.name === '{UniqueID}';
}

/** Only the blob triggers an install: what a setting changes of one that was made is blamed on that. */
const notTriggered: Reason = {
  ...reasonOf(blobTriggers),
  because: 'only setting the blob triggers an install',
};

/** What it breaks that a node is said to exist which does not: it was deleted, or it is that of another request. */
function existsAlready({ state }: Run, place: NodePlace): RequirementId | undefined {
  const { scope, node, below } = place;
  if (below === undefined) return undefined;
  const special = state.nodeReasons.get(nodeKey({ scope, ...below }, node.name));
  return special?.requirement ?? (isElsewhere(place, state) ? 'R-GEN-01' : undefined);
}

function settingOf({ value, item, flaws, place }: AcceptedItem): Setting {
  const text = value?.text ?? '';
  const { range } = place.node;
  // What a device makes of a value beyond the range, and so what a Get brings, is open.
  const read = value?.read;
  const beyond =
    typeof read === 'number' &&
    range !== undefined &&
    (read < range.minimum || read > (range.countsAs ?? Infinity));
  return { text, ...(read === undefined ? {} : { value: read }), flaws, unclear: item.markup || beyond };
}

/**
 * The install happens at once, or waits for the end of its Atomic. That makes a difference where parameters,
 * another blob or a Delete follow, and where the install fails: then another member may make the Atomic fail before it.
 * On a device that is known to wait, every install does, so that they happen in the order of their blobs.
 */
function blobSet(
  run: Run,
  { verb, place }: AcceptedItem,
  request: InstallRequest,
  reason: Reason,
  surroundings: Surroundings,
): Deed {
  const pending: PendingTrigger = {
    kind: 'blob',
    request: requestKey(request),
    verb: verb === 'Replace' ? 'Replace' : 'Add',
    before: place.below?.request,
    presenceReason: { ...reasonOf(blobTriggers), requirement: verb === 'Replace' ? 'R-PFX-14' : 'R-PFX-12' },
  };
  const waiting: Deed = {
    kind: 'pending',
    admitted: { statuses: codes('200') },
    reason,
    trigger: pending,
  };
  const { atomic, setsLater, deletesLater } = surroundings;
  const matters = deletesLater || setsLater(pending.request);
  if (atomic && installsWhen(run, matters) === 'at-commit') return waiting;
  const before = run.state;
  const deed = applyTrigger(run, pending, reason, atomic);
  const mayWait = deed.kind === 'refused' && atomic && !surroundings.last;
  if (!mayWait || run.asking.answer('A-08') === 'at-add') return deed;
  run.state = before;
  return waiting;
}

/** Asks where it matters; else, what is known of it. */
function installsWhen({ asking }: Run, matters: boolean): 'at-commit' | 'at-add' | undefined {
  return matters ? asking.answer('A-08') : asking.known('A-08');
}

/** What is there again, or still, is blamed on the Delete; of an interior node, with all that was below it. */
function noteDeleted(run: Run, node: TreeNode, request: InstallRequest, reason: Reason): void {
  const removed = node.format === 'node' ? { ...reason, requirement: 'R-DM-07' as const } : reason;
  const below = node.format === 'node' ? namesBelow(request) : [];
  const keys = [node.name, ...below].map((name) => nodeKey(request, name));
  run.state = withNodeReason(run.state, keys, removed);
}

function remove(run: Run, place: NodePlace, request: InstallRequest, reason: Reason): void {
  const { node } = place;
  noteDeleted(run, node, request, reason);
  if (node.name === '{UniqueID}') {
    removeCertificates(run, request, 'Delete');
    deleteEnrollment(run, request);
    run.state = withoutRequest(run.state, request);
  } else if (node.name === 'Install') {
    abandonEnrollment(run, request);
    run.state = withRequest(run.state, { ...request, settings: new Map(), hasInstallNode: false });
  } else {
    const left = withoutSetting(request, node.name);
    run.state = withRequest(run.state, node.name === 'Challenge' ? withChallengeUntaken(left) : left);
  }
}
