import type { XmlElement } from './tree.ts';
import { metaInformationNamespace, syncMLNamespace } from './vocabulary.ts';

/** Whether a child is SyncML like its parent. Names are judged by URI: what has another one is another element. */
export function sharesNamespace(child: XmlElement, parent: XmlElement): boolean {
  return child.tag.namespace === parent.tag.namespace || child.tag.namespace === syncMLNamespace;
}

/** Whether a child of Meta counts: with the namespace of its own or, leniently, without one (check.ts reports it). */
export function isMetaInformation(child: XmlElement, meta: XmlElement): boolean {
  const { namespace } = child.tag;
  return namespace === metaInformationNamespace || namespace === meta.tag.namespace || namespace === '';
}

/** The first child of that name in the namespace of SyncML. */
export function child(parent: XmlElement, name: string): XmlElement | undefined {
  for (const element of parent.children) {
    if (element.tag.name === name && sharesNamespace(element, parent)) return element;
  }
  return undefined;
}

/** Every child of that name in the namespace of SyncML. */
export function children(parent: XmlElement, name: string): readonly XmlElement[] {
  return parent.children.filter((element) => element.tag.name === name && sharesNamespace(element, parent));
}
