import type { Fault } from './fault.ts';
import { atomic, message, scep } from '../support.ts';

/** Faults of the document and of its CmdIDs. */
export const wireFaults: readonly Fault[] = [
  // The form of the document.
  {
    id: 'missing-namespace',
    title: 'SyncML without xmlns',
    source: () => atomic(scep()).replace(' xmlns="SYNCML:SYNCML1.2"', ''),
    says: /SYNCML:SYNCML1\.2/,
  },
  {
    id: 'missing-inner-namespace',
    title: 'Format without xmlns',
    source: () => atomic(scep()).replaceAll('<Format xmlns="syncml:metinf">', '<Format>'),
    says: /syncml:metinf.*14 more/s,
  },
  {
    id: 'wrong-namespace',
    title: 'SyncML of version 1.1',
    source: () => atomic(scep()).replace('SYNCML:SYNCML1.2', 'SYNCML:SYNCML1.1'),
    says: /SYNCML1\.1/,
  },
  {
    id: 'unexpected-element',
    title: 'an element that has no place in Item',
    source: () => atomic(scep()).replace('<Item>', '<Item><Wish>please</Wish>'),
    says: /Wish/,
  },
  {
    id: 'missing-element',
    title: 'a header without SessionID',
    source: () => atomic(scep()).replace('<SessionID>1</SessionID>', ''),
    says: /SessionID/,
  },
  {
    id: 'repeated-element',
    title: 'two CmdIDs in one command',
    source: () => atomic(scep()).replace('<CmdID>2</CmdID>', '<CmdID>2</CmdID><CmdID>99</CmdID>'),
    says: /more than one CmdID/,
  },
  {
    id: 'element-order',
    title: 'CmdID behind its Item',
    source: () => atomic(scep()).replace(/<CmdID>16<\/CmdID>(<Item>.*<\/Item>)/, '$1<CmdID>16</CmdID>'),
    says: /CmdID/,
  },
  {
    id: 'unexpected-text',
    title: 'text between commands',
    source: () => atomic(scep()).replace('</Atomic>', 'over\n</Atomic>'),
    says: /text/,
  },
  {
    id: 'markup-in-data',
    title: 'an element inside Data',
    source: () => atomic(scep()).replace('<Data>CN=device01</Data>', '<Data>CN=<b>device01</b></Data>'),
    says: /Data/,
  },
  {
    id: 'not-a-whole-message',
    title: 'a message without SyncHdr',
    source: () => atomic(scep()).replace(/<SyncHdr>.*<\/SyncHdr>\n/, ''),
    says: /SyncHdr/,
  },
  {
    id: 'no-commands',
    title: 'a body without commands',
    source: () => message([]),
    says: /no command/,
    besides: ['missing-element'],
  },
  {
    id: 'unknown-command',
    title: 'a command that nobody knows',
    source: () => atomic(scep()).replace('</Atomic>', '<Repalce><CmdID>77</CmdID></Repalce>\n</Atomic>'),
    says: /Did you mean Replace\?/,
    besides: ['enroll-not-last'],
  },
  {
    id: 'cdata',
    title: 'CDATA in Data',
    source: () => atomic(scep()).replace('<Data>CN=device01</Data>', '<Data><![CDATA[CN=device01]]></Data>'),
    says: /CDATA/,
  },
  // CmdIDs.
  {
    id: 'no-cmdids',
    title: 'bare commands without any CmdID',
    source: () =>
      atomic(scep())
        .replace(/^.*<SyncBody>\n/s, '')
        .replace(/<Final.*/s, '')
        .replace(/<CmdID>\d+<\/CmdID>/g, ''),
    says: /No command has a CmdID/,
  },
  {
    id: 'missing-cmdid',
    title: 'one command without CmdID',
    source: () => atomic(scep()).replace('<CmdID>5</CmdID>', ''),
    says: /Add has no CmdID/,
  },
  {
    id: 'atomic-without-cmdid',
    title: 'an Atomic without CmdID',
    source: () => atomic(scep()).replace('<CmdID>1</CmdID>', ''),
    says: /Atomic has no CmdID/,
  },
  {
    id: 'duplicate-cmdid',
    title: 'a CmdID that is used twice',
    source: () => atomic(scep()).replace('<CmdID>6</CmdID>', '<CmdID>5</CmdID>'),
    says: /CmdID 5 .*line 8/,
  },
  {
    id: 'zero-cmdid',
    title: 'CmdID 0',
    source: () => atomic(scep()).replace('<CmdID>5</CmdID>', '<CmdID>0</CmdID>'),
    says: /CmdID 0/,
  },
  {
    id: 'odd-cmdid',
    title: 'a CmdID that is no number',
    source: () => atomic(scep()).replace('<CmdID>5</CmdID>', '<CmdID>5$</CmdID>'),
    says: /"5\$"/,
  },
  {
    id: 'placeholder',
    title: 'a variable that was not filled in',
    source: () => atomic(scep({ ServerURL: '$FLEET_VAR_CUSTOM_SCEP_PROXY_URL' })),
    says: /FLEET_VAR_CUSTOM_SCEP_PROXY_URL/,
  },
];
