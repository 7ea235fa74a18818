import type { Case } from '../../cases/case.ts';
import { documentsOf, without, type PlacedText, type Range, type SentDocument } from './edit.ts';
import { elementsIn, scanElements, type Element } from './elements.ts';

/** A command in one of the documents of a case. */
export interface PlacedCommand extends Range {
  /** The whole text that its places are counted in. */
  readonly document: string;
  readonly element: Element;
  /** Of an Atomic or a Sequence. */
  readonly members: readonly PlacedCommand[];
}

const containers: ReadonlySet<string> = new Set(['Atomic', 'Sequence']);
const envelopes: ReadonlySet<string> = new Set(['SyncML', 'SyncBody']);
/** What stands beside commands and is none. */
const companions: ReadonlySet<string> = new Set(['SyncHdr', 'CmdID', 'NoResp', 'Meta', 'Final']);

/** Commands further inside are not looked for: nobody reads them, and a document can hold thousands of levels. */
const deepest = 100;

/** The commands of each document that are in no other one. Whatever stands in the place of a command counts as one. */
export function commandsOf(testCase: Case): readonly (readonly PlacedCommand[])[] {
  return documentsOf(testCase).map((document) => commandsIn(scanElements(document.text).roots, document));
}

/** All commands of a case with those inside of others, in document order. */
export function allCommandsOf(testCase: Case): readonly PlacedCommand[] {
  return commandsOf(testCase).flatMap((commands) => commands.flatMap(withMembers));
}

/** The number of commands in each document of a case; a container counts as one, beside its members. */
export function commandCounts(testCase: Case): readonly number[] {
  return commandsOf(testCase).map((commands) => commands.flatMap(withMembers).length);
}

/** The case without these commands, without containers that held nothing else, and without messages that did. */
export function withoutCommands(testCase: Case, dropped: readonly PlacedCommand[]): Case {
  const places = new Set(dropped.map(({ step, start }) => `${step} ${start}`));
  const isGone = ({ step, start, members }: PlacedCommand): boolean =>
    places.has(`${step} ${start}`) || (members.length > 0 && members.every(isGone));
  const emptied = commandsOf(testCase).flatMap((commands) => {
    const [first] = commands;
    return first !== undefined && commands.every(isGone) ? [first.step] : [];
  });
  const gone = allCommandsOf(testCase).filter(isGone);
  const { steps, ...rest } = without(testCase, gone);
  return { ...rest, steps: steps.filter((_, index) => !emptied.includes(index)) };
}

/** An Item of a command, or the command as a whole where the Item can not be told. */
export interface Target {
  /** Where the text of LocURI stands. */
  readonly locUri?: PlacedText;
  /** Where the text of Data stands. */
  readonly data?: PlacedText;
}

/** What a command is about: for each Item its address and its value. */
export function targetsOf(command: PlacedCommand): readonly Target[] {
  const items = command.element.children.filter(({ name }) => name === 'Item');
  return items.map((item) => {
    const locUri = contentOf(command, item, 'LocURI');
    const data = contentOf(command, item, 'Data');
    return { ...(locUri === undefined ? {} : { locUri }), ...(data === undefined ? {} : { data }) };
  });
}

function contentOf({ step, document }: PlacedCommand, item: Element, name: string): PlacedText | undefined {
  for (const element of elementsIn(item.children)) {
    if (element.name !== name) continue;
    const { contentStart: start, contentEnd: end } = element;
    return { step, start, end, text: document.slice(start, end) };
  }
  return undefined;
}

function commandsIn(
  elements: readonly Element[],
  { step, text }: SentDocument,
  depth = 0,
): readonly PlacedCommand[] {
  return elements.flatMap((element) => {
    const { name, start, end, children } = element;
    const inside = (): readonly PlacedCommand[] =>
      depth === deepest ? [] : commandsIn(children, { step, text }, depth + 1);
    if (envelopes.has(name)) return inside();
    if (companions.has(name)) return [];
    return [{ step, start, end, document: text, element, members: containers.has(name) ? inside() : [] }];
  });
}

function withMembers(command: PlacedCommand): readonly PlacedCommand[] {
  return [command, ...command.members.flatMap(withMembers)];
}
