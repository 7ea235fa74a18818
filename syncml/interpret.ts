/**
 * From elements to what they say. Nothing is refused here: of an element that stands once too often the first counts,
 * what has no place is passed over, and check.ts tells of both.
 */
import { child, children, sharesNamespace } from './elements.ts';
import type {
  AlertCommand,
  Command,
  ContainerCommand,
  Message,
  ResultsCommand,
  StatusCommand,
  TreeCommand,
  UnknownCommand,
} from './message.ts';
import {
  chalOf,
  credOf,
  dataOf,
  headerOf,
  itemsOf,
  metaOf,
  positionOf,
  type Draft,
  type Source,
} from './parts.ts';
import type { XmlElement } from './tree.ts';
import { isCommandName, isExpectedChild } from './vocabulary.ts';

/**
 * The message that a document or a row of bare commands holds.
 *
 * @param roots at least one; the first is SyncML or SyncBody and the only one, or at least one of them is a command
 */
export function messageOf(roots: readonly XmlElement[], source: Source): Message {
  const [root] = roots;
  if (root?.tag.name === 'SyncML') {
    const header = child(root, 'SyncHdr');
    const body = child(root, 'SyncBody');
    const message: Draft<Message> = {
      shape: 'message',
      namespace: root.tag.namespace,
      commands: body === undefined ? [] : commandsOf(body, source),
      final: body !== undefined && child(body, 'Final') !== undefined,
    };
    if (header !== undefined) message.header = headerOf(header, source);
    return message;
  }
  if (root?.tag.name === 'SyncBody') {
    const final = child(root, 'Final') !== undefined;
    return { shape: 'body', namespace: root.tag.namespace, commands: commandsOf(root, source), final };
  }
  const commands = roots.filter((element) => element.tag.name !== 'Final');
  return {
    shape: 'fragment',
    namespace: commands.find((element) => isCommandName(element.tag.name))?.tag.namespace ?? '',
    commands: commands.map((element) =>
      isCommandName(element.tag.name) ? commandOf(element, source) : unknownOf(element, source),
    ),
    final: roots.some((element) => element.tag.name === 'Final'),
  };
}

function commandsOf(parent: XmlElement, source: Source): readonly Command[] {
  const commands: Command[] = [];
  for (const element of parent.children) {
    if (!sharesNamespace(element, parent)) commands.push(unknownOf(element, source));
    else if (isCommandName(element.tag.name)) commands.push(commandOf(element, source));
    else if (!isExpectedChild(parent.tag.name, element.tag.name)) commands.push(unknownOf(element, source));
  }
  return commands;
}

function commandOf(element: XmlElement, source: Source): Command {
  const { name } = element.tag;
  switch (name) {
    case 'Atomic':
    case 'Sequence':
      return containerOf(name, element, source);
    case 'Alert':
      return alertOf(element, source);
    case 'Status':
      return statusOf(element, source);
    case 'Results':
      return resultsOf(element, source);
    default:
      return treeCommandOf(name as TreeCommand['kind'], element, source);
  }
}

function treeCommandOf(kind: TreeCommand['kind'], element: XmlElement, source: Source): TreeCommand {
  const command: Draft<TreeCommand> = { kind, ...opening(element, source), items: itemsOf(element, source) };
  const cred = child(element, 'Cred');
  const meta = child(element, 'Meta');
  const correlator = child(element, 'Correlator');
  if (cred !== undefined) command.cred = credOf(cred, source);
  if (meta !== undefined) command.meta = metaOf(meta);
  if (correlator !== undefined) command.correlator = correlator.text;
  return command;
}

function containerOf(kind: ContainerCommand['kind'], element: XmlElement, source: Source): ContainerCommand {
  const command: Draft<ContainerCommand> = {
    kind,
    ...opening(element, source),
    commands: commandsOf(element, source),
  };
  const meta = child(element, 'Meta');
  if (meta !== undefined) command.meta = metaOf(meta);
  return command;
}

function alertOf(element: XmlElement, source: Source): AlertCommand {
  const command: Draft<AlertCommand> = {
    kind: 'Alert',
    ...opening(element, source),
    items: itemsOf(element, source),
  };
  const correlator = child(element, 'Correlator');
  const data = child(element, 'Data');
  if (correlator !== undefined) command.correlator = correlator.text;
  if (data !== undefined) command.data = dataOf(data, source);
  return command;
}

function statusOf(element: XmlElement, source: Source): StatusCommand {
  const command: Draft<StatusCommand> = {
    kind: 'Status',
    ...answer(element, source),
    targetRefs: children(element, 'TargetRef').map(({ text }) => text),
    sourceRefs: children(element, 'SourceRef').map(({ text }) => text),
    items: itemsOf(element, source),
  };
  const cred = child(element, 'Cred');
  const chal = child(element, 'Chal');
  const data = child(element, 'Data');
  if (cred !== undefined) command.cred = credOf(cred, source);
  if (chal !== undefined) command.chal = chalOf(chal);
  if (data !== undefined) command.data = dataOf(data, source);
  return command;
}

function resultsOf(element: XmlElement, source: Source): ResultsCommand {
  const command: Draft<ResultsCommand> = {
    kind: 'Results',
    ...answer(element, source),
    items: itemsOf(element, source),
  };
  const meta = child(element, 'Meta');
  const targetRef = child(element, 'TargetRef');
  const sourceRef = child(element, 'SourceRef');
  if (meta !== undefined) command.meta = metaOf(meta);
  if (targetRef !== undefined) command.targetRef = targetRef.text;
  if (sourceRef !== undefined) command.sourceRef = sourceRef.text;
  return command;
}

function unknownOf(element: XmlElement, source: Source): UnknownCommand {
  const { name, namespace } = element.tag;
  const command: Draft<UnknownCommand> = {
    kind: 'Unknown',
    name,
    namespace,
    position: positionOf(element, source),
  };
  const cmdId = child(element, 'CmdID');
  if (cmdId !== undefined) command.cmdId = cmdId.text;
  return command;
}

/** What commands begin with. */
function opening(element: XmlElement, source: Source) {
  const start: Draft<Pick<TreeCommand, 'cmdId' | 'noResp' | 'position'>> = {
    position: positionOf(element, source),
  };
  const cmdId = child(element, 'CmdID');
  if (cmdId !== undefined) start.cmdId = cmdId.text;
  if (child(element, 'NoResp') !== undefined) start.noResp = true;
  return start;
}

/** What Status and Results begin with: their own CmdID and what they answer. */
function answer(element: XmlElement, source: Source) {
  const start: Draft<Pick<StatusCommand, 'cmdId' | 'msgRef' | 'cmdRef' | 'cmd' | 'position'>> = {
    position: positionOf(element, source),
  };
  const cmdId = child(element, 'CmdID');
  const msgRef = child(element, 'MsgRef');
  const cmdRef = child(element, 'CmdRef');
  const cmd = child(element, 'Cmd');
  if (cmdId !== undefined) start.cmdId = cmdId.text;
  if (msgRef !== undefined) start.msgRef = msgRef.text;
  if (cmdRef !== undefined) start.cmdRef = cmdRef.text;
  if (cmd !== undefined) start.cmd = cmd.text;
  return start;
}
