import type { Scope } from '../../cases/case.ts';
import type { KeyProvider } from '../../cases/observation.ts';
import type { AmbiguityId } from '../../csp/ambiguities.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import type { Finding } from '../findings/finding.ts';
import type { Success } from './reading.ts';
import type { ExpectedStatus } from './status.ts';

/** What a device should do with a payload: the JSON of `conform explain --json` (docs/explain.md). */
export interface Explanation {
  /** In document order, containers before their members; empty where the payload could not be read. */
  readonly commands: readonly ExplainedCommand[];
  /** In the order of their lines. */
  readonly findings: readonly Finding[];
  /** Ways in which the documents can be read that lead to different devices. */
  readonly worlds: number;
  /** What the certificate stores My hold afterwards. */
  readonly stores: readonly ExplainedEntry[];
}

export interface ExplainedCommand {
  /** As sent; absent where the element is missing. */
  readonly cmdId?: string;
  /** Name of the element. */
  readonly cmd: string;
  /** The LocURI of its first Item. */
  readonly target?: string;
  /** The LocURIs of all its Items, where there are several. */
  readonly targets?: readonly string[];
  /** From 1. */
  readonly line?: number;
  readonly expected: {
    readonly status: ExpectedStatus;
    /** Half sentences, one for each reason that some reading has. */
    readonly because: readonly string[];
    /** The same by outcome, success first; one where all readings agree. */
    readonly alternatives: readonly Alternative[];
    /** What decides between the outcomes; absent where they agree. */
    readonly decisions?: readonly Decision[];
    /** What a Get brings, in words, one for each reading that differs. */
    readonly results?: readonly string[];
  };
  /** The requirements that the expectation rests on. */
  readonly requirements: readonly RequirementId[];
  /** The open questions that were asked; where it is open whether the command succeeds, those that decide it. */
  readonly ambiguities: readonly AmbiguityId[];
}

/** One outcome that some readings have. */
export interface Alternative {
  /** `either`: the reading leaves it open. */
  readonly outcome: Success;
  readonly status: ExpectedStatus;
  readonly because: readonly string[];
}

/** An assumption about the device that decides whether a command succeeds. */
export interface Decision {
  /** Key of an open question, such as A-14/chr, or a doubt in words that no document brings up. */
  readonly key: string;
  readonly answers: readonly { readonly answer: string; readonly success: Success }[];
}

/** A certificate with its key in the store My of device or user. */
export interface ExplainedEntry {
  readonly scope: Scope;
  /** SHA-1 of the certificate, upper-case hex; `unknown` where the PFX can not be opened without the device's key. */
  readonly thumbprint: string;
  readonly providers: readonly KeyProvider[];
  readonly exportable: boolean | 'any';
  readonly container?: string;
  /** Whether every reading has it. */
  readonly certain: boolean;
}
