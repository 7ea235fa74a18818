import type { NodeTree } from '../engine/node-tree.ts';
import type { Outcome, ProviderAlert } from '../engine/provider.ts';
import type { Refusal } from '../engine/refusals.ts';
import type {
  EnrollmentClient,
  EnrollmentProgress,
  EnrollmentRequest,
  EnrollmentState,
} from './enrollment.ts';
import { showsAtTrigger } from './failure.ts';
import type { Half } from './half.ts';
import { isRefusedWhenSet } from './invalid-values.ts';
import type { InstallRequest } from './install-request.ts';
import type { CspRules } from './rules.ts';
import { faultOfSetting, readEnrollment } from './scep-enrollment.ts';
import { createOutbox } from './scep-outbox.ts';
import type { Settings } from './scep-rules.ts';
import { errorText, type WindowsErrorName } from './windows-errors.ts';

/** What the half works on. */
export interface ScepEnvironment {
  readonly rules: CspRules;
  readonly tree: NodeTree;
  /** Absent: the device has no SCEP client, and an accepted enrollment goes no further. */
  readonly client?: EnrollmentClient;
}

interface State {
  readonly enrollments: ReadonlyMap<string, EnrollmentState>;
  readonly accepted: ReadonlyMap<string, Accepted>;
  /** Enrollments that wait for the end of their Atomic. */
  readonly deferred: readonly { readonly request: InstallRequest; readonly member: number }[];
}

interface Accepted {
  /** The last request that the client was given. */
  readonly request: EnrollmentRequest;
  /** The same until the id is deleted: reports on what an id of the same name once began are none on this one. */
  readonly life: symbol;
}

/** Type of the alert, as devices were seen to send it; Source, Format and Data are documented nowhere. */
const alertType = 'com.microsoft:mdm.SCEPcertinstall.result';

/** SCEP: settings are kept, and Exec of Enroll hands them to the client as they are at that moment. */
export function createScepHalf({ rules, tree, client }: ScepEnvironment): Half {
  let state: State = { enrollments: new Map(), accepted: new Map(), deferred: [] };
  const outbox = createOutbox(client, rules.rollbackStopsEnrollment);
  let alerts: readonly ProviderAlert[] = [];

  function setEnrollment(key: string, enrollment: EnrollmentState): void {
    state = { ...state, enrollments: new Map(state.enrollments).set(key, enrollment) };
  }

  /** Accepts the enrollment with the settings that are there now; a refusal is the Exec's. */
  function enroll(request: InstallRequest): Refusal | undefined {
    const settings = rules.settingsAtExec(settingsNow(request), request);
    const enrollment = readEnrollment(settings, request, rules);
    if (enrollment.kind === 'failure' && showsAtTrigger(enrollment, rules)) return 'trigger-failed';
    if (enrollment.kind === 'request' && rules.execWaitsForServer) {
      if (client?.reaches?.(enrollment.request) === false) return 'trigger-failed';
    }
    dropChallenge(request);
    if (enrollment.kind === 'failure') {
      reject(request.key, enrollment.error);
    } else if (!rules.isThumbprint(settings.get('CAThumbprint') ?? '')) {
      reject(request.key, 'CRYPT_E_HASH_VALUE');
    } else {
      beginAgain(request.key, { status: 32 });
      begin(enrollment.request, request);
    }
    return undefined;
  }

  function settingsNow({ scope, steps }: InstallRequest): Settings {
    const nodes = tree.find(scope, [...steps, { key: 'Install' }])?.children;
    return new Map([...(nodes ?? [])].map(([name, { text }]) => [name, text]));
  }

  /** What a device works with that comes back to the nodes for some settings. */
  function withLateSettings(request: EnrollmentRequest, install: InstallRequest): EnrollmentRequest {
    const late = [...settingsNow(install)].filter(([name]) => rules.readsLate.has(name));
    const read = readEnrollment(new Map([...request.settings, ...late]), install, rules);
    return read.kind === 'request' ? read.request : request;
  }

  function begin(accepted: EnrollmentRequest, install: InstallRequest): void {
    const { key } = accepted;
    const reread = (): EnrollmentRequest => withLateSettings(accepted, install);
    const request = rules.readsLate.size === 0 ? accepted : { ...accepted, reread };
    const life = state.accepted.get(key)?.life ?? Symbol(key);
    state = { ...state, accepted: new Map(state.accepted).set(key, { request, life }) };
    const report = (progress: EnrollmentProgress): void => {
      take(progress, install, life);
    };
    outbox.put({ kind: 'start', request, install, report });
  }

  /** Whether an accepted Exec has not come to its end, or waits for that of its Atomic. */
  function isUnderWay(key: string): boolean {
    const enrollment = state.enrollments.get(key);
    return (enrollment !== undefined && !rules.isOver(enrollment)) || isDeferred(key);
  }

  function isDeferred(key: string): boolean {
    return state.deferred.some(({ request }) => request.key === key);
  }

  /** What a device does that does not keep to the settings of the Exec. */
  function changeEnrollment(name: string, text: string, install: InstallRequest): void {
    const before = state.accepted.get(install.key)?.request;
    if (before === undefined || !isUnderWay(install.key)) return;
    const changed = readEnrollment(new Map(before.settings).set(name, text), install, rules);
    if (changed.kind === 'request') begin(changed.request, install);
  }

  /** The state after an Exec: nothing is left of the enrollment before it but its certificate. */
  function beginAgain(key: string, enrollment: EnrollmentState): void {
    const thumbprint = state.enrollments.get(key)?.thumbprint;
    setEnrollment(key, thumbprint === undefined ? enrollment : { ...enrollment, thumbprint });
  }

  function reject(key: string, error: WindowsErrorName): void {
    // An enrollment that is still under way is given up, as it is for one that starts.
    if (state.enrollments.has(key)) outbox.put({ kind: 'forget', key, what: 'under-way' });
    beginAgain(key, { status: 16, errorCode: errorText(error) });
  }

  /** Takes a report of the client; of an id that was deleted there are no nodes to show it. */
  function take(progress: EnrollmentProgress, { key, scope, steps }: InstallRequest, life: symbol): void {
    const before = state.enrollments.get(key);
    if (state.accepted.get(key)?.life === life && before !== undefined) {
      setEnrollment(key, { ...before, ...progress });
    }
    if (progress.status === 1 && rules.alertsInstall) {
      alerts = [...alerts, { type: alertType, scope, steps, format: 'int', text: '0' }];
    }
  }

  function dropChallenge({ scope, steps }: InstallRequest): void {
    const path = [...steps, ...['Install', 'Challenge'].map((name) => ({ key: name, name }))];
    if (tree.find(scope, path) === undefined) return;
    switch (rules.challengeAfterExec) {
      case 'deleted':
        tree.remove(scope, path);
        break;
      case 'emptied':
        tree.put(scope, path, '');
        break;
      case 'kept':
        break;
    }
  }

  return {
    changed: (change, request) => {
      const { place, text } = change;
      const { id, interior, name } = place.definition;
      if (rules.refusesChange(change)) return 'invalid-value';
      if (interior) return undefined;
      if (isRefusedWhenSet(id, text, rules)) return 'invalid-value';
      const aspect = faultOfSetting(name, text, rules);
      if (aspect !== undefined && rules.whenFound(aspect) === 'when-set') return 'invalid-value';
      if (rules.changeReachesEnrollment) changeEnrollment(name, text, request);
      return undefined;
    },
    removed: ({ key }) => {
      const enrollments = new Map(state.enrollments);
      const accepted = new Map(state.accepted);
      enrollments.delete(key);
      accepted.delete(key);
      state = {
        enrollments,
        accepted,
        deferred: state.deferred.filter(({ request }) => request.key !== key),
      };
      outbox.put({ kind: 'forget', key, what: 'all' });
    },
    read: (place, { key }, stored) => {
      const enrollment = rules.shownState(key, state.enrollments);
      switch (place.definition.id) {
        case 'SCEP/{UniqueID}/Status':
          return String(enrollment?.status ?? 32);
        case 'SCEP/{UniqueID}/ErrorCode':
          return enrollment?.errorCode;
        case 'SCEP/{UniqueID}/CertThumbprint':
          return enrollment?.thumbprint === undefined
            ? undefined
            : rules.showThumbprint(enrollment.thumbprint);
        case 'SCEP/{UniqueID}/RespondentServerUrl':
          // It occurs once (DDF), so it is there from the start.
          return enrollment?.respondentServerUrl ?? '';
        case 'SCEP/{UniqueID}/Install/Enroll':
          return '';
        default:
          return stored ?? rules.defaultOf(place.definition.id);
      }
    },
    execute: (request, context) => {
      const timing = rules.enrollTiming(context);
      const fate = isUnderWay(request.key) ? rules.secondExec : 'begins-again';
      if (timing === 'refused' || fate === 'refused') return { kind: 'refused', refusal: 'trigger-failed' };
      const accepted: Outcome = { kind: 'done', status: rules.acceptedExec };
      if (context?.rehearsal === true || timing === 'never') return accepted;
      if (fate === 'goes-on') {
        // It is accepted, which is all that the deletion of the challenge asks for (csp-source.txt, Challenge); an
        // Exec that waits for its Atomic still needs it.
        if (!isDeferred(request.key)) dropChallenge(request);
        return accepted;
      }
      const others = state.deferred.filter((waiting) => waiting.request.key !== request.key);
      state = { ...state, deferred: others };
      if (timing === 'at-commit' && context !== undefined) {
        state = { ...state, deferred: [...others, { request, member: context.member }] };
        return accepted;
      }
      const refusal = enroll(request);
      return refusal === undefined ? accepted : { kind: 'refused', refusal };
    },
    commit: () => {
      const { deferred } = state;
      state = { ...state, deferred: [] };
      for (const { request, member } of deferred) {
        const refusal = enroll(request);
        if (refusal !== undefined) return { member, refusal };
      }
      return undefined;
    },
    settled: () => {
      outbox.settled();
    },
    messageEnded: () => {
      outbox.deliver(rules.leaksIntoUserStore);
    },
    takeAlerts: () => {
      const taken = alerts;
      alerts = [];
      return taken;
    },
    checkpoint: () => {
      const saved = state;
      const restoreOutbox = outbox.checkpoint();
      return () => {
        state = saved;
        restoreOutbox();
      };
    },
  };
}
