import type { Ambiguity } from './entry.ts';

const refusalStatus = {
  '400': 'bad request',
  '405': 'command not allowed',
  '406': 'optional feature not supported',
  '415': 'unsupported format',
  '425': 'permission denied',
  '500': 'command failed',
  other: 'any other status of failure',
} as const;

/** What OMA-DM on Windows leaves open. Short sources: Learn is Microsoft's "OMA DM protocol support". */
export const protocolAmbiguities = [
  {
    id: 'A-01',
    question: 'Replace of a settable node that does not exist (PFXCertBlob excepted)',
    source: 'Learn: implicit Add is supported; OMA RepPro: 404',
    aspects: {
      'A-01/leaf': {
        '404': 'refused with 404',
        created: 'the leaf is created, with missing parents, as by Add',
      },
      'A-01/UniqueID': { '404': 'refused with 404', created: 'the node is created, as by Add' },
    },
  },
  {
    id: 'A-02',
    question: 'Add of a leaf below a UniqueID that was not added before',
    source: 'both examples of csp-source.txt do without; the PFX example never adds its UniqueID',
    aspects: {
      'A-02': { 'parents-created': 'UniqueID and nodes between are created', '404': 'refused with 404' },
    },
  },
  {
    id: 'A-03',
    question: 'Statuses of the members of an Atomic that failed',
    source: 'OMA RepPro and Learn differ; one capture of a device: first member 500, all others 216',
    aspects: {
      'A-03/blame': {
        'at-fault': 'the member at fault carries the status of the failure',
        'first-member': 'the first member carries 500 and all others 216, whichever was at fault',
      },
      'A-03/done': {
        '216': 'members executed before the failure: rolled back',
        '200': 'members executed before the failure: as if they had stayed',
        '516': 'members executed before the failure: roll-back failed, though the tree is as before',
      },
      'A-03/not-reached': {
        '215': 'members after the failure: not executed',
        '216': 'members after the failure: rolled back',
        '404': 'members after the failure: not found',
        '500': 'members after the failure: failed',
      },
    },
  },
  {
    id: 'A-05',
    question: 'Status of a refused value or a refused trigger',
    source: 'not given by any document',
    aspects: {
      'A-05/format': refusalStatus,
      'A-05/value': refusalStatus,
      'A-05/trigger': refusalStatus,
    },
  },
  {
    id: 'A-18',
    question: 'Atomic without CmdID',
    source: 'the SCEP example of csp-source.txt has none; Learn: a missing CmdID is answered with 400',
    aspects: {
      'A-18': {
        '400': 'a Status with blank CmdRef and 400; nothing inside is executed',
        executed: 'its members are executed as in any Atomic',
      },
    },
  },
  {
    id: 'A-19',
    question: 'CmdID that is not a number, is used twice, or is 0',
    source: 'the SCEP example has 313$, the PFX example repeats one placeholder; MS-MDM 2.2.3.2: never 0',
    aspects: {
      'A-19/not-a-number': { accepted: 'executed', '400': 'refused with 400' },
      'A-19/duplicate': { accepted: 'executed', '400': 'every use after the first is refused with 400' },
      'A-19/zero': { accepted: 'executed', '400': 'refused with 400' },
    },
  },
  {
    id: 'A-29',
    question: 'Get of an optional leaf that was never set and has a default',
    source: 'the DDF gives defaults, csp-source.txt mostly not; R-DM-03',
    aspects: {
      'A-29/PFXCertPasswordEncryptionType': { '404': 'not there', default: 'its default' },
      'A-29/PFXKeyExportable': { '404': 'not there', default: 'its default' },
      'A-29/KeyProtection': { '404': 'not there', default: 'its default' },
      'A-29/RetryDelay': { '404': 'not there', default: 'its default' },
      'A-29/RetryCount': { '404': 'not there', default: 'its default' },
      'A-29/ValidPeriod': { '404': 'not there', default: 'its default' },
      'A-29/ValidPeriodUnits': { '404': 'not there', default: 'its default' },
    },
  },
  {
    id: 'A-30',
    question: 'Case of names in a LocURI',
    source:
      'Learn writes ./Device and ./device; CertificateStore CSP: case-insensitive; OMA TND 8.1: may be sensitive',
    aspects: {
      'A-30/scope-prefix': { sensitive: './device is no ./Device', insensitive: 'both are the same' },
      'A-30/node-name': { sensitive: 'another case is another name', insensitive: 'both are the same' },
      'A-30/UniqueID': { sensitive: 'another case is another id', insensitive: 'both are the same id' },
    },
  },
  {
    id: 'A-33',
    question: 'CDATA in Data',
    source: 'Microsoft, MDM known issues: does not work; legal XML',
    aspects: { 'A-33': { read: 'read as text', fails: 'the command fails' } },
  },
  {
    id: 'A-34',
    question: 'When the members of an Atomic are checked',
    source: 'MS-MDM 3.1.5.1.3: all before any is executed; OMA RepPro: one after the other with roll-back',
    aspects: {
      'A-34': {
        'one-by-one': 'executed in order until one fails',
        'checked-first':
          'all are checked first; a fault found by checking keeps every member from being executed',
      },
    },
  },
  {
    id: 'A-35',
    question: 'Get or Exec on a node that does not allow it',
    source: 'Learn: 405; OMA RepPro lists 406 for Get and both for Exec',
    aspects: {
      'A-35/Get': { '405': '405', '406': '406' },
      'A-35/Exec': { '405': '405', '406': '406' },
    },
  },
  {
    id: 'A-38',
    question: 'Settings of an install sent outside an Atomic',
    source:
      'csp-source.txt, intro: must be wrapped; agents of real MDMs do not wrap them and work (iot-core)',
    aspects: {
      'A-38/UniqueID': {
        accepted: 'Add and Replace of UniqueID, or of Install below it, are executed like any command',
        refused: 'they are refused, nothing changes',
      },
      'A-38/settings': {
        accepted: 'Add and Replace of a setting are executed like any command',
        refused: 'they are refused, nothing changes',
      },
    },
  },
  {
    id: 'A-42',
    question: 'A value set without a Format',
    source:
      'OMA TND 8.3.7.2: whoever sets a value has to give the Format; payloads in the field leave it out',
    aspects: {
      'A-42': { accepted: "read in the node's own format", refused: 'refused, nothing changes' },
    },
  },
  {
    id: 'A-43',
    question: 'Replace of a UniqueID that exists',
    source: 'csp-source.txt, PFXCertInstall/UniqueID: Replace is allowed, its effect is not described',
    aspects: {
      'A-43': {
        'nothing-changes': 'its children and what it installed stay',
        emptied: 'its children and what it installed go, as by Delete and Add',
      },
    },
  },
  {
    id: 'A-58',
    question: 'Members of a Sequence after one that failed',
    source: 'OMA RepPro: in order; 215 for the rest of an aborted Sequence; not said what aborts one',
    aspects: { 'A-58': { executed: 'executed all the same', '215': 'not executed, 215' } },
  },
  {
    id: 'A-60',
    question: 'Add and then Replace of one node in the same Atomic',
    source: 'Learn: not supported; not said how it shows',
    aspects: { 'A-60': { works: 'the second value counts', fails: 'the Replace fails, and so the Atomic' } },
  },
  {
    id: 'A-62',
    question: 'Device and user installs in one message, on builds other than 1511',
    source: 'csp-source.txt, Note (1511 only); Microsoft, MDM known issues of 2023: no limit of versions',
    aspects: {
      'A-62': {
        separate: 'each goes to its own store',
        both: "the device's certificate is also put in the user's store",
      },
    },
  },
] as const satisfies readonly Ambiguity[];
