import { contentOf, type Outline } from '../../omadm/session/outline.ts';
import type { View } from '../../omadm/session/view.ts';

/** What a SyncBody would do to a machine, as far as its addresses tell. */
export interface Reach {
  /** Why it is not sent; undefined where it may be. */
  readonly refusal?: string;
  /** The nodes UniqueID that it may make, as it spells them. */
  readonly requests: readonly string[];
  /** It would change a node above those, which holds what others have made too. */
  readonly changesParents: boolean;
  /** It may have installed something. */
  readonly installs: boolean;
}

/** An address in this CSP: scope, half, UniqueID, rest. Without ./Device and ./User it means the device (R-DM-15). */
const ofThisCsp =
  /^(?<request>(?:\.?\/)?(?:(?:device|user)\/)?vendor\/msft\/clientcertificateinstall(?:\/+(?:pfxcertinstall|scep)\/+(?<id>[^/?]+))?)(?<rest>(?:[/?].*)?)$/is;
/** What a machine tells of itself; only to be read. */
const toBeRead = /^(?:\.?\/)?(?:(?:device|user)\/)?(?:devinfo|devdetail)(?:[/?]|$)/i;
/** Ways by which an address could lead out of this CSP. */
const leadingElsewhere = /(?:^|[/\\])\.\.(?:[/\\]|$)|\\|%2e|%2f|%5c|\0/i;

/**
 * Whom a SyncBody addresses. Every element LocURI counts, wherever it stands and whatever holds it: a device could read a
 * document in another way than we do.
 * @param outline of SyncBody
 */
export function reachOf(view: View, outline: Outline): Reach {
  const requests = new Set<string>();
  let changesParents = false;
  let refusal: string | undefined;
  for (const { markup, readsOnly } of addressesIn(view, outline, false)) {
    const address = plainText(markup);
    if (address === undefined) {
      refusal ??= 'an address in it is not written plainly';
      continue;
    }
    if (readsOnly && toBeRead.test(address) && !leadingElsewhere.test(address)) continue;
    const found = ofThisCsp.exec(address)?.groups;
    if (found === undefined || leadingElsewhere.test(address)) {
      refusal ??= `it addresses "${shortened(address)}", which is no part of this CSP`;
      continue;
    }
    if (readsOnly) continue;
    if (found['id'] === undefined) changesParents = true;
    else requests.add(found['request'] ?? address);
  }
  return {
    ...(refusal === undefined ? {} : { refusal: `the document is not sent to a real machine: ${refusal}` }),
    requests: [...requests],
    changesParents,
    installs: /PFXCertBlob|\/Enroll/i.test(view),
  };
}

interface Addressed {
  readonly markup: View;
  /** It stands in a Get, which changes nothing. */
  readonly readsOnly: boolean;
}

function* addressesIn(view: View, element: Outline, readsOnly: boolean): Iterable<Addressed> {
  for (const child of element.children) {
    if (child.name === 'LocURI') yield { markup: contentOf(view, child), readsOnly };
    yield* addressesIn(view, child, child.name === 'Get' || (readsOnly && partsOfGet.has(child.name)));
  }
}

/** What may stand between a Get and its addresses; inside of anything else it may be no Get for a device. */
const partsOfGet: ReadonlySet<string> = new Set(['Item', 'Target', 'Source', 'Meta']);

const references: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

/** The text of an element without elements, sections and numeric references; else undefined. */
function plainText(markup: View): string | undefined {
  if (markup.includes('<') || /&(?!(?:amp|lt|gt|quot|apos);)/.test(markup)) return undefined;
  const text = markup.replace(/&\w+;/g, (reference) => references[reference] ?? reference);
  return Buffer.from(text, 'latin1').toString('utf8').trim();
}

function shortened(address: string): string {
  const plain = address.replace(/[^\x20-\x7e]+/g, '?');
  return plain.length > 80 ? `${plain.slice(0, 80)}…` : plain;
}
