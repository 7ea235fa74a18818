import { DdfError, readXml } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** One node as a DDF describes it; every property as a text that can be compared and shown. */
export interface DdfNode {
  /** As in csp/tree.ts: path below ClientCertificateInstall, `.` for that node itself. */
  readonly id: string;
  readonly parent?: string;
  /** Line of the file, from 1. */
  readonly line: number;
  readonly properties: Readonly<Record<DdfProperty, string>>;
}

/** What a DDF says of a node, in the order of the reports. */
export const ddfProperties = [
  'format',
  'verbs',
  'occurrence',
  'scope',
  'default',
  'values',
  'depends on',
  'atomic',
  'since',
] as const;
export type DdfProperty = (typeof ddfProperties)[number];

/** What DDF version 1, until Windows 10 20H2, has no elements for. */
export const propertiesSinceVersion2: readonly DdfProperty[] = ['values', 'depends on', 'atomic', 'since'];

export interface DdfTree {
  /** Where the tree hangs: `./Device/Vendor/MSFT`, `./User/Vendor/MSFT`, or `./Vendor/MSFT` in version 1. */
  readonly path: string;
  readonly nodes: readonly DdfNode[];
}

export interface Ddf {
  readonly version: 1 | 2;
  readonly trees: readonly DdfTree[];
}

const csp = 'ClientCertificateInstall';

/**
 * Reads Microsoft's DDF file of this CSP, version 1 or 2 (Learn, "Understand DDF files"; DDFv2.xsd).
 * Throws DdfError with the line for anything that is no such file.
 */
export function readDdf(text: string): Ddf {
  const document = readXml(text);
  if (document.name !== 'MgmtTree') {
    throw new DdfError(document.line, `<${document.name}> is no DDF, whose first element is <MgmtTree>`);
  }
  const trees: DdfTree[] = [];
  for (const element of all(document, 'Node')) {
    const tree = readTree(element);
    if (trees.some(({ path }) => path === tree.path)) {
      throw new DdfError(element.line, `${tree.path} is described twice`);
    }
    trees.push(tree);
  }
  if (trees.length === 0) throw new DdfError(document.line, '<MgmtTree> has no <Node>');
  return { version: trees.every(({ path }) => path === './Vendor/MSFT') ? 1 : 2, trees };
}

function readTree(top: XmlElement): DdfTree {
  const name = one(top, 'NodeName').text;
  if (name !== csp)
    throw new DdfError(top.line, `the DDF describes ${name || 'a node without name'}, not ${csp}`);
  const path = one(top, 'Path').text;
  if (!/^\.(\/(Device|User))?\/Vendor\/MSFT$/.test(path)) {
    throw new DdfError(one(top, 'Path').line, `the path ${path || '(empty)'} is none of a CSP of Microsoft`);
  }
  const nodes = new Map<string, DdfNode>();
  collect(top, '.', undefined, nodes);
  return { path, nodes: [...nodes.values()] };
}

function collect(
  element: XmlElement,
  id: string,
  parent: string | undefined,
  nodes: Map<string, DdfNode>,
): void {
  if (nodes.has(id)) throw new DdfError(element.line, `${id} is described twice`);
  const properties = readProperties(one(element, 'DFProperties'));
  nodes.set(id, { id, line: element.line, properties, ...(parent === undefined ? {} : { parent }) });
  for (const child of all(element, 'Node')) {
    const name = nameOf(child);
    collect(child, id === '.' ? name : `${id}/${name}`, id, nodes);
  }
}

/** A node whose name the server chooses has an empty NodeName; its title stands in the place of the name. */
function nameOf(element: XmlElement): string {
  const name = one(element, 'NodeName').text;
  if (name !== '') return name;
  const title = one(one(element, 'DFProperties'), 'DFTitle').text;
  return `{${title}}`;
}

function readProperties(element: XmlElement): DdfNode['properties'] {
  return {
    format: choice(element, 'DFFormat'),
    verbs: one(element, 'AccessType')
      .children.map(({ name }) => name)
      .sort()
      .join(', '),
    occurrence: choice(element, 'Occurrence'),
    scope: choice(element, 'Scope'),
    default: optional(element, 'DefaultValue')?.text ?? 'none',
    values: readValues(optional(element, 'MSFT:AllowedValues')),
    'depends on': descendants(element, 'MSFT:Dependency').map(readDependency).join('; ') || 'none',
    atomic: optional(element, 'MSFT:AtomicRequired') === undefined ? 'not required' : 'required',
    since:
      descendants(element, 'MSFT:OsBuildVersion')
        .map(({ text }) => text)
        .join(', ') || 'not given',
  };
}

/** `1, 2, 3` for a list, `[0-30]` for a range; ValueType None is as good as no rule. */
function readValues(element: XmlElement | undefined): string {
  const type = element?.attributes.get('ValueType') ?? 'None';
  if (element === undefined || type === 'None') return 'any';
  const values = descendants(element, 'MSFT:Value')
    .map(({ text }) => text)
    .join(', ');
  return type === 'ENUM' || type === 'Range' ? values : `${type} ${values}`.trim();
}

/** `KeyLocation [3]`: the last name of the other node's path, and the values that it has to have. */
function readDependency(element: XmlElement): string {
  const uri = one(element, 'MSFT:DependencyUri').text;
  const values = readValues(one(element, 'MSFT:DependencyAllowedValue'));
  const type = element.attributes.get('Type') ?? 'DependsOn';
  return `${type === 'DependsOn' ? '' : `${type} `}${uri.slice(uri.lastIndexOf('/') + 1)} ${values}`;
}

/** Name of the only child of a child, the way in which a DDF writes one of several. */
function choice(element: XmlElement, name: string): string {
  const holder = one(element, name);
  const [chosen, surplus] = holder.children;
  if (chosen === undefined) throw new DdfError(holder.line, `<${name}> is empty`);
  if (surplus !== undefined) throw new DdfError(surplus.line, `<${name}> holds more than one element`);
  return chosen.name;
}

function all(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter((child) => child.name === name);
}

function optional(element: XmlElement, name: string): XmlElement | undefined {
  const [found, surplus] = all(element, name);
  if (surplus !== undefined)
    throw new DdfError(surplus.line, `<${element.name}> has more than one <${name}>`);
  return found;
}

function one(element: XmlElement, name: string): XmlElement {
  const found = optional(element, name);
  if (found === undefined) throw new DdfError(element.line, `<${element.name}> without <${name}>`);
  return found;
}

function descendants(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...descendants(child, name),
  ]);
}
