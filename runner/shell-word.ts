/** A path or value as one word of a command that somebody copies into a shell. */
export function shellWord(text: string): string {
  return /^[\w./:=@%+,~-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** The command that carries out a case file again. */
export function replayOf(path: string): string {
  return `npx conform replay ${shellWord(path)}`;
}
