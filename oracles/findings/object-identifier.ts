/** An object identifier in dotted form (X.660: first arc 0 to 2, second below 40 under the first two, no leading zeros). */
const objectIdentifier = /^(?:[01]\.[1-3]?\d|2\.(?:0|[1-9]\d*))(?:\.(?:0|[1-9]\d*))*$/;

export function isObjectIdentifier(text: string): boolean {
  return objectIdentifier.test(text);
}

/** Why a text is no object identifier, as half a sentence; undefined where it is one. */
export function faultOfIdentifier(text: string): string | undefined {
  if (isObjectIdentifier(text)) return undefined;
  if (/^OID\./i.test(text)) return 'begins with OID., which does not belong there';
  if (!/^\d+(?:\.\d+)*$/.test(text)) return 'is no object identifier';
  const arcs = text.split('.');
  if (arcs.length === 1) return 'has one number only';
  if (arcs.some((arc) => /^0\d/.test(arc))) return 'has a number with a leading zero';
  if (Number(arcs[0]) > 2) return `begins with ${arcs[0] ?? ''}, and the first number can be 0, 1 or 2 only`;
  return 'has a second number above 39, which is possible below 2 only';
}
