/** The id of a case that a random family has drawn: another one each time the seed is another. */
export function drawnId(id: string, number: number): string {
  return `${id}#${number}`;
}

/** Whether a case was drawn, by its id; all others are the same in every run. */
export function isDrawn(id: string): boolean {
  return /#\d+$/.test(id);
}
