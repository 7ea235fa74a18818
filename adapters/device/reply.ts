import { childOf, contentOf, messageOutline, type Outline } from '../../omadm/session/outline.ts';
import { edited, viewOfText, bytesOf, type Edit, type View } from '../../omadm/session/view.ts';
import { readSyncML } from '../../syncml/read.ts';

/**
 * What ApplyLocalManagementSyncML gave, as an answer to the document that the SyncBody was cut from. Two things are
 * changed, nothing is written anew: the XML declaration goes, because it speaks of utf-16 in what is UTF-8 now
 * (device-and-mdm.md, 1.5), and MsgRef names the document's message where it names the one that the machine made of it.
 */
export function replyFrom(result: string, msgId: string): Uint8Array {
  const text = result.replace(/^\ufeff?\s*<\?xml\s[^>]*\?>\s*|^\ufeff/, '');
  const view = viewOfText(text);
  return bytesOf(edited(view, msgRefEdits(view, text, msgId)));
}

function msgRefEdits(view: View, text: string, msgId: string): readonly Edit[] {
  if (!readSyncML(text).ok) return [];
  const answers = (messageOutline(view)?.body.children ?? []).filter(
    ({ name }) => name === 'Status' || name === 'Results',
  );
  const header = answers.find((answer) => said(view, answer, 'CmdRef') === '0');
  const machineMsgId = header === undefined ? '1' : said(view, header, 'MsgRef');
  if (machineMsgId === undefined || machineMsgId === msgId) return [];
  return answers.flatMap((answer) => {
    const msgRef = childOf(answer, 'MsgRef');
    // One that names another message is the machine's own mistake, and stays.
    if (msgRef === undefined || said(view, answer, 'MsgRef') !== machineMsgId) return [];
    return [{ start: msgRef.contentStart, end: msgRef.contentEnd, by: msgId }];
  });
}

function said(view: View, answer: Outline, name: string): string | undefined {
  const element = childOf(answer, name);
  return element === undefined ? undefined : contentOf(view, element).trim();
}
