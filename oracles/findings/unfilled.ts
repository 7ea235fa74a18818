/** A form of placeholder that templates use, and who has to fill it in. */
interface PlaceholderForm {
  readonly pattern: RegExp;
  readonly filledBy: string;
  /** Whether a password or another text for people may look like this by chance. */
  readonly general: boolean;
}

const forms: readonly PlaceholderForm[] = [
  { pattern: /\$\{?FLEET_(?:VAR|SECRET)_\w+\}?/, filledBy: 'Fleet', general: false },
  {
    pattern: /Base64_?Encode(?:d)?_(?:Cert_Blob|Encrypted_Password_Blo[bg])/,
    filledBy: 'whoever uses the example',
    general: false,
  },
  { pattern: /<Insert\w*>|\[Insert\w*\]/i, filledBy: 'whoever uses the example', general: false },
  { pattern: /\$[A-Za-z]\w*\$/, filledBy: 'the MDM server', general: true },
  { pattern: /\$\{\w+\}|\{\{[\w.\s]+\}\}/, filledBy: 'the MDM server', general: true },
  { pattern: /%[A-Z][A-Z_]{2,}%/, filledBy: 'the MDM server', general: true },
];

export interface Placeholder {
  readonly text: string;
  readonly filledBy: string;
}

/**
 * The first placeholder in a text that was left unfilled.
 *
 * @param chosenByPeople true for passwords and texts to be read: there only forms that nobody would choose count
 */
export function placeholderIn(text: string, chosenByPeople: boolean): Placeholder | undefined {
  for (const form of forms) {
    if (form.general && chosenByPeople) continue;
    const found = form.pattern.exec(text)?.[0];
    if (found !== undefined) return { text: found, filledBy: form.filledBy };
  }
  return undefined;
}
