/** What a failed call of mdmlocalmanagement.dll means for the person who started the run. */
export interface HresultMeaning {
  /** As an unsigned number. */
  readonly code: number;
  /** As Microsoft's headers call it. */
  readonly name: string;
  /** What it means here and what to do, in the rest of a sentence. */
  readonly advice: string;
}

/** The wait for the lock of local management ended because whoever held it died: the same call may succeed at once. */
export const lockAbandoned = 0x8000ffff;

/** Those that were seen from this library (device-and-mdm.md, 1.6). */
export const hresultMeanings: readonly HresultMeaning[] = [
  {
    code: 0x80070005,
    name: 'E_ACCESSDENIED',
    advice: 'local management needs an elevated process; start the suite as administrator',
  },
  {
    code: 0x80070032,
    name: 'ERROR_NOT_SUPPORTED',
    advice:
      'this Windows does not allow local management; it needs a client edition of Windows in embedded mode, so install its updates and try again, or use the target mdm for this machine',
  },
  {
    code: 0x8007139f,
    name: 'ERROR_INVALID_STATE',
    advice:
      'the machine is not registered for local management or not in embedded mode; install the updates of Windows, restart it and try again',
  },
  {
    code: 0x80010106,
    name: 'RPC_E_CHANGED_MODE',
    advice:
      'the calling thread is in a single-threaded apartment or is not the one that registered; that is a fault of this suite, so please report it',
  },
  {
    code: 0x80040154,
    name: 'REGDB_E_CLASSNOTREG',
    advice:
      'the process has 32 bits, or this Windows is not a client edition; use a 64-bit Node.js on Windows 10 or 11',
  },
  {
    code: 0x800705b4,
    name: 'ERROR_TIMEOUT',
    advice:
      'another process holds the lock of local management; end other management tools, or another run of this suite, and try again',
  },
  {
    code: lockAbandoned,
    name: 'E_UNEXPECTED',
    advice:
      'an earlier caller died while it held the lock of local management; start the run again, and restart Windows if that does not help',
  },
];

/** Such as 0x80070005. */
export function formatHresult(hresult: number): string {
  return `0x${hresult.toString(16).toUpperCase().padStart(8, '0')}`;
}

/** One sentence for a call that failed: which one, with what, and what to do. */
export function explainHresult(call: string, hresult: number): string {
  const meaning = hresultMeanings.find(({ code }) => code === hresult);
  const advice =
    meaning?.advice ??
    'this code is not among those known from local management; look it up with certutil -error';
  return `${call} failed with ${formatHresult(hresult)}${meaning === undefined ? '' : ` ${meaning.name}`}: ${advice}`;
}
