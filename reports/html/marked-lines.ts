/**
 * The lines of a command in a message that formatSyncML wrote: from its start tag to its end tag.
 * @returns indices from 0; none where the message has no such command
 */
export function linesOfCommand(text: string, cmdId: string | undefined): readonly number[] {
  return linesAround(text, 'CmdID', cmdId);
}

/** The lines of every Status and Results that answer a command, in a reply that formatSyncML wrote. */
export function linesOfReply(text: string, cmdId: string | undefined): readonly number[] {
  return linesAround(text, 'CmdRef', cmdId);
}

/** The lines of all elements that hold a child with this name and value; each element begins and ends on lines of its own. */
function linesAround(text: string, name: string, value: string | undefined): readonly number[] {
  if (value === undefined) return [];
  const lines = text.split('\n');
  const child = `<${name}>${value}</${name}>`;
  return lines.flatMap((line, index) => {
    if (line.trim() !== child) return [];
    const outside = (at: number): boolean => indentOf(lines[at] ?? '') < indentOf(line);
    let first = index;
    while (first > 0 && !outside(first)) first--;
    let last = index;
    while (last < lines.length - 1 && !outside(last)) last++;
    return Array.from({ length: last - first + 1 }, (_, offset) => first + offset);
  });
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
