/** What is odd about the text of a setting, by its name. Every text is one that the DDF allows. */
const oddities: Readonly<Record<string, (text: string) => string | undefined>> = {
  // RFC 5280, ub-common-name: 64.
  SubjectName: (text) =>
    /CN=[^,+"]{65}/i.test(text) ? 'a common name of more than 64 characters' : undefined,
  // csp-source.txt, SubjectAlternativeNames: format+name, separated by semicolons; its example is empty.
  SubjectAlternativeNames: (text) =>
    text !== '' && text.split(';').some((one) => one === '' || one.includes(','))
      ? 'an odd list of alternative names'
      : undefined,
  TemplateName: (text) => (text === '' ? 'an empty TemplateName' : undefined),
  CustomTextToShowInPrompt: (text) => (text === '' ? 'an empty CustomTextToShowInPrompt' : undefined),
  // csp-source.txt, AADKeyIdentifierList: separated by semicolons.
  AADKeyIdentifierList: (text) =>
    text.split(';').some((one) => one !== one.trim() || one === '')
      ? 'an odd AADKeyIdentifierList'
      : undefined,
  // csp-source.txt, Challenge: base64. Letters alone are taken: MDM servers send them (A-15), and decoders that pass over
  // missing padding are common.
  Challenge: (text) =>
    /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? undefined : 'a Challenge with characters that base64 has not',
};

/** The doubt whether a device takes a text when it is set; undefined where the text is of a documented form. */
export function oddityOfText(name: string, text: string): string | undefined {
  return Object.hasOwn(oddities, name) ? oddities[name]?.(text) : undefined;
}
