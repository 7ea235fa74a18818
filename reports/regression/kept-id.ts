import { drawnId } from '../../cases/drawn.ts';

/**
 * The id of a case that is kept for later nights.
 * @param wasDrawn it is still one of those that a random family has drawn
 */
export function keptId(digest: string, wasDrawn: boolean): string {
  const id = `kept/${digest}`;
  return wasDrawn ? drawnId(id, 0) : id;
}

/** Whether a case is one that was kept. */
export function isKept(id: string): boolean {
  return id.startsWith('kept/');
}
