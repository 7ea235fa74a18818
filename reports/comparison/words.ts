/** `1 case`, `2 cases`. */
export function counted(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** So many names stand in a sentence; of more, their number. */
const namesAtMost = 3;

/** `A, B and C`; where there are many, `5 runs`. */
export function namesOf(names: readonly string[], many = 'runs'): string {
  if (names.length > namesAtMost) return `${names.length} ${many}`;
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
