import { sharedAtomic } from './atomic.ts';
import type { FindingRule } from './finding.ts';
import { startedScepInstalls } from './scep-install.ts';

/** The command that starts an enrollment: Exec of Enroll. */
export const enrollFindings: readonly FindingRule[] = [
  {
    // csp-source.txt, intro: Enroll is the last item of the Atomic.
    id: 'enroll-not-last',
    severity: 'error',
    requirement: 'R-GEN-03',
    ambiguity: 'A-20',
    *find({ settings, commands }) {
      const enrolls = settings.filter(({ node, verb }) => node?.name === 'Enroll' && verb === 'Exec');
      const indices = new Set(enrolls.map(({ command }) => command.index));
      // What is last in each Atomic, apart from other enrollments, which may all be started at its end.
      const last = new Map(
        commands.filter(({ index }) => !indices.has(index)).map((placed) => [placed.atomic, placed]),
      );
      for (const { command, positions } of enrolls) {
        const later = command.atomic === undefined ? undefined : last.get(command.atomic);
        if (later === undefined || later.index < command.index) continue;
        yield {
          position: positions.locUri,
          message: `Enroll has to be the last item of its Atomic; ${later.command.kind} in line ${later.position?.line ?? 1} comes after it. Put the Exec of Enroll last.`,
        };
      }
    },
  },
  {
    // csp-source.txt, intro: all settings and Enroll in one Atomic.
    id: 'enroll-outside-atomic',
    severity: 'error',
    requirement: 'R-GEN-03',
    ambiguity: 'A-20',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        const atomic = sharedAtomic(install);
        if (atomic === undefined || atomic === trigger.command.atomic) continue;
        yield {
          position: trigger.positions.locUri,
          message: `Enroll stands outside the Atomic of its settings (line ${payload.commands[atomic]?.position?.line ?? 1}), and may be started without them. Make it the last item of that Atomic.`,
        };
      }
    },
  },
  {
    // csp-source.txt, Enroll: the Exec starts the enrollment. What a second one does while the first runs is A-67.
    id: 'enroll-twice',
    severity: 'warning',
    requirement: 'R-SCEP-29',
    ambiguity: 'A-67',
    *find({ installs }) {
      for (const { half, uniqueId, triggers } of installs) {
        const [first, second] = half === 'scep' ? triggers : [];
        if (first === undefined || second === undefined) continue;
        yield {
          position: second.positions.locUri,
          message: `The enrollment of ${uniqueId} is started a second time (the first is in line ${first.positions.locUri?.line ?? 1}); a device may begin again, pass over it, or refuse it. Leave one Exec.`,
        };
      }
    },
  },
  {
    // csp-source.txt, Enroll: the node has no value.
    id: 'enroll-with-value',
    severity: 'warning',
    requirement: 'R-SCEP-29',
    *find({ settings }) {
      for (const { node, verb, text, positions } of settings) {
        if (node?.name !== 'Enroll' || verb !== 'Exec' || (text ?? '').trim() === '') continue;
        yield {
          position: positions.data,
          message: 'Enroll has no value, and a device may refuse an Exec that brings one. Remove its Data.',
        };
      }
    },
  },
];
