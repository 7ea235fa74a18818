import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Scope } from '../../cases/case.ts';
import { TargetFailure } from '../target.ts';
import { isLivingHere, type ProcessMark } from '../process-mark.ts';
import type { FlagMemory } from './embedded-mode-flag.ts';
import type { EmbeddedModeFlag } from './powershell-machine.ts';

/** A certificate in a store, by the SHA-1 of its DER in upper-case hex. */
export interface Thumbprinted {
  readonly scope: Scope;
  readonly store: string;
  readonly thumbprint: string;
}

/** What a run does to a machine, each noted before it is done. */
export type JournalEntry =
  | {
      readonly kind: 'begun';
      readonly smbiosUuid: string;
      readonly computerName: string;
      readonly at: string;
      /** Whose run it is; journals of older builds do not say. */
      readonly owner?: ProcessMark;
    }
  /** What the embedded-mode flag was before; `back`: it is so again. */
  | { readonly kind: 'flag'; readonly flag: EmbeddedModeFlag }
  | { readonly kind: 'flag-back' }
  | { readonly kind: 'registering' }
  | { readonly kind: 'unregistered' }
  /** Every certificate that was in the stores before, as scope/store/thumbprint: none of them is ever touched. */
  | {
      readonly kind: 'certificates-before';
      readonly scopes: readonly Scope[];
      readonly places: readonly string[];
    }
  /** Addresses of nodes UniqueID that the next message may make. */
  | { readonly kind: 'requests'; readonly addresses: readonly string[] }
  | { readonly kind: 'requests-gone'; readonly addresses: readonly string[] }
  /** Certificates that the run has installed. */
  | { readonly kind: 'certificates'; readonly certificates: readonly Thumbprinted[] }
  | { readonly kind: 'certificates-gone'; readonly certificates: readonly Thumbprinted[] };

/** What is still to be undone. */
export interface JournalState {
  readonly machine?: { readonly smbiosUuid: string; readonly computerName: string; readonly at: string };
  /** The process whose run it is, where it is known. */
  readonly owner?: ProcessMark;
  /** Undefined where it is as it was. */
  readonly flag: EmbeddedModeFlag | undefined;
  readonly registered: boolean;
  readonly before?: { readonly scopes: readonly Scope[]; readonly places: ReadonlySet<string> };
  readonly requests: readonly string[];
  readonly certificates: readonly Thumbprinted[];
}

/**
 * The record of one run on one machine, on disk: whoever finds it after a crash or a power failure can undo what the
 * run did. There is none while nothing is to be undone.
 */
export interface Journal {
  readonly file: string;
  state(): JournalState;
  /** Makes the file. @throws TargetFailure where there is one: an earlier run was not cleaned up, or one is going on */
  begin(entry: Extract<JournalEntry, { kind: 'begun' }>): void;
  /** Returns when the entry is on the disk. */
  note(entry: JournalEntry): void;
  /** Everything is undone: removes the file. */
  finish(): void;
}

/** @param file made with the first entry; read where it is there */
export function openJournal(file: string): Journal {
  let entries: readonly JournalEntry[] | undefined;
  const known = (): readonly JournalEntry[] => (entries ??= readEntries(file));
  const write = (entry: JournalEntry, flags: 'a' | 'ax'): void => {
    const handle = openSync(file, flags, 0o600);
    try {
      writeSync(handle, `${JSON.stringify(entry)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  };
  return {
    file,
    state: () => stateAfter(known()),
    begin: (entry) => {
      mkdirSync(dirname(file), { recursive: true });
      try {
        write(entry, 'ax');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
        throw new TargetFailure(
          'laboratory',
          `an earlier run on this machine has not been cleaned up, or is still going on: ${file} is there. Run "npx conform cleanup" with the same --device first`,
        );
      }
      syncFolder(dirname(file));
      entries = [entry];
    },
    note: (entry) => {
      const earlier = known();
      write(entry, 'a');
      entries = [...earlier, entry];
    },
    finish: () => {
      rmSync(file, { force: true });
      entries = [];
    },
  };
}

/** Another process that lives here and whose run the journal is about: what it does must not be undone meanwhile. */
export function livingOwner({ owner }: Pick<JournalState, 'owner'>): ProcessMark | undefined {
  return owner !== undefined && owner.pid !== process.pid && isLivingHere(owner) ? owner : undefined;
}

/** The embedded-mode flag is remembered in the journal, so that it is put back by whoever cleans up. */
export function journalMemory(journal: Journal): FlagMemory {
  return {
    recall: () => Promise.resolve(journal.state().flag),
    keep: (flag) => {
      journal.note({ kind: 'flag', flag });
      return Promise.resolve();
    },
    forget: () => {
      journal.note({ kind: 'flag-back' });
      return Promise.resolve();
    },
  };
}

/**
 * A last line without its end was cut off while it was written, so what it announces was never begun; it is taken away
 * before more is written behind it.
 */
function readEntries(file: string): readonly JournalEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      try {
        // Nobody but this file writes it.
        return JSON.parse(line) as JournalEntry;
      } catch {
        throw new TargetFailure('laboratory', `line ${index + 1} of the journal ${file} can not be read`);
      }
    });
}

/** A new file is only safe from a power failure when its folder is. Windows has no such call, and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

const nothing: JournalState = { flag: undefined, registered: false, requests: [], certificates: [] };

function stateAfter(entries: readonly JournalEntry[]): JournalState {
  return entries.reduce(after, nothing);
}

function after(state: JournalState, entry: JournalEntry): JournalState {
  switch (entry.kind) {
    case 'begun': {
      const { smbiosUuid, computerName, at, owner } = entry;
      const machine = { smbiosUuid, computerName, at };
      return { ...state, machine, ...(owner === undefined ? {} : { owner }) };
    }
    case 'flag':
      return { ...state, flag: entry.flag };
    case 'flag-back':
      return { ...state, flag: undefined };
    case 'registering':
      return { ...state, registered: true };
    case 'unregistered':
      return { ...state, registered: false };
    case 'certificates-before':
      return { ...state, before: { scopes: entry.scopes, places: new Set(entry.places) } };
    case 'requests':
      return { ...state, requests: [...new Set([...state.requests, ...entry.addresses])] };
    case 'requests-gone':
      return { ...state, requests: state.requests.filter((address) => !entry.addresses.includes(address)) };
    case 'certificates':
      return { ...state, certificates: [...state.certificates, ...entry.certificates.filter(notIn(state))] };
    case 'certificates-gone': {
      const gone = notIn({ certificates: entry.certificates });
      return { ...state, certificates: state.certificates.filter(gone) };
    }
  }
}

function notIn({ certificates }: Pick<JournalState, 'certificates'>): (one: Thumbprinted) => boolean {
  return (one) => !certificates.some((other) => isSameCertificate(one, other));
}

export function isSameCertificate(one: Thumbprinted, other: Thumbprinted): boolean {
  return one.scope === other.scope && one.store === other.store && one.thumbprint === other.thumbprint;
}
