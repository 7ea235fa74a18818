import type { Case } from '../../cases/case.ts';
import { allCommandsOf, commandsOf, targetsOf, withoutCommands, type PlacedCommand } from './commands.ts';
import { documentsOf, without, type Range } from './edit.ts';
import { elementsIn, scanElements, type Element } from './elements.ts';
import { rowOf, type Pass, type Row } from './pass.ts';

/** Commands, those at the top first, then the members of each container. */
export const dropCommands: Pass = {
  kind: 'cut',
  rows: (testCase) => commandsOf(testCase).flatMap((commands) => rowsBelow(testCase, commands)),
};

function rowsBelow(testCase: Case, commands: readonly PlacedCommand[]): readonly Row[] {
  return [
    rowOf(commands, (dropped) => withoutCommands(testCase, dropped)),
    ...commands.flatMap(({ members }) => (members.length === 0 ? [] : rowsBelow(testCase, members))),
  ];
}

/** Everything about one request, in all messages at once. */
export const dropRequests: Pass = {
  kind: 'cut',
  rows: (testCase) => [rowOfSubjects(testCase, requestIn)],
};

/** Everything about one address, in all messages at once: a command may need the one that it undoes. */
export const dropAddresses: Pass = {
  kind: 'cut',
  rows: (testCase) => [rowOfSubjects(testCase, (address) => address)],
};

function rowOfSubjects(testCase: Case, subjectIn: (address: string) => string): Row {
  const subjects = new Map<string, PlacedCommand[]>();
  for (const command of allCommandsOf(testCase)) {
    const [subject, another] = new Set(addressesOf(command).map(subjectIn));
    if (subject === undefined || another !== undefined) continue;
    subjects.set(subject, [...(subjects.get(subject) ?? []), command]);
  }
  return rowOf([...subjects.values()], (dropped) => withoutCommands(testCase, dropped.flat()));
}

/** The address of the request that a node belongs to, or what is there of it. */
export function requestIn(address: string): string {
  return /^.*?\/(?:PFXCertInstall|SCEP)\/[^/]+/.exec(address)?.[0] ?? address;
}

/** Containers give their place to their members. */
export const unwrapContainers: Pass = {
  kind: 'cut',
  rows: (testCase) => [
    rowOf(
      allCommandsOf(testCase).filter(({ members }) => members.length > 0),
      (dropped) => without(testCase, dropped.flatMap(wrappingOf)),
    ),
  ],
};

/** Items of a command that has several. */
export const dropItems: Pass = {
  kind: 'cut',
  rows: (testCase) =>
    allCommandsOf(testCase).flatMap(({ step, element }) => {
      const items = element.children.filter(({ name }) => name === 'Item');
      if (items.length < 2) return [];
      return [
        rowOf(items, (dropped) =>
          without(
            testCase,
            dropped.map((item) => rangeOf(step, item)),
          ),
        ),
      ];
    }),
};

/** What says nothing that the defect could depend on without being about it. Meta goes where it names no Format. */
const idle: ReadonlySet<string> = new Set([
  'Correlator',
  'Cred',
  'Lang',
  'LocName',
  'MaxMsgSize',
  'MaxObjSize',
  'NoResp',
  'RespURI',
  'Type',
]);
/** Elements that may be empty and yet say something. */
const sayingWhenEmpty: ReadonlySet<string> = new Set(['Data', 'Final', 'MoreData', 'NoResp']);

/** Elements that matter to nobody, comments, and blanks between tags. */
export const dropTrifles: Pass = {
  kind: 'cut',
  rows: (testCase) =>
    documentsOf(testCase).map(({ step, text }) => {
      const { roots, ornaments } = scanElements(text);
      const trifles = [...elementsIn(roots)].filter((element) => isTrifle(element, text));
      return rowOf([...trifles, ...ornaments], (dropped) =>
        without(
          testCase,
          dropped.map(({ start, end }) => ({ step, start, end })),
        ),
      );
    }),
};

function isTrifle({ name, contentStart, contentEnd, children }: Element, text: string): boolean {
  if (idle.has(name)) return true;
  if (name === 'Meta') return !children.some((child) => child.name === 'Format');
  return text.slice(contentStart, contentEnd).trim() === '' && !sayingWhenEmpty.has(name);
}

/** A container's own tags, and what stands in it before its first member and behind its last. */
function wrappingOf({ step, start, end, members }: PlacedCommand): readonly Range[] {
  const first = members[0]?.start ?? end;
  const behind = members.at(-1)?.end ?? end;
  return [
    { step, start, end: first },
    { step, start: behind, end },
  ];
}

function addressesOf(command: PlacedCommand): readonly string[] {
  return targetsOf(command).flatMap(({ locUri }) => (locUri === undefined ? [] : [locUri.text]));
}

function rangeOf(step: number, { start, end }: Element): Range {
  return { step, start, end };
}
