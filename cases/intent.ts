/**
 * What can be wrong about a document as such, whatever it asks for: the rules that proofreading/ holds a message to.
 * - `not-well-formed`: it is no XML in UTF-8
 * - `document-type`: it has a DTD, which SyncML does not allow
 * - `root`: the root is not SyncML
 * - `namespace`: an element has not the namespace that its name has in SyncML
 * - `element-unknown`, `element-missing`, `element-repeated`, `element-order`: the content model of the element around it
 * - `text`: text stands where only elements may
 * - `attribute`: there is an attribute, and SyncML has none
 * - `value`: an element holds a text that it can not have, such as CmdID 0
 * - `cmdid-repeated`: two commands have the same CmdID
 * - `beyond-limits`: it is larger or deeper than a proofreader reads
 */
export type Breach =
  | 'not-well-formed'
  | 'document-type'
  | 'root'
  | 'namespace'
  | 'element-unknown'
  | 'element-missing'
  | 'element-repeated'
  | 'element-order'
  | 'text'
  | 'attribute'
  | 'value'
  | 'cmdid-repeated'
  | 'beyond-limits';

/**
 * What whoever made a document meant it to be. What is unusual and yet within SyncML, an Atomic in an Atomic for
 * example, is valid here: that a device refuses it is a matter of the device.
 */
export type Intent =
  | { readonly kind: 'valid' }
  /** Made wrong on purpose: at least one of the breaches is there, and none but these. */
  | { readonly kind: 'broken'; readonly breaches: readonly Breach[] }
  /** Several things were made wrong, and one may have undone another. */
  | { readonly kind: 'perhaps-broken'; readonly breaches: readonly Breach[] };
