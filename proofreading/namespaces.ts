import { malformed } from './stop.ts';

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';
const declaringNamespace = 'http://www.w3.org/2000/xmlns/';

/** What prefixes mean at a place of a document; the empty prefix is the default namespace. */
export type Bindings = Readonly<Record<string, string>>;

export const outermost: Bindings = { '': '', xml: xmlNamespace };

/** An attribute as it is written. */
export interface Attribute {
  readonly name: string;
  readonly value: string;
}

/** What holds inside an element with these attributes (Namespaces in XML 1.0, 3). */
export function bindingsWithin(around: Bindings, attributes: readonly Attribute[], at: number): Bindings {
  const declared = attributes.filter(isDeclaration);
  if (declared.length === 0) return around;
  const bindings: Record<string, string> = { ...around };
  for (const { name, value } of declared) {
    const prefix = name.slice('xmlns:'.length);
    const reserved = prefix === 'xmlns' || value === declaringNamespace;
    const ofXml = (prefix === 'xml') !== (value === xmlNamespace);
    if (reserved || ofXml || (prefix !== '' && value === '')) {
      throw malformed(at, `${name}="${value}" declares what can not be declared`);
    }
    bindings[prefix] = value;
  }
  return bindings;
}

/** Whether an attribute declares a namespace. */
export function isDeclaration({ name }: Attribute): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

/** A name that is taken apart. */
export function expand(
  name: string,
  bindings: Bindings,
  at: number,
): { readonly namespace: string; readonly local: string } {
  const colon = name.indexOf(':');
  const prefix = name.slice(0, Math.max(0, colon));
  const namespace = Object.hasOwn(bindings, prefix) ? bindings[prefix] : undefined;
  if (namespace === undefined) throw malformed(at, `the prefix of ${name} is not declared`);
  return { namespace, local: name.slice(colon + 1) };
}

/** Demands that no two attributes of an element are the same, as they are written or by their namespaces. */
export function demandDistinct(attributes: readonly Attribute[], bindings: Bindings, at: number): void {
  if (attributes.length === 0) return;
  const seen = new Set<string>();
  for (const attribute of attributes) {
    const { name } = attribute;
    // An attribute without prefix is in no namespace.
    const prefixed = name.includes(':') && !isDeclaration(attribute);
    const { namespace, local } = prefixed ? expand(name, bindings, at) : { namespace: '', local: name };
    const key = `${namespace} ${local}`;
    if (seen.has(key)) throw malformed(at, `an element has the attribute ${name} twice`);
    seen.add(key);
  }
}
