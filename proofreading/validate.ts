import type { Breach } from '../cases/intent.ts';
import {
  commandElements,
  metaElements,
  metaNamespace,
  syncmlElements,
  syncmlNamespace,
  type Content,
  type Particle,
} from './content-model.ts';
import type { Element } from './document.ts';

/** What is wrong with one element. */
export interface Flaw {
  readonly rule: Breach;
  readonly element: Element;
  readonly cmdId?: string;
  readonly what: string;
}

/** What all checks of one document share. */
interface Context {
  readonly report: (flaw: Flaw) => void;
  /** The namespace that the elements of SyncML have: where the root has a wrong one, that is said once. */
  readonly namespace: string;
  /** The CmdIDs so far. */
  readonly used: Set<string>;
}

/** Holds a document to the content model of SyncML, and reports each flaw in the order of the document. */
export function validate(root: Element, report: (flaw: Flaw) => void): void {
  const context: Context = { report, namespace: root.namespace, used: new Set() };
  if (root.name !== 'SyncML') {
    report({ rule: 'root', element: root, what: `the root is ${root.name}, and not SyncML` });
  }
  if (root.namespace !== syncmlNamespace) {
    report({
      rule: 'namespace',
      element: root,
      what: `the namespace is "${root.namespace}", and not "${syncmlNamespace}"`,
    });
  }
  checkElement(root, syncmlElements[root.name], undefined, context);
}

function checkElement(
  element: Element,
  content: Content | undefined,
  around: string | undefined,
  context: Context,
): void {
  const { report } = context;
  const own = commandElements.has(element.name) ? cmdIdOf(element, context) : undefined;
  const cmdId = own ?? around;
  const flaw = (rule: Breach, what: string, about = element): void => {
    report({ rule, element: about, what, ...(cmdId === undefined ? {} : { cmdId }) });
  };
  if (own !== undefined) {
    if (context.used.has(own)) flaw('cmdid-repeated', `another command has the CmdID ${own} as well`);
    context.used.add(own);
  }
  for (const name of element.attributes) flaw('attribute', `${element.name} has the attribute ${name}`);
  if (content === undefined) return;
  switch (content.kind) {
    case 'elements':
      noText(element, flaw);
      checkSequence(element, content.particles, cmdId, context, flaw);
      return;
    case 'any-order':
      noText(element, flaw);
      checkMeta(element, content.members, cmdId, context, flaw);
      return;
    case 'text':
      for (const child of element.children) {
        flaw('element-unknown', `${child.name} stands in ${element.name}, which holds text`, child);
      }
      if (content.demand !== undefined && !content.demand.holds(element.text)) {
        flaw(
          'value',
          `${element.name} is "${element.text.slice(0, 40)}", and has to be ${content.demand.words}`,
        );
      }
      return;
    case 'text-or-foreign':
      for (const child of element.children.filter(({ namespace }) => namespace === context.namespace)) {
        flaw('namespace', `${child.name} stands in ${element.name} and has no namespace of its own`, child);
      }
      return;
    case 'empty':
      noText(element, flaw);
      for (const child of element.children) {
        flaw('element-unknown', `${child.name} stands in ${element.name}, which is empty`, child);
      }
      return;
  }
}

type Report = (rule: Breach, what: string, about?: Element) => void;

/**
 * The models of SyncML need no looking ahead: a name occurs in one particle only. So each child belongs to one place or
 * to none, and what is wrong can be told apart.
 */
function checkSequence(
  parent: Element,
  particles: readonly Particle[],
  cmdId: string | undefined,
  context: Context,
  flaw: Report,
): void {
  const counts = particles.map(() => 0);
  let reached = 0;
  for (const child of parent.children) {
    const place = particles.findIndex(({ names }) => names.includes(child.name));
    const particle = particles[place];
    if (particle === undefined) {
      flaw('element-unknown', `${child.name} can not stand in ${parent.name}`, child);
      continue;
    }
    if (child.namespace !== context.namespace) {
      flaw('namespace', `${child.name} in ${parent.name} has the namespace "${child.namespace}"`, child);
      continue;
    }
    const count = (counts[place] ?? 0) + 1;
    counts[place] = count;
    if (count > 1 && particle.most === 1) {
      flaw('element-repeated', `${parent.name} has ${particle.names.join(' or ')} more than once`, child);
    } else if (place < reached) {
      flaw('element-order', `${child.name} stands too late in ${parent.name}`, child);
    }
    reached = Math.max(reached, place);
    checkElement(child, syncmlElements[child.name], cmdId, context);
  }
  particles.forEach(({ names, least }, place) => {
    if ((counts[place] ?? 0) < least) flaw('element-missing', `${parent.name} has no ${names.join(' or ')}`);
  });
}

function checkMeta(
  meta: Element,
  members: readonly string[],
  cmdId: string | undefined,
  context: Context,
  flaw: Report,
): void {
  const seen = new Set<string>();
  for (const child of meta.children) {
    if (!members.includes(child.name)) {
      flaw('element-unknown', `${child.name} can not stand in Meta`, child);
    } else if (child.namespace !== metaNamespace) {
      flaw('namespace', `${child.name} in Meta has the namespace "${child.namespace}"`, child);
    } else if (seen.has(child.name)) {
      flaw('element-repeated', `Meta has ${child.name} more than once`, child);
    } else {
      seen.add(child.name);
      checkElement(child, metaElements[child.name], cmdId, context);
    }
  }
}

function noText(element: Element, flaw: Report): void {
  const text = element.text.trim();
  if (text !== '') flaw('text', `${element.name} holds the text "${text.slice(0, 40)}"`);
}

function cmdIdOf({ children }: Element, { namespace }: Context): string | undefined {
  const found = children.find((child) => child.name === 'CmdID' && child.namespace === namespace);
  const text = found?.text.trim();
  return text === '' ? undefined : text;
}
