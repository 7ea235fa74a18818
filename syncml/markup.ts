/** From a message to the elements that say it, in the order of the content models (vocabulary.ts). */
import { cdataSection, escapeAttribute, escapeText } from './escape.ts';
import type { Chal, Command, Cred, Data, Header, Item, Location, Message, Meta } from './message.ts';
import { metaFields, metaInformationNamespace, microsoftNamespace } from './vocabulary.ts';

/** An element to be written. It holds elements or text, never both. */
export interface Markup {
  readonly name: string;
  /** With a blank before each attribute, ready to stand in the tag. */
  readonly attributes: string;
  /** Escaped already. */
  readonly content: string | readonly Markup[];
}

/** The roots of a message: one for a whole message or a body, one for each command of a fragment. */
export function markupOf(message: Message): readonly Markup[] {
  const { shape, namespace, header, commands, final } = message;
  const content = commands.map((command) => commandMarkup(command, namespace));
  if (final) content.push(branch('Final', []));
  switch (shape) {
    case 'message': {
      const parts = header === undefined ? [] : [headerMarkup(header)];
      return [inNamespace(namespace, branch('SyncML', [...parts, branch('SyncBody', content)]))];
    }
    case 'body':
      return [inNamespace(namespace, branch('SyncBody', content))];
    case 'fragment':
      return content.map((root) => (root.attributes === '' ? inNamespace(namespace, root) : root));
  }
}

function commandMarkup(command: Command, around: string): Markup {
  switch (command.kind) {
    case 'Unknown': {
      const unknown = branch(command.name, texts(['CmdID', command.cmdId]));
      return command.namespace === around ? unknown : withAttribute('xmlns', command.namespace, unknown);
    }
    case 'Atomic':
    case 'Sequence':
      return branch(command.kind, [
        ...texts(['CmdID', command.cmdId]),
        ...flag('NoResp', command.noResp),
        ...maybe(metaMarkup, command.meta),
        ...command.commands.map((member) => commandMarkup(member, around)),
      ]);
    case 'Alert':
      return branch(command.kind, [
        ...texts(['CmdID', command.cmdId]),
        ...flag('NoResp', command.noResp),
        ...maybe(dataMarkup, command.data),
        ...texts(['Correlator', command.correlator]),
        ...command.items.map(itemMarkup),
      ]);
    case 'Status':
      return branch(command.kind, [
        ...texts(['CmdID', command.cmdId], ['MsgRef', command.msgRef]),
        ...texts(['CmdRef', command.cmdRef], ['Cmd', command.cmd]),
        ...command.targetRefs.map((targetRef) => leaf('TargetRef', targetRef)),
        ...command.sourceRefs.map((sourceRef) => leaf('SourceRef', sourceRef)),
        ...maybe(credMarkup, command.cred),
        ...maybe(chalMarkup, command.chal),
        ...maybe(dataMarkup, command.data),
        ...command.items.map(itemMarkup),
      ]);
    case 'Results':
      return branch(command.kind, [
        ...texts(['CmdID', command.cmdId], ['MsgRef', command.msgRef]),
        ...texts(['CmdRef', command.cmdRef], ['Cmd', command.cmd]),
        ...maybe(metaMarkup, command.meta),
        ...texts(['TargetRef', command.targetRef], ['SourceRef', command.sourceRef]),
        ...command.items.map(itemMarkup),
      ]);
    case 'Add':
    case 'Replace':
    case 'Delete':
    case 'Get':
    case 'Exec':
      return branch(command.kind, [
        ...texts(['CmdID', command.cmdId]),
        ...flag('NoResp', command.noResp),
        ...maybe(credMarkup, command.cred),
        ...maybe(metaMarkup, command.meta),
        ...texts(['Correlator', command.correlator]),
        ...command.items.map(itemMarkup),
      ]);
  }
}

function headerMarkup(header: Header): Markup {
  return branch('SyncHdr', [
    ...texts(['VerDTD', header.verDtd], ['VerProto', header.verProto]),
    ...texts(['SessionID', header.sessionId], ['MsgID', header.msgId]),
    ...maybe((target) => locationMarkup('Target', target), header.target),
    ...maybe((source) => locationMarkup('Source', source), header.source),
    ...texts(['RespURI', header.respUri]),
    ...flag('NoResp', header.noResp),
    ...maybe(credMarkup, header.cred),
    ...maybe(metaMarkup, header.meta),
  ]);
}

function itemMarkup(item: Item): Markup {
  return branch('Item', [
    ...maybe((target) => locationMarkup('Target', target), item.target),
    ...maybe((source) => locationMarkup('Source', source), item.source),
    ...maybe(metaMarkup, item.meta),
    ...maybe(dataMarkup, item.data),
    ...flag('MoreData', item.moreData),
  ]);
}

function locationMarkup(name: 'Target' | 'Source', location: Location): Markup {
  return branch(name, texts(['LocURI', location.locUri], ['LocName', location.locName]));
}

function metaMarkup(meta: Meta): Markup {
  const information = metaFields.flatMap(([field, name]) => texts([name, meta[field]]));
  return branch(
    'Meta',
    information.map((element) => withAttribute('xmlns', metaInformationNamespace, element)),
  );
}

function credMarkup(cred: Cred): Markup {
  return branch('Cred', [...maybe(metaMarkup, cred.meta), leaf('Data', cred.data)]);
}

function chalMarkup(chal: Chal): Markup {
  return branch('Chal', maybe(metaMarkup, chal.meta));
}

function dataMarkup(data: Data): Markup {
  const content = data.cdata ? cdataSection(data.text) : escapeText(data.text);
  const element = { name: 'Data', attributes: '', content };
  if (data.originalError === undefined) return element;
  const declared = withAttribute('xmlns:msft', microsoftNamespace, element);
  return withAttribute('msft:originalerror', data.originalError, declared);
}

function branch(name: string, content: readonly Markup[]): Markup {
  return { name, attributes: '', content };
}

function leaf(name: string, text: string): Markup {
  return { name, attributes: '', content: escapeText(text) };
}

/** A leaf for each text that is there. */
function texts(...named: readonly (readonly [name: string, text: string | undefined])[]): Markup[] {
  return named.flatMap(([name, text]) => (text === undefined ? [] : [leaf(name, text)]));
}

function flag(name: string, value: boolean | undefined): readonly Markup[] {
  return value === true ? [branch(name, [])] : [];
}

function maybe<Value>(markup: (value: Value) => Markup, value: Value | undefined): readonly Markup[] {
  return value === undefined ? [] : [markup(value)];
}

function inNamespace(namespace: string, element: Markup): Markup {
  return namespace === '' ? element : withAttribute('xmlns', namespace, element);
}

function withAttribute(name: string, value: string, element: Markup): Markup {
  return { ...element, attributes: `${element.attributes} ${name}="${escapeAttribute(value)}"` };
}
