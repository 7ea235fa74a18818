/** A form of placeholder that templates use, and who has to fill it in. */
interface PlaceholderForm {
  readonly pattern: RegExp;
  readonly filledBy: string;
  /**
   * Whether a password or another text for people may look like this by chance: `always`, or only in `part`, so that a
   * text that is nothing else counts.
   */
  readonly byChance: 'never' | 'part' | 'always';
}

const forms: readonly PlaceholderForm[] = [
  { pattern: /\$\{?FLEET_(?:VAR|SECRET)_\w+\}?/, filledBy: 'Fleet', byChance: 'never' },
  {
    pattern: /Base64_?Encode(?:d)?_(?:Cert_Blob|Encrypted_Password_Blo[bg])/,
    filledBy: 'whoever uses the example',
    byChance: 'never',
  },
  { pattern: /<Insert\w*>|\[Insert\w*\]/i, filledBy: 'whoever uses the example', byChance: 'never' },
  { pattern: /\$[A-Za-z]\w*\$/, filledBy: 'the MDM server', byChance: 'always' },
  { pattern: /\$\{[\w.]+\}|\{\{[\w.\s-]+\}\}/, filledBy: 'the MDM server', byChance: 'part' },
  // Lookup values of Workspace ONE: {DeviceUid}.
  { pattern: /\{[A-Z][A-Za-z]{2,}\}/, filledBy: 'the MDM server', byChance: 'always' },
  { pattern: /%[A-Z][A-Z_]{2,}%|%[A-Z][A-Za-z_]{3,}%/, filledBy: 'the MDM server', byChance: 'always' },
];

export interface Placeholder {
  readonly text: string;
  readonly filledBy: string;
}

/**
 * The first placeholder in a text that was left unfilled.
 *
 * @param chosenByPeople true for passwords and texts to be read: there only what nobody would choose counts
 */
export function placeholderIn(text: string, chosenByPeople: boolean): Placeholder | undefined {
  for (const form of forms) {
    const found = form.pattern.exec(text)?.[0];
    if (found === undefined) continue;
    const counts =
      !chosenByPeople || form.byChance === 'never' || (form.byChance === 'part' && found === text.trim());
    if (counts) return { text: found, filledBy: form.filledBy };
  }
  return undefined;
}
