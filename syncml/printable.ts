/**
 * A text that somebody else chose, as it may be shown: it must not steer a terminal, nor fill it.
 * @param most UTF-16 code units; what is longer is cut, and ends in an ellipsis
 */
export function printable(text: string, most: number): string {
  const plain = text.replace(/\p{C}/gu, '\uFFFD');
  return plain.length > most ? `${plain.slice(0, most)}…` : plain;
}
