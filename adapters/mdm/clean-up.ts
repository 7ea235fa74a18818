import { escapeText } from '../../syncml/escape.ts';

/** Whether a document addresses settings of a user, as far as its bytes tell. */
export function addressesUser(document: Uint8Array): boolean {
  return /<LocURI>\s*\.?\/?user\//i.test(latin1(document));
}

/** Its values are put to those of the session on the way out (omadm/session). */
const sessionIdentity =
  '<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>' +
  '<Target><LocURI>./device</LocURI></Target><Source><LocURI>./server</LocURI></Source></SyncHdr>';

/**
 * A document that deletes every certificate request and PFX which earlier documents name, so that nothing of a case
 * stays on a device that goes on living. What is not there any more is answered 404, and nobody minds.
 * @returns undefined where there is nothing to delete
 */
export function deletionOf(
  documents: readonly Uint8Array[],
): { readonly document: Uint8Array; readonly user: boolean } | undefined {
  const roots = new Set(documents.flatMap((document) => [...rootsIn(latin1(document))]));
  if (roots.size === 0) return undefined;
  const commands = [...roots].map(
    (root, index) =>
      `<Delete><CmdID>${index + 1}</CmdID><Item><Target><LocURI>${escapeText(root)}</LocURI></Target></Item></Delete>`,
  );
  const text = `<SyncML xmlns="SYNCML:SYNCML1.2">${sessionIdentity}<SyncBody>${commands.join('')}<Final/></SyncBody></SyncML>`;
  const document = Buffer.from(text, 'latin1');
  return { document, user: addressesUser(document) };
}

/** LocURIs of the nodes that a server names itself, below PFXCertInstall and SCEP; only these are ever deleted. */
function* rootsIn(text: string): Iterable<string> {
  const pattern =
    /<LocURI>\s*((?:\.\/)?(?:(?:Device|User)\/)?Vendor\/MSFT\/ClientCertificateInstall\/(?:PFXCertInstall|SCEP)\/[^/<\s]{1,300})/gi;
  for (const [, root = ''] of text.matchAll(pattern)) yield root.replaceAll('&amp;', '&');
}

/** Bytes as characters of one byte each: what is not ASCII survives the way there and back. */
function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
