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
import { invalidAspect, isRefusedWhenSet } from './invalid-values.ts';
import type { InstallRequest } from './install-request.ts';
import type { CspRules } from './rules.ts';
import { readEnrollment } from './scep-enrollment.ts';
import { errorText, hresultText, type WindowsErrorName } from './windows-errors.ts';

/** What the half works on. */
export interface ScepEnvironment {
  readonly rules: CspRules;
  readonly tree: NodeTree;
  /** Absent: the device has no SCEP client, and an accepted enrollment goes no further. */
  readonly client?: EnrollmentClient;
}

interface State {
  readonly enrollments: ReadonlyMap<string, EnrollmentState>;
  /** The last request of each id that the client was given. */
  readonly requests: ReadonlyMap<string, EnrollmentRequest>;
  /** Enrollments that wait for the end of their Atomic. */
  readonly deferred: readonly { readonly request: InstallRequest; readonly member: number }[];
  /** What the client has to be told once it can not be rolled back any more. */
  readonly untold: readonly Message[];
}

type Message =
  | { readonly kind: 'start'; readonly request: EnrollmentRequest; readonly install: InstallRequest }
  | { readonly kind: 'forget'; readonly key: string; readonly what: 'under-way' | 'all' };

/** Type of the alert, as devices were seen to send it; Source, Format and Data are documented nowhere. */
const alertType = 'com.microsoft:mdm.SCEPcertinstall.result';

/** SCEP: settings are kept, and Exec of Enroll hands them to the client as they are at that moment. */
export function createScepHalf({ rules, tree, client }: ScepEnvironment): Half {
  let state: State = { enrollments: new Map(), requests: new Map(), deferred: [], untold: [] };
  /** Commands that can not be rolled back any more: the client is told at the end of their message. */
  let settled: readonly Message[] = [];
  let alerts: readonly ProviderAlert[] = [];

  function setEnrollment(key: string, enrollment: EnrollmentState): void {
    state = { ...state, enrollments: new Map(state.enrollments).set(key, enrollment) };
  }

  function tell(message: Message): void {
    // A device without a client has nobody to tell.
    if (client !== undefined) state = { ...state, untold: [...state.untold, message] };
  }

  /** Accepts the enrollment with the settings that are there now; a refusal is the Exec's. */
  function enroll(request: InstallRequest): Refusal | undefined {
    const install = [...request.steps, { key: 'Install' }];
    const nodes = tree.find(request.scope, install)?.children ?? new Map<string, { text: string }>();
    const settings = new Map([...nodes].map(([name, { text }]) => [name, text]));
    const enrollment = readEnrollment(settings, request, rules);
    if (enrollment.kind === 'failure') {
      if (showsAtTrigger(enrollment, rules)) return 'trigger-failed';
      reject(request.key, enrollment.error);
      return undefined;
    }
    dropChallenge(request);
    if (rules.isThumbprint(settings.get('CAThumbprint') ?? '')) {
      beginAgain(request.key, { status: 32 });
      begin(enrollment.request, request);
    } else {
      reject(request.key, 'CRYPT_E_HASH_VALUE');
    }
    return undefined;
  }

  function begin(request: EnrollmentRequest, install: InstallRequest): void {
    state = { ...state, requests: new Map(state.requests).set(request.key, request) };
    tell({ kind: 'start', request, install });
  }

  function isUnderWay(key: string): boolean {
    const status = state.enrollments.get(key)?.status;
    return status === 2 || status === 32;
  }

  /** What a device does that does not keep to the settings of the Exec. */
  function changeEnrollment(name: string, text: string, install: InstallRequest): void {
    const before = state.requests.get(install.key);
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
    if (state.enrollments.has(key)) tell({ kind: 'forget', key, what: 'under-way' });
    beginAgain(key, { status: 16, errorCode: errorText(error) });
  }

  function pass(message: Message, alsoForUser: boolean): void {
    if (message.kind === 'forget') {
      client?.forget(message.key, message.what);
      return;
    }
    const { install } = message;
    const request =
      alsoForUser && install.scope === 'device' ? { ...message.request, alsoForUser } : message.request;
    client?.start(request, (progress) => {
      report(install, progress);
    });
  }

  function report({ key, scope, steps }: InstallRequest, progress: EnrollmentProgress): void {
    const before = state.enrollments.get(key);
    // A report that comes after the request was deleted is of no interest to anyone.
    if (before === undefined) return;
    setEnrollment(key, { ...before, ...progress });
    if (progress.status === 1 && rules.alertsInstall) {
      alerts = [...alerts, { type: alertType, scope, steps, format: 'int', text: '0' }];
    }
  }

  function dropChallenge({ scope, steps }: InstallRequest): void {
    const path = [...steps, { key: 'Install', name: 'Install' }, { key: 'Challenge', name: 'Challenge' }];
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
    changed: ({ place, text }, request) => {
      const { id, interior, name } = place.definition;
      if (interior) return undefined;
      if (isRefusedWhenSet(id, text, rules)) return 'invalid-value';
      const aspect = invalidAspect(id, text, rules);
      if (aspect !== undefined && rules.whenFound(aspect) === 'when-set') return 'invalid-value';
      if (rules.changeReachesEnrollment) changeEnrollment(name, text, request);
      return undefined;
    },
    removed: ({ key }) => {
      const enrollments = new Map(state.enrollments);
      const requests = new Map(state.requests);
      enrollments.delete(key);
      requests.delete(key);
      state = {
        ...state,
        enrollments,
        requests,
        deferred: state.deferred.filter(({ request }) => request.key !== key),
      };
      tell({ kind: 'forget', key, what: 'all' });
    },
    deletedBelow: (place, { key }) => {
      if (place.definition.id !== 'SCEP/{UniqueID}/Install' || !isUnderWay(key) || !rules.cleansUp) return;
      const before = state.enrollments.get(key);
      setEnrollment(key, { ...before, status: 16, errorCode: hresultText('ERROR_CANCELLED') });
      tell({ kind: 'forget', key, what: 'under-way' });
    },
    read: (place, { key }, stored) => {
      const enrollment = state.enrollments.get(key);
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
      if (timing === 'refused') return { kind: 'refused', refusal: 'trigger-failed' };
      const accepted: Outcome = { kind: 'done', status: rules.acceptedExec };
      if (context?.rehearsal === true) return accepted;
      if (timing === 'at-commit' && context !== undefined) {
        state = { ...state, deferred: [...state.deferred, { request, member: context.member }] };
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
      settled = [...settled, ...state.untold];
      state = { ...state, untold: [] };
    },
    messageEnded: () => {
      const messages = settled;
      settled = [];
      const scopes = new Set(messages.flatMap((one) => (one.kind === 'start' ? [one.install.scope] : [])));
      for (const message of messages) pass(message, rules.leaksIntoUserStore && scopes.size === 2);
    },
    takeAlerts: () => {
      const taken = alerts;
      alerts = [];
      return taken;
    },
    checkpoint: () => {
      const saved = state;
      return () => {
        state = saved;
      };
    },
  };
}
