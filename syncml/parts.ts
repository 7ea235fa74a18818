/** What commands and headers consist of: items, addresses, Meta, credentials, Data. */
import { child, children, isMetaInformation } from './elements.ts';
import type { Chal, Cred, Data, Header, Item, Location, Meta, Position } from './message.ts';
import type { PositionAt } from './positions.ts';
import type { XmlElement } from './tree.ts';
import { metaFields, microsoftNamespace } from './vocabulary.ts';

/** A value while it is put together; in a finished message an absent element is an absent property. */
export type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/** The text around the elements: markup in Data is cut out of it, positions point into it. */
export interface Source {
  readonly text: string;
  readonly positionAt: PositionAt;
}

/** What SyncHdr says; an empty one, as some replies have, says nothing but where it stands. */
export function headerOf(element: XmlElement, source: Source): Header {
  const header: Draft<Header> = { position: positionOf(element, source) };
  for (const [field, name] of headerTexts) {
    const found = child(element, name);
    if (found !== undefined) header[field] = found.text;
  }
  const target = child(element, 'Target');
  const from = child(element, 'Source');
  const cred = child(element, 'Cred');
  const meta = child(element, 'Meta');
  if (target !== undefined) header.target = locationOf(target, source);
  if (from !== undefined) header.source = locationOf(from, source);
  if (child(element, 'NoResp') !== undefined) header.noResp = true;
  if (cred !== undefined) header.cred = credOf(cred, source);
  if (meta !== undefined) header.meta = metaOf(meta);
  return header;
}

const headerTexts = [
  ['verDtd', 'VerDTD'],
  ['verProto', 'VerProto'],
  ['sessionId', 'SessionID'],
  ['msgId', 'MsgID'],
  ['respUri', 'RespURI'],
] as const;

/** Every Item of a command, in order. */
export function itemsOf(parent: XmlElement, source: Source): readonly Item[] {
  return children(parent, 'Item').map((element) => {
    const item: Draft<Item> = { position: positionOf(element, source) };
    const target = child(element, 'Target');
    const from = child(element, 'Source');
    const meta = child(element, 'Meta');
    const data = child(element, 'Data');
    if (target !== undefined) item.target = locationOf(target, source);
    if (from !== undefined) item.source = locationOf(from, source);
    if (meta !== undefined) item.meta = metaOf(meta);
    if (data !== undefined) item.data = dataOf(data, source);
    if (child(element, 'MoreData') !== undefined) item.moreData = true;
    return item;
  });
}

function locationOf(element: XmlElement, source: Source): Location {
  const location: Draft<Location> = {
    locUri: child(element, 'LocURI')?.text ?? '',
    position: positionOf(element, source),
  };
  const locName = child(element, 'LocName');
  if (locName !== undefined) location.locName = locName.text;
  return location;
}

/** The known children of Meta; of one that stands twice the first counts. */
export function metaOf(element: XmlElement): Meta {
  const meta: Draft<Meta> = {};
  for (const information of element.children) {
    const field = metaFields.find(([, name]) => name === information.tag.name)?.[0];
    if (field !== undefined && isMetaInformation(information, element)) meta[field] ??= information.text;
  }
  return meta;
}

/** Credentials; where Data is missing they are ''. */
export function credOf(element: XmlElement, source: Source): Cred {
  const data = child(element, 'Data');
  const cred: Draft<Cred> = { data: data === undefined ? '' : dataOf(data, source).text };
  const meta = child(element, 'Meta');
  if (meta !== undefined) cred.meta = metaOf(meta);
  return cred;
}

/** A challenge for credentials. */
export function chalOf(element: XmlElement): Chal {
  const meta = child(element, 'Meta');
  return meta === undefined ? {} : { meta: metaOf(meta) };
}

/** Data as sent. Markup that nobody escaped is given as the text that it is written with. */
export function dataOf(element: XmlElement, source: Source): Data {
  const { tag, cdata } = element;
  const data: Draft<Data> = {
    text: element.children.length === 0 ? element.text : markupOf(element, source),
    cdata,
  };
  for (const attribute of Object.values(tag.attributes)) {
    if (attribute.local === 'originalerror' && attribute.uri === microsoftNamespace)
      data.originalError = attribute.value;
  }
  return data;
}

/** The content of an element as it is written in the source, only its line ends read as XML reads them. */
function markupOf({ tag }: XmlElement, source: Source): string {
  return source.text
    .slice(tag.contentStart, source.text.lastIndexOf('</', tag.end - 1))
    .replace(/\r\n?/g, '\n');
}

/** Where an element begins, for the message. */
export function positionOf(element: XmlElement, source: Source): Position {
  return source.positionAt(element.tag.start);
}
