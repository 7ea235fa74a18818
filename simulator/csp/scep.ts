import type { NodeTree } from '../engine/node-tree.ts';
import type { Outcome } from '../engine/provider.ts';
import type { Refusal } from '../engine/refusals.ts';
import type { EnrollmentClient, EnrollmentRequest, EnrollmentState } from './enrollment.ts';
import { showsAtTrigger } from './failure.ts';
import type { Half } from './half.ts';
import { invalidAspect, isRefusedWhenSet } from './invalid-values.ts';
import type { InstallRequest } from './install-request.ts';
import type { CspRules } from './rules.ts';
import { readEnrollment } from './scep-enrollment.ts';
import { errorText } from './windows-errors.ts';

/** What the half works on. */
export interface ScepEnvironment {
  readonly rules: CspRules;
  readonly tree: NodeTree;
  /** Absent: the device has no SCEP client, and an accepted enrollment goes no further. */
  readonly client?: EnrollmentClient;
}

interface State {
  readonly enrollments: ReadonlyMap<string, EnrollmentState>;
  /** Enrollments that wait for the end of their Atomic. */
  readonly deferred: readonly { readonly request: InstallRequest; readonly member: number }[];
  /** What the client has to be told once it can not be rolled back any more. */
  readonly untold: readonly Message[];
}

type Message =
  | { readonly kind: 'start'; readonly request: EnrollmentRequest }
  | { readonly kind: 'forget'; readonly key: string };

/** SCEP: settings are kept, and Exec of Enroll hands them to the client as they are at that moment. */
export function createScepHalf({ rules, tree, client }: ScepEnvironment): Half {
  let state: State = { enrollments: new Map(), deferred: [], untold: [] };

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
      setEnrollment(request.key, { status: 16, errorCode: errorText(enrollment.error) });
      return undefined;
    }
    dropChallenge(request);
    if (rules.isThumbprint(settings.get('CAThumbprint') ?? '')) {
      setEnrollment(request.key, { status: 32 });
      tell({ kind: 'start', request: enrollment.request });
    } else {
      setEnrollment(request.key, { status: 16, errorCode: errorText('CRYPT_E_HASH_VALUE') });
    }
    return undefined;
  }

  function pass(message: Message): void {
    if (message.kind === 'forget') {
      client?.forget(message.key);
      return;
    }
    const { request } = message;
    client?.start(request, (progress) => {
      // A report that comes after the request was deleted is of no interest to anyone.
      if (state.enrollments.has(request.key)) setEnrollment(request.key, progress);
    });
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
    changed: ({ place, text }) => {
      const { id, interior } = place.definition;
      if (interior) return undefined;
      if (isRefusedWhenSet(id, text, rules)) return 'invalid-value';
      const aspect = invalidAspect(id, text, rules);
      return aspect !== undefined && rules.whenFound(aspect) === 'when-set' ? 'invalid-value' : undefined;
    },
    removed: ({ key }) => {
      const enrollments = new Map(state.enrollments);
      enrollments.delete(key);
      state = {
        ...state,
        enrollments,
        deferred: state.deferred.filter(({ request }) => request.key !== key),
      };
      tell({ kind: 'forget', key });
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
      const { untold } = state;
      state = { ...state, untold: [] };
      for (const message of untold) pass(message);
    },
    messageEnded: () => undefined,
    checkpoint: () => {
      const saved = state;
      return () => {
        state = saved;
      };
    },
  };
}
