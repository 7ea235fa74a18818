import type { TreeNode, Verb } from '../../csp/tree.ts';
import { nodeById } from '../../csp/tree.ts';
import { ambiguityOf } from '../../csp/ambiguities.ts';
import { editions, isAtLeast } from '../../csp/editions.ts';
import type { FindingRule, Spot } from './finding.ts';
import { nearestOf } from './nearest.ts';
import type { Setting } from './setting.ts';
import { placeholderIn } from './unfilled.ts';

/** Whether the LocURIs lead anywhere, and whether the nodes there allow what is asked of them. */
export const addressFindings: readonly FindingRule[] = [
  {
    // Without a Target the command is about no node; the reader finds commands without Item.
    id: 'no-target',
    severity: 'error',
    requirement: 'R-DM-03',
    *find({ settings }) {
      for (const { address, verb, positions } of settings) {
        if (address !== undefined) continue;
        yield {
          position: positions.item,
          message: `The Item of ${verb} has no Target with a LocURI. Name the node.`,
        };
      }
    },
  },
  {
    // Learn, OMA DM protocol support; OMA TND 8.1: no slash first or last, no empty name, no asterisk alone.
    id: 'malformed-locuri',
    severity: 'error',
    requirement: 'R-DM-14',
    *find({ settings }) {
      for (const { address, positions } of settings) {
        if (address?.place.kind !== 'malformed') continue;
        yield {
          position: positions.locUri,
          message: `The LocURI is not valid: ${address.place.because}. A device refuses the command.`,
        };
      }
    },
  },
  {
    // A message may hold more than one CSP; only this one is known here.
    id: 'other-csp',
    severity: 'information',
    requirement: 'R-DM-03',
    *find({ settings }) {
      const others = settings.filter(
        ({ address }) =>
          address?.place.kind === 'elsewhere' &&
          !address.text
            .split('/')
            .some((segment) => nearestOf(segment, ['ClientCertificateInstall']) !== undefined),
      );
      const first = others[0];
      if (first === undefined) return;
      yield {
        position: first.positions.locUri,
        message: `${others.length === 1 ? 'One Item is' : `${others.length} Items are`} about other parts of the management tree, about which nothing is said here.`,
      };
    },
  },
  {
    // The lists of operations in csp-source.txt; OMA TND 8.2.2.5 for the status.
    id: 'verb-not-allowed',
    severity: 'error',
    requirement: 'R-DM-04',
    *find({ settings }) {
      for (const setting of settings) {
        const { node, verb } = setting;
        if (node === undefined || node.verbs.includes(verb) || node.verbsByDdf?.verbs.includes(verb) === true)
          continue;
        yield verbSpot(setting, node, verb, '405');
      }
    },
  },
  {
    // csp-source.txt and the DDF differ in some lists of operations (csp/tree/).
    id: 'verb-in-doubt',
    severity: 'information',
    requirement: 'R-DM-04',
    ambiguity: 'A-11',
    *find({ settings }) {
      for (const { node, verb, positions } of settings) {
        if (node?.verbsByDdf === undefined || !isVerb(verb)) continue;
        if (node.verbs.includes(verb) === node.verbsByDdf.verbs.includes(verb)) continue;
        const [allows, other] = node.verbs.includes(verb)
          ? ['the CSP page', 'the DDF']
          : ['the DDF', 'the CSP page'];
        yield {
          position: positions.locUri,
          message: `${verb} of ${node.id} is allowed by ${allows} and not listed by ${other}: a device may answer 405.`,
          ambiguity: ambiguityOf(node.verbsByDdf.key),
        };
      }
    },
  },
  {
    // csp-source.txt, PFXCertPasswordEncryptionStore; DDF, AADKeyIdentifierList.
    id: 'node-of-later-edition',
    severity: 'error',
    requirement: 'R-DM-03',
    *find({ settings, given }) {
      for (const { node, positions } of settings) {
        if (node?.since === undefined || isAtLeast(given.edition, node.since)) continue;
        const since = editions.find(({ id }) => id === node.since)?.name ?? node.since;
        yield {
          position: positions.locUri,
          message: `${node.name} exists from ${since} (${node.since}) on; the device has ${given.edition}.`,
          requirement: node.requirements[0],
        };
      }
    },
  },
  {
    // A sample of Microsoft writes PfxCertPassword. CertificateStore CSP: case is passed over; OMA TND 8.1: it may count.
    id: 'other-case',
    severity: 'warning',
    requirement: 'R-DM-14',
    ambiguity: 'A-30',
    *find({ settings }) {
      yield* oncePerWord(settings, ({ address }) => {
        const wrong = address?.otherCase[0];
        return wrong === undefined ? undefined : [wrong.written, wrong.spelling];
      });
    },
  },
  {
    // Learn, OMA DM protocol support, writes ./device; csp-source.txt ./Device.
    id: 'prefix-case',
    severity: 'warning',
    requirement: 'R-DM-15',
    ambiguity: 'A-30',
    *find({ settings }) {
      yield* oncePerWord(settings, ({ address }) => {
        if (address === undefined || address.place.kind === 'elsewhere') return undefined;
        const spelling = address.scope === 'user' ? './User' : './Device';
        return address.prefix === '' || address.prefix === spelling ? undefined : [address.prefix, spelling];
      });
    },
  },
  {
    // Learn, OMA DM protocol support: without a scope the device is meant.
    id: 'no-prefix',
    severity: 'information',
    requirement: 'R-DM-15',
    *find({ settings }) {
      const first = settings.find(({ address, node }) => node !== undefined && address?.prefix === '');
      if (first === undefined) return;
      yield {
        position: first.positions.locUri,
        message:
          "A LocURI without ./Device or ./User means the device's tree. Write ./Device where that is meant.",
      };
    },
  },
  {
    // csp-source.txt names no alphabet for UniqueID; Learn: what is not alphanumeric has to be escaped in a LocURI.
    id: 'uniqueid-characters',
    severity: 'warning',
    requirement: 'R-DM-14',
    *find({ installs }) {
      for (const { uniqueId, settings } of installs) {
        if (placeholderIn(uniqueId, false) !== undefined) continue;
        const odd = /%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9._%-]/u.exec(uniqueId)?.[0];
        if (odd === undefined) continue;
        yield {
          position: settings[0]?.positions.locUri,
          message: `The UniqueID ${JSON.stringify(uniqueId)} has the character ${JSON.stringify(odd)}. What is not a letter, digit, dot, hyphen or underscore has to be percent-encoded in a LocURI (Learn, OMA DM protocol support); a name without is safer.`,
        };
      }
    },
  },
  {
    // The PFX example of csp-source.txt begins with such a Delete.
    id: 'delete-of-missing',
    severity: 'information',
    requirement: 'R-DM-03',
    *find({ installs }) {
      for (const { settings, given } of installs) {
        const first = settings[0];
        if (given || first?.verb !== 'Delete') continue;
        yield {
          position: first.positions.locUri,
          message:
            first.command.atomic === undefined
              ? 'Nothing is there to be deleted on this device: 404 is to be expected, and what follows is executed all the same.'
              : 'Nothing is there to be deleted on this device: the Delete fails, and with it the whole Atomic. Put it before the Atomic.',
        };
      }
    },
  },
];

function isVerb(kind: string): kind is Verb {
  return ['Add', 'Delete', 'Exec', 'Get', 'Replace'].includes(kind);
}

function verbSpot({ positions }: Setting, node: TreeNode, verb: Verb, status: string): Spot {
  const name = node.id === nodeById('.').id ? 'ClientCertificateInstall' : node.id;
  const hint =
    node.name === 'Enroll' ? ' Start the enrollment with Exec.' : ` It allows ${node.verbs.join(', ')}.`;
  return {
    position: positions.locUri,
    message: `${verb} is not allowed on ${name}: a device answers ${status}.${hint}`,
  };
}

/** One spot for each word that is written in another case, at its first use. */
function* oncePerWord(
  settings: readonly Setting[],
  wordOf: (setting: Setting) => readonly [written: string, spelling: string] | undefined,
): Iterable<Spot> {
  const seen = new Set<string>();
  for (const setting of settings) {
    const [written, spelling] = wordOf(setting) ?? [];
    if (written === undefined || spelling === undefined || seen.has(written)) continue;
    seen.add(written);
    yield {
      position: setting.positions.locUri,
      message: `${written} is spelt ${spelling} in the documents. Windows may pass over the case of letters, other clients may not; write ${spelling}.`,
    };
  }
}
