/**
 * The files of a folder allure-results, as far as this suite writes them. Allure calls the format "Allure 2 results";
 * Allure 3 reads it, and so do TestOps and the plugins of CI servers.
 */

/**
 * `failed`: the device is wrong. `broken`: nobody can say, by a fault of suite, transport or laboratory.
 * `skipped`: nothing was judged.
 */
export type AllureStatus = 'passed' | 'failed' | 'broken' | 'skipped';

/** One file `*-result.json`: a test. */
export interface AllureTest {
  readonly uuid: string;
  /** Whose history this is a part of, together with the parameters that are not excluded. */
  readonly testCaseId: string;
  readonly fullName: string;
  readonly name: string;
  readonly titlePath: readonly string[];
  readonly description: string;
  readonly status: AllureStatus;
  readonly statusDetails?: AllureDetails;
  readonly stage: 'finished';
  readonly start: number;
  readonly stop: number;
  readonly labels: readonly AllureLabel[];
  readonly links: readonly AllureLink[];
  readonly parameters: readonly AllureParameter[];
  readonly steps: readonly AllureStep[];
  readonly attachments: readonly AllureAttachment[];
}

export interface AllureDetails {
  readonly message: string;
  readonly trace?: string;
  /** Shown side by side. */
  readonly expected?: string;
  readonly actual?: string;
}

export interface AllureLabel {
  readonly name: string;
  readonly value: string;
}

export interface AllureLink {
  readonly name: string;
  readonly url: string;
  readonly type: 'link';
}

export interface AllureParameter {
  readonly name: string;
  readonly value: string;
  /** Whether the history goes on where it changes. */
  readonly excluded?: true;
}

export interface AllureStep {
  readonly name: string;
  readonly status: AllureStatus;
  readonly start: number;
  readonly stop: number;
  readonly statusDetails?: AllureDetails;
  readonly parameters?: readonly AllureParameter[];
  readonly steps: readonly AllureStep[];
  readonly attachments: readonly AllureAttachment[];
}

export interface AllureAttachment {
  readonly name: string;
  /** Name of the file in allure-results. */
  readonly source: string;
  readonly type: ContentType;
}

export type ContentType = 'application/json' | 'application/xml' | 'text/plain';

/** Puts a text into allure-results. */
export type Attach = (name: string, text: string, type: ContentType) => AllureAttachment;
