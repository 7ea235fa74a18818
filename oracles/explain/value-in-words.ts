import type { ValueSet } from '../expectation.ts';

/** What a Get has to bring back, as the end of a sentence that begins with "brings". */
export function valueInWords(value: ValueSet): string {
  switch (value.kind) {
    case 'text':
      return value.text === '' ? 'an empty text' : JSON.stringify(value.text);
    case 'one-of':
      return `one of ${value.texts.map((text) => JSON.stringify(text)).join(', ')}`;
    case 'number':
      return `the number ${value.equals}`;
    case 'nonzero-number':
      return 'a number other than 0';
    case 'failing-hresult':
      return 'an HRESULT that tells a failure';
    case 'any-thumbprint':
      return 'the thumbprint of the enrolled certificate';
    case 'any-number':
      return 'any number';
    case 'bytes':
      return `the ${Buffer.from(value.base64, 'base64').length} bytes that were set, in base64`;
    case 'thumbprint':
      return `the thumbprint ${value.oneOf.join(' or ')}, in upper or lower case`;
    case 'children':
      return value.atMost.length === 0
        ? 'no names of children'
        : namesOfChildren(value.atLeast, value.atMost);
    case 'not':
      return `anything but ${value.texts.map((text) => JSON.stringify(text)).join(', ')}`;
    case 'any':
      return 'any value';
  }
}

/** Children that were set are certain; those of which a default may show are not. */
function namesOfChildren(atLeast: readonly string[], atMost: readonly string[]): string {
  const others = atMost.filter((name) => !atLeast.includes(name));
  const certain = atLeast.length === 0 ? 'the names of its children' : `the names ${atLeast.join('/')}`;
  return others.length === 0 ? certain : `${certain}, and perhaps ${others.join('/')}`;
}
