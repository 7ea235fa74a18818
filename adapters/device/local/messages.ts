/** The libraries whose functions are called. */
export interface Libraries {
  /** Has RegisterDeviceWithLocalManagement and its sisters. */
  readonly management: string;
  /** Has LocalFree. */
  readonly memory: string;
  /** Has CoInitializeEx. */
  readonly apartment: string;
}

/** What the process beside the suite is asked to do, one at a time. */
export type Request =
  /** Without libraries: those of Windows. */
  | { readonly call: 'load'; readonly libraries?: Libraries }
  | { readonly call: 'register' }
  | { readonly call: 'apply'; readonly syncBody: string }
  | { readonly call: 'unregister' };

export type Reply =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'returned'; readonly hresult: number; readonly result?: string }
  /** Nothing was called, for this reason. */
  | { readonly kind: 'failed'; readonly reason: string };

/** The first line that the process sends: it shows that nobody else has come to the port. */
export interface Greeting {
  readonly token: string;
}

/**
 * Environment variable that holds port and token for the process, with a colon between. A socket, because a process
 * under Wine has no channel to the one that started it; a variable, because everybody can read command lines.
 */
export const meetingPlace = 'CONFORM_LOCAL_MANAGEMENT';

/** The name of each function, as its errors give it. */
export const functionNames = {
  register: 'RegisterDeviceWithLocalManagement',
  apply: 'ApplyLocalManagementSyncML',
  unregister: 'UnregisterDeviceWithLocalManagement',
} as const;
