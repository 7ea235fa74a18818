/** A question that only a real machine can answer (device-and-mdm.md, 9). */
export interface ProbeQuestion {
  readonly number: string;
  readonly question: string;
  /** Where the answer is looked for. */
  readonly how: ProbeMethod;
}

export type ProbeMethod =
  /** Asked of the machine by the probes of adapters/device/probe-device.ts; harmless. */
  | { readonly kind: 'asked' }
  /** Shown by a run of the suite. */
  | { readonly kind: 'run'; readonly command: string; readonly reason: string }
  /** To be done by hand, or by a test of its own. */
  | { readonly kind: 'elsewhere'; readonly command: string; readonly reason: string };

/** What came of one of them. */
export interface ProbeAnswer extends ProbeQuestion {
  /** What the machine answered; absent where it was not asked. */
  readonly answer?: string;
}

const targetOptions = '--target=device --device=… --yes-change-this-device';

export const probeQuestions: readonly ProbeQuestion[] = [
  { number: 'P1', question: 'Is an Atomic with two Adds carried out?', how: { kind: 'asked' } },
  {
    number: 'P2',
    question: 'What is an Atomic answered with whose second member fails?',
    how: { kind: 'asked' },
  },
  { number: 'P3', question: 'Is a Get of ./User answered?', how: { kind: 'asked' } },
  {
    number: 'P4',
    question:
      'Is a Format without namespace taken, a CmdID that is no number, a missing CmdID, a whole SyncML in place of a SyncBody?',
    how: { kind: 'asked' },
  },
  {
    number: 'P5',
    question: 'What becomes of the lock when the process dies during a call?',
    how: {
      kind: 'elsewhere',
      command: 'npx vitest run --project tests tests/adapters/device/local',
      reason: 'a process has to be killed in the middle of a call, on the machine itself',
    },
  },
  {
    number: 'P6',
    question: 'What do two processes at once get?',
    how: {
      kind: 'elsewhere',
      command: 'npx conform probe, in two windows on the machine at the same time',
      reason: 'it needs a second process, and blocks the first for 30 s',
    },
  },
  {
    number: 'P7',
    question: 'Which provider and which export policy comes of KeyLocation and PFXKeyExportable?',
    how: {
      kind: 'run',
      command: `npm test -- ${targetOptions} --suite=pfx/install`,
      reason: 'it needs certificates to be installed',
    },
  },
  {
    number: 'P8',
    question: 'How long does Status of a SCEP enrollment stay 32?',
    how: {
      kind: 'elsewhere',
      command: 'npx conform scep-ca --listen=0.0.0.0:8080, then npx conform replay with a profile for it',
      reason: 'it needs a SCEP server that the machine reaches',
    },
  },
  {
    number: 'P9',
    question: 'Does Delete of a SCEP request remove certificate and key?',
    how: {
      kind: 'elsewhere',
      command: 'as P8, then npx conform replay with a Delete of the request and a look into certlm.msc',
      reason: 'it needs a certificate from a SCEP server that the machine reaches',
    },
  },
  {
    number: 'P10',
    question: 'What do Register and Unregister leave in the registry?',
    how: {
      kind: 'elsewhere',
      command:
        'reg export HKLM\\SOFTWARE\\Microsoft\\Enrollments before.reg, and again after npx conform probe',
      reason: 'the whole registry has to be compared, by a person',
    },
  },
  {
    number: 'P11',
    question: 'Does the machine enroll in the suite, and send alert 1226 after SCEP?',
    how: {
      kind: 'elsewhere',
      command: 'npx conform mdm-server --listen=0.0.0.0:8443 (docs/mdm.md)',
      reason: 'an enrollment is another way to the machine, and changes it for longer',
    },
  },
  {
    number: 'P12',
    question: 'Can stores and keys of machine and user be read on this way?',
    how: { kind: 'asked' },
  },
];
