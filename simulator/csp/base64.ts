/** Decodes base64 with its padding; line breaks and blanks are passed over. Undefined: the text is no base64. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/[\t\n\r ]+/g, '');
  if (bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)) return undefined;
  return Buffer.from(bare, 'base64');
}
