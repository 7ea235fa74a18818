/**
 * Why a command is refused, in terms of what is wrong. Which status code that becomes is looked up in one table
 * (EngineRules.statuses), because the documents name codes for some of them only and devices differ.
 */
export type Refusal =
  // the form of the command
  | 'no-cmdid'
  | 'bad-cmdid'
  | 'unknown-element'
  | 'incomplete-command'
  | 'malformed-locuri'
  | 'locuri-too-long'
  | 'property-unsupported'
  | 'large-object'
  | 'cdata'
  | 'unknown-alert'
  // the node
  | 'no-such-node'
  | 'node-exists'
  | 'get-not-allowed'
  | 'exec-not-allowed'
  | 'write-not-allowed'
  // the value
  | 'wrong-format'
  | 'no-format'
  | 'invalid-value'
  | 'value-too-large'
  | 'device-full'
  // transactions
  | 'outside-atomic'
  | 'add-then-replace'
  | 'nested-atomic'
  | 'get-in-atomic'
  | 'after-install'
  | 'trigger-failed'
  | 'not-executed';

export type StatusTable = Readonly<Record<Refusal, string>>;

/** Codes that the documents give; where they give none, the likeliest one of Learn, "OMA DM response status codes". */
export const documentedStatuses: StatusTable = {
  'no-cmdid': '400', // Learn, OMA DM protocol support: CmdID missing
  'bad-cmdid': '400',
  'unknown-element': '400', // Learn: element not valid under SyncBody, Atomic or Sequence
  'incomplete-command': '400',
  'malformed-locuri': '400',
  'locuri-too-long': '414', // OMA RepPro
  'property-unsupported': '406', // OMA TND 8.3
  'large-object': '406', // captures of Windows show ./DevDetail/LrgObj false
  cdata: '400',
  'unknown-alert': '406',
  'no-such-node': '404',
  'node-exists': '418',
  'get-not-allowed': '405',
  'exec-not-allowed': '405',
  'write-not-allowed': '405',
  'wrong-format': '415',
  'no-format': '415',
  'invalid-value': '500',
  'value-too-large': '413', // OMA RepPro
  'device-full': '420', // OMA RepPro
  'outside-atomic': '500', // cfgmgr2err.h, ILLEGALOPERATIONOUTSIDEATRANSACTION
  'add-then-replace': '500', // cfgmgr2err.h, ILLEGALOPERATIONINATRANSACTION
  'nested-atomic': '500', // Learn
  'get-in-atomic': '500', // Learn
  'after-install': '500',
  'trigger-failed': '500', // Learn: whatever the client can not map
  'not-executed': '215', // OMA RepPro
};
