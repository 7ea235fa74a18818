/**
 * What a Status says of the command of a management session that it answers. `other`: codes of data synchronisation,
 * which no management command has, and which so are neither its success nor its failure.
 */
export type StatusClass = 'success' | 'pending' | 'failure' | 'other';

/** One status code of SyncML. */
export interface StatusCode {
  readonly code: string;
  /** As the standard calls it. */
  readonly name: string;
  /** What it says, in our words. */
  readonly meaning: string;
  readonly class: StatusClass;
  /** Whether Learn lists it for Windows ("OMA DM protocol support", SyncML response status codes). */
  readonly windows: boolean;
  /** What alone it can answer; absent: any command. */
  readonly only?: 'SyncHdr' | 'Atomic' | 'large object';
}

/** Every other code from Windows is worth a report. */
const listedForWindows = new Set(
  '200 202 212 214 215 216 400 401 403 404 405 406 415 418 425 500 507 516'.split(' '),
);

/** All codes of OMA SyncML RepPro 1.2.2, section 10, by what they say. */
const codes: Readonly<Record<StatusClass, readonly Omit<StatusCode, 'class' | 'windows'>[]>> = {
  success: [
    { code: '200', name: 'OK', meaning: 'done' },
    { code: '202', name: 'Accepted for processing', meaning: 'accepted; the work goes on after the answer' },
    {
      code: '212',
      name: 'Authentication accepted',
      meaning: 'the credentials hold for the whole session',
      only: 'SyncHdr',
    },
    {
      code: '214',
      name: 'Operation cancelled',
      meaning: 'done; no further command of the session is processed',
      only: 'SyncHdr',
    },
  ],
  pending: [
    { code: '101', name: 'In progress', meaning: 'work goes on; another Status follows' },
    {
      code: '213',
      name: 'Chunked item accepted',
      meaning: 'a part of a large object was taken; more has to follow',
      only: 'large object',
    },
  ],
  failure: [
    { code: '215', name: 'Not executed', meaning: 'the command was never carried out' },
    {
      code: '216',
      name: 'Atomic roll back OK',
      meaning: 'the Atomic around the command failed, and the command was undone',
    },
    { code: '300', name: 'Multiple choices', meaning: 'the target is at one of several other addresses' },
    { code: '301', name: 'Moved permanently', meaning: 'the target has another address now' },
    { code: '302', name: 'Found', meaning: 'the target has another address for a while' },
    { code: '303', name: 'See other', meaning: 'the answer is at another address' },
    { code: '304', name: 'Not modified', meaning: 'the command was not carried out' },
    { code: '305', name: 'Use proxy', meaning: 'the target is reached by a proxy only' },
    { code: '400', name: 'Bad request', meaning: 'the command is malformed, such as one without CmdID' },
    { code: '401', name: 'Invalid credentials', meaning: 'the credentials are wrong' },
    { code: '402', name: 'Payment required', meaning: 'payment is asked for' },
    { code: '403', name: 'Forbidden', meaning: 'understood, and refused' },
    { code: '404', name: 'Not found', meaning: 'the target does not exist' },
    { code: '405', name: 'Command not allowed', meaning: 'the target does not allow this command' },
    {
      code: '406',
      name: 'Optional feature not supported',
      meaning: 'a feature or property that the device does not have',
    },
    { code: '407', name: 'Missing credentials', meaning: 'credentials are asked for' },
    { code: '408', name: 'Request timeout', meaning: 'what was waited for did not come in time' },
    { code: '409', name: 'Conflict', meaning: 'an update conflicts with another one' },
    { code: '410', name: 'Gone', meaning: 'the target is gone for good' },
    { code: '411', name: 'Size required', meaning: 'the size of the item has to be given' },
    { code: '412', name: 'Incomplete command', meaning: 'the command lacks something, or is badly formed' },
    { code: '413', name: 'Request entity too large', meaning: 'the item is too large' },
    { code: '414', name: 'URI too long', meaning: 'the address is too long' },
    {
      code: '415',
      name: 'Unsupported media type or format',
      meaning: 'a format that the target does not take, or XML that can not be read',
    },
    { code: '416', name: 'Requested size too big', meaning: 'the size that was asked for is too big' },
    { code: '417', name: 'Retry later', meaning: 'busy; the command may be sent again' },
    { code: '418', name: 'Already exists', meaning: 'Add of a target that is there already' },
    {
      code: '419',
      name: 'Conflict resolved with server data',
      meaning: 'an update conflicts with another one, and that one won',
    },
    { code: '420', name: 'Device full', meaning: 'there is no room left' },
    { code: '421', name: 'Unknown search grammar', meaning: 'a search in an unknown language' },
    { code: '422', name: 'Bad CGI script', meaning: 'a bad script in the address' },
    { code: '423', name: 'Soft-delete conflict', meaning: 'the item was deleted softly before' },
    { code: '424', name: 'Size mismatch', meaning: 'the size announced is not that of the object' },
    { code: '425', name: 'Permission denied', meaning: 'the sender has no right to do this' },
    { code: '426', name: 'Partial item not accepted', meaning: 'a part of a large object was refused' },
    { code: '427', name: 'Item not empty', meaning: 'the target has children' },
    { code: '428', name: 'Move failed', meaning: 'the target could not be moved' },
    { code: '500', name: 'Command failed', meaning: 'failed for a reason that no other code names' },
    { code: '501', name: 'Command not implemented', meaning: 'the command is not supported' },
    { code: '502', name: 'Bad gateway', meaning: 'a system behind the device answered wrongly' },
    { code: '503', name: 'Service unavailable', meaning: 'overloaded or under maintenance' },
    { code: '504', name: 'Gateway timeout', meaning: 'a system behind the device did not answer' },
    { code: '505', name: 'DTD version not supported', meaning: 'VerDTD is unknown' },
    { code: '506', name: 'Processing error', meaning: 'failed while it was carried out' },
    {
      code: '507',
      name: 'Atomic failed',
      meaning: 'one command of the Atomic failed, so none holds',
      only: 'Atomic',
    },
    { code: '508', name: 'Refresh required', meaning: 'data synchronisation has to start anew' },
    { code: '510', name: 'Data store failure', meaning: 'the store failed' },
    { code: '511', name: 'Server failure', meaning: 'a severe failure' },
    { code: '512', name: 'Synchronization failed', meaning: 'data synchronisation failed' },
    { code: '513', name: 'Protocol version not supported', meaning: 'VerProto is unknown' },
    { code: '514', name: 'Operation cancelled', meaning: 'cancelled before it was done' },
    {
      code: '516',
      name: 'Atomic roll back failed',
      meaning: 'the Atomic around the command failed, and the command could not be undone',
    },
    {
      code: '517',
      name: 'Atomic response too large',
      meaning: 'the answers to an Atomic do not fit one message',
      only: 'Atomic',
    },
  ],
  other: [
    { code: '201', name: 'Item added', meaning: 'an outcome of data synchronisation' },
    { code: '203', name: 'Non-authoritative response', meaning: 'an outcome of data synchronisation' },
    { code: '204', name: 'No content', meaning: 'an outcome of data synchronisation' },
    { code: '205', name: 'Reset content', meaning: 'an outcome of data synchronisation' },
    { code: '206', name: 'Partial content', meaning: 'an outcome of data synchronisation' },
    { code: '207', name: 'Conflict resolved with merge', meaning: 'an outcome of data synchronisation' },
    {
      code: '208',
      name: "Conflict resolved with client's command winning",
      meaning: 'an outcome of data synchronisation',
    },
    { code: '209', name: 'Conflict resolved with duplicate', meaning: 'an outcome of data synchronisation' },
    { code: '210', name: 'Delete without archive', meaning: 'an outcome of data synchronisation' },
    {
      code: '211',
      name: 'Item not deleted',
      meaning: 'an outcome of data synchronisation: there was nothing to delete',
    },
  ],
};

/** Every code of the standard, with all that is known of it. */
export const statuses: readonly StatusCode[] = (['success', 'pending', 'failure', 'other'] as const).flatMap(
  (name) =>
    codes[name].map((entry) => ({ ...entry, class: name, windows: listedForWindows.has(entry.code) })),
);

const byCode = new Map<string, StatusCode>(statuses.map((status) => [status.code, status]));

/** What a code means; undefined for a text that is no code of the standard. */
export function statusOf(code: string): StatusCode | undefined {
  return byCode.get(code);
}

/**
 * Whether a command that got this code was carried out, or accepted: 200 and 202. The good codes of a header (212, 214)
 * are none for a command, and 215 and 216 begin with 2 like successes but say that the command has no effect.
 */
export function isSuccess(code: string): boolean {
  const status = byCode.get(code);
  return status?.class === 'success' && status.only === undefined;
}

/** Whether a command that got this code failed. Also true for unknown codes of the ranges 3xx, 4xx and 5xx. */
export function isFailure(code: string): boolean {
  const status = byCode.get(code);
  return status === undefined ? /^[345]\d\d$/.test(code) : status.class === 'failure';
}
