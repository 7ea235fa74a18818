import type { Answers } from '../../cases/case.ts';
import type { EditionId } from '../../csp/editions.ts';
import type { Mutant } from './mutant.ts';

/** A device that a line of source matters on. */
export interface DeviceBehind {
  readonly answers: Answers;
  readonly edition?: EditionId;
}

interface Behind {
  readonly file: string;
  /** Lines that are reached, or that matter, on these devices only. */
  readonly lines: RegExp;
  readonly devices: readonly DeviceBehind[];
}

const waiting: readonly DeviceBehind[] = [
  { answers: { 'A-20': 'waits-for-commit' } },
  { answers: { 'A-20': 'waits-for-commit', 'A-67': 'goes-on' } },
];
const failingUnlessLast: DeviceBehind = { answers: { 'A-20': 'fails' } };
const refusingSecond: DeviceBehind = { answers: { 'A-20': 'waits-for-commit', 'A-67': 'refused' } };
const makingContainers: DeviceBehind = { answers: { 'A-63': 'created' } };
const inBothStores: readonly DeviceBehind[] = [
  { answers: { 'A-62': 'both' } },
  { answers: {}, edition: '10.0.10586' },
];

/** What a device has to be like for some lines that do not name it: they ask a rule, or stand in what is called then. */
const behind: readonly Behind[] = [
  {
    file: 'simulator/csp/invalid-values.ts',
    lines: /Retry(?:Delay|Count)|range \?\?|\?\? minimum|refuses(?:Below|Above)/,
    devices: [{ answers: { 'A-24': 'refused' } }, { answers: { 'A-31': 'refused' } }],
  },
  {
    file: 'simulator/csp/pfx-content.ts',
    lines: /first\?\./,
    devices: [{ answers: { 'A-51/no-certificate': 'imported' } }],
  },
  {
    file: 'simulator/csp/pfx-lifecycle.ts',
    lines: /isVersion1511/,
    devices: [
      { answers: {}, edition: '10.0.10240' },
      { answers: {}, edition: '10.0.10586' },
      { answers: {}, edition: '10.0.14393' },
    ],
  },
  {
    file: 'simulator/csp/pfx-parameters.ts',
    lines: /./,
    devices: [{ answers: { 'A-04/exportable-location': 'when-set' } }],
  },
  { file: 'simulator/csp/pfx-install.ts', lines: /'failure'/, devices: [makingContainers] },
  { file: 'simulator/csp/pfx-settings.ts', lines: /location/, devices: [makingContainers] },
  {
    file: 'simulator/csp/pfx-placement.ts',
    lines: /pkcs8|tpmTakes/,
    devices: [
      { answers: { 'A-09': 'fails-with-tpm' } },
      { answers: { 'A-09': 'fails-with-tpm', 'A-25/4096': 'refused', 'A-25/fallback': 'software' } },
    ],
  },
  {
    file: 'simulator/csp/pfx.ts',
    lines: /messageEnded|leaks|forDevice|ownedBy|'My'/,
    devices: inBothStores,
  },
  {
    file: 'simulator/csp/pfx.ts',
    lines: /interior|member|installRequestOf|blobId/,
    devices: [{ answers: { 'A-65': 'refused' } }],
  },
  { file: 'simulator/csp/provider.ts', lines: /isRequest/, devices: [{ answers: { 'A-43': 'emptied' } }] },
  { file: 'simulator/csp/scep-outbox.ts', lines: /leaks|'start'/, devices: inBothStores },
  {
    file: 'simulator/csp/scep-rules.ts',
    lines: /isLast|'fails'|'refused'/,
    devices: [...waiting, failingUnlessLast],
  },
  {
    file: 'simulator/csp/scep.ts',
    lines: /life/,
    devices: [{ answers: { 'A-70': 'goes-on' } }],
  },
  {
    file: 'simulator/csp/scep.ts',
    lines: /tree\.find\(scope, path\)/,
    devices: [{ answers: { 'A-21': 'empty', 'A-28/settings': 'in-status' } }],
  },
  {
    file: 'simulator/csp/scep.ts',
    lines: /deferred|isDeferred|'at-commit'|commit:|refusal|'refused'|rehearsal|request\.key/,
    devices: [...waiting, refusingSecond, failingUnlessLast, { answers: { 'A-34': 'checked-first' } }],
  },
  {
    file: 'simulator/csp/values.ts',
    lines: /^\(hyphen/,
    devices: [{ answers: { 'A-16/SHA-3': 'accepted', 'A-16/without-hyphen': 'refused' } }],
  },
];

/** Devices to try a mutant on beside those that answer otherwise what its line names. */
export function devicesBehind({
  file,
  sourceLine,
}: Pick<Mutant, 'file' | 'sourceLine'>): readonly DeviceBehind[] {
  return behind
    .filter((one) => one.file === file && one.lines.test(sourceLine))
    .flatMap(({ devices }) => devices);
}

/** Files that the table is about; each has to be there. */
export const filesBehind: readonly string[] = behind.map(({ file }) => file);
