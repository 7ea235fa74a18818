import type { Scope } from '../../cases/case.ts';
import { statusOfState, type EnrollmentEvent, type EnrollmentState } from '../../csp/enrollment-states.ts';
import { isSuccess } from '../../csp/statuses.ts';
import { readReply } from '../../oracles/reply.ts';
import type { Message, TreeCommand } from '../../syncml/message.ts';
import { allCommands, isTreeCommand } from '../../syncml/walk.ts';
import type { ObservedCase } from './observed-case.ts';

/** Something that happened to a request; `to` where what follows was seen. */
export interface SeenTransition {
  readonly from: EnrollmentState;
  readonly event: EnrollmentEvent;
  readonly to?: EnrollmentState;
}

/** What is known of one request. */
interface Tracked {
  /** undefined: nobody could tell without a look. */
  state: EnrollmentState | undefined;
  /** Whether time has passed since it was looked at. */
  waited: boolean;
  /** Whether CertThumbprint has shown the certificate. */
  shown: boolean;
  /** Whether the key was deleted since. */
  keyLost: boolean;
}

/** One command of a message, with what the device answered to it. */
interface Answered {
  readonly command: TreeCommand;
  readonly succeeded: boolean;
  readonly texts: readonly string[];
}

/**
 * Follows the requests for enrollments through one case. Only what was seen counts: a state that may have changed
 * unseen is not known until it is looked at.
 */
export function requestTracker(report: (transition: SeenTransition) => void): {
  readonly follow: (seen: ObservedCase) => void;
} {
  const requests = new Map<string, Tracked>();
  /** What a request is that was never seen: not there, unless something could not be read. */
  let unseen: EnrollmentState | undefined = 'absent';
  const trackedAt = (key: string): Tracked => {
    const tracked = requests.get(key) ?? { state: unseen, waited: false, shown: false, keyLost: false };
    requests.set(key, tracked);
    return tracked;
  };

  const happen = (tracked: Tracked, event: EnrollmentEvent, to: EnrollmentState | undefined): void => {
    const { state } = tracked;
    // After a wait, what goes on by itself may be anywhere.
    const certain = !tracked.waited || state === 'absent' || state === 'ready' || state === 'failed';
    if (state !== undefined && certain) report({ from: state, event });
    tracked.state = event === 'change of a setting' && !certain ? undefined : to;
  };

  const look = (tracked: Tracked, to: EnrollmentState): void => {
    const { state, waited } = tracked;
    if (state !== undefined && (state !== to || waited)) report({ from: state, event: 'time', to });
    tracked.state = to;
    tracked.waited = false;
  };

  const lookAtStatus = (tracked: Tracked, status: string): void => {
    const { state } = tracked;
    if (status === statusOfState.pending) look(tracked, 'pending');
    if (status === statusOfState.failed) look(tracked, 'failed');
    if (status === statusOfState.ready && (state === 'ready' || state === 'under way')) look(tracked, state);
    // Whether a certificate is still valid shows in CertThumbprint.
    if (status === statusOfState.finished && state !== 'finished' && state !== 'invalid') {
      look(tracked, 'finished');
      tracked.shown = false;
    }
  };

  const lookAtThumbprint = (tracked: Tracked, text: string): void => {
    if (tracked.state === 'invalid' && text === '') look(tracked, 'invalid');
    if (tracked.state !== 'finished') return;
    if (text !== '') {
      tracked.shown = true;
      if (tracked.waited) look(tracked, 'finished');
    } else if (tracked.shown) {
      if (tracked.keyLost) {
        report({ from: 'finished', event: 'loss of the key', to: 'invalid' });
        tracked.waited = false;
        tracked.state = 'invalid';
      } else look(tracked, 'invalid');
    }
  };

  const change = (tracked: Tracked): void => {
    if (tracked.state === 'absent') happen(tracked, 'Add', 'ready');
    else happen(tracked, 'change of a setting', tracked.state);
  };

  const takeCommand = ({ command, succeeded, texts }: Answered): void => {
    const place = placeOf(command);
    if (place === undefined) return;
    const tracked = trackedAt(place.key);
    switch (place.below) {
      case 'Status':
      case 'CertThumbprint':
        for (const text of command.kind === 'Get' ? texts : []) {
          if (place.below === 'Status') lookAtStatus(tracked, text.trim());
          else lookAtThumbprint(tracked, text.trim());
        }
        return;
      case 'Install/Enroll':
        if (command.kind !== 'Exec') return;
        if (!succeeded) {
          if (tracked.state === 'absent') report({ from: 'absent', event: 'Exec', to: 'absent' });
          return;
        }
        // What a second Exec makes of an enrollment under way is open.
        happen(
          tracked,
          'Exec',
          tracked.state === 'under way' || tracked.state === 'pending' ? undefined : 'under way',
        );
        Object.assign(tracked, { waited: false, shown: false, keyLost: false });
        return;
      case '':
        if (command.kind === 'Delete' && (succeeded || tracked.state === 'absent')) {
          happen(tracked, 'Delete', 'absent');
          Object.assign(tracked, { waited: false, shown: false, keyLost: false });
        } else if (command.kind === 'Add' && succeeded && tracked.state === 'absent') {
          happen(tracked, 'Add', 'ready');
        }
        return;
      default:
        if (succeeded && command.kind !== 'Get' && place.below.startsWith('Install')) change(tracked);
    }
  };

  return {
    follow: ({ case: { steps }, messages, observation }) => {
      for (const [index, step] of steps.entries()) {
        const seen = observation.steps[index];
        switch (step.kind) {
          case 'send': {
            const message = messages[index];
            const answered =
              message === undefined || seen?.kind !== 'reply' ? undefined : answersIn(message, seen);
            if (answered === undefined) {
              requests.clear();
              unseen = undefined;
            } else answered.forEach(takeCommand);
            break;
          }
          case 'wait':
            if (step.seconds > 0) for (const tracked of requests.values()) tracked.waited = true;
            break;
          case 'remove-keys':
            for (const [key, tracked] of requests) tracked.keyLost ||= key.startsWith(`${step.scope} `);
            break;
          case 'read-stores':
          case 'read-scep-log':
            break;
        }
      }
    },
  };
}

/** The commands of a message with what was answered; undefined where the two can not be joined. */
function answersIn(
  message: Message,
  reply: Parameters<typeof readReply>[0],
): readonly Answered[] | undefined {
  const placed = allCommands(message);
  const about = placed.some(({ command }) => isTreeCommand(command) && placeOf(command) !== undefined);
  if (!about) return [];
  const ids = placed.map(({ command }) => command.cmdId ?? '');
  const answer = readReply(reply);
  if (answer.kind !== 'message' || new Set(ids).size < ids.length) return undefined;
  const codes = new Map(answer.statuses.map(({ cmdRef, code }) => [cmdRef, code]));
  const succeeded = (index: number | undefined): boolean => {
    if (index === undefined) return true;
    const one = placed[index];
    // What an Atomic that fails has done is undone.
    return isSuccess(codes.get(ids[index] ?? '') ?? '') && succeeded(one?.parent);
  };
  return placed.flatMap(({ command, index }) =>
    isTreeCommand(command)
      ? [
          {
            command,
            succeeded: succeeded(index),
            texts: answer.results.filter(({ cmdRef }) => cmdRef === ids[index]).map(({ text }) => text),
          },
        ]
      : [],
  );
}

/** The request that a command with one Item is about, and the node below it. */
function placeOf({ items }: TreeCommand): { readonly key: string; readonly below: string } | undefined {
  const [item, ...others] = items;
  if (others.length > 0) return undefined;
  const found = scepRequest.exec(item?.target?.locUri ?? '');
  if (found === null) return undefined;
  const [, root, uniqueId = '', below = ''] = found;
  const scope: Scope = root === 'User' ? 'user' : 'device';
  return { key: `${scope} ${uniqueId}`, below };
}

const scepRequest =
  /^\.\/(?:(Device|User)\/)?Vendor\/MSFT\/ClientCertificateInstall\/SCEP\/([^/]+)(?:\/(.+))?$/;
