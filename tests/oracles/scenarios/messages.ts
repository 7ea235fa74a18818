import { add, command, get, item, leaf, message, pfx, root } from '../support/payload.ts';
import { reply } from '../support/reply.ts';
import { brings, status, type Scenario } from '../support/scenario.ts';

const done = reply([{ cmdRef: '1', code: '200' }]);
const addOne = add(1, pfx('a'), leaf.node);

export const messageScenarios: readonly Scenario[] = [
  {
    rule: 'message-not-well-formed',
    steps: [message([addOne]).replace('</Add>', '')],
    broken: { step: 0, instead: done },
    blamed: 'R-DM-16',
  },
  {
    rule: 'message-without-syncml',
    steps: ['<html/>'],
    broken: { step: 0, instead: done },
    blamed: 'R-DM-16',
  },
  {
    // The message is refused as a whole, but one command of it succeeds and another is not answered.
    rule: 'message-irregular',
    steps: [message([addOne, get(2, pfx('a'))]).replace('<SyncML xmlns="SYNCML:SYNCML1.2">', '<SyncML>')],
    assumptions: { 'a message with missing-namespace before its first command': 'refused' },
    broken: { step: 0, instead: done },
    blamed: 'R-DM-01',
  },
  {
    rule: 'every-command-answered',
    steps: [message([addOne])],
    broken: { step: 0, reply: ({ results }) => ({ statuses: [], results }) },
    blamed: 'R-DM-01',
  },
  {
    rule: 'cmdid-missing',
    steps: [message([command('Delete', undefined, item(pfx('a')))])],
    broken: { step: 0, reply: status('', '404') },
    blamed: 'R-DM-11',
  },
  {
    rule: 'cmdid-zero',
    steps: [message([get('0', root)]), message([get('0', root)])],
    answers: { 'A-19/zero': '400' },
    broken: { step: 1, reply: brings('0', root, 'PFXCertInstall/SCEP', 'node') },
    blamed: 'R-DM-01',
  },
  {
    rule: 'cmdid-not-a-number',
    steps: [message([get('1$', root), get('2$', root)])],
    answers: { 'A-19/not-a-number': '400' },
    broken: { step: 0, reply: brings('2$', root, 'PFXCertInstall/SCEP', 'node') },
    blamed: 'R-DM-01',
  },
  {
    rule: 'cmdid-repeated',
    steps: [message([get(1, root), get(1, root)]), message([get(1, root), get(1, root)])],
    answers: { 'A-19/duplicate': '400' },
    broken: {
      step: 1,
      reply: ({ statuses, results }) => ({
        results: [...results, ...results],
        statuses: statuses.map((line) => ({ ...line, code: '200' })),
      }),
    },
    blamed: 'R-DM-01',
  },
  {
    rule: 'element-is-no-command',
    steps: [message([command('Remove', 1, item(pfx('a')))])],
    broken: { step: 0, reply: status(1, '200') },
    blamed: 'R-DM-12',
  },
  {
    rule: 'command-irregular',
    steps: [message([`<Get>${item(pfx('a'))}<CmdID>1</CmdID></Get>`])],
    assumptions: { 'a command with element-order': 'refused' },
    broken: { step: 0, reply: status(1, '200') },
    blamed: 'R-DM-03',
  },
];
