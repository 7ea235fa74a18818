/**
 * Compares elements with the content models of vocabulary.ts. What it finds leaves a message that can be answered: a
 * device says 400 to a command without CmdID and to an element that has no place (Learn, OMA DM protocol support).
 */
import { isMetaInformation, sharesNamespace } from './elements.ts';
import type { Irregularity } from './message.ts';
import type { PositionAt } from './positions.ts';
import type { XmlElement } from './tree.ts';
import {
  contentModels,
  holdsCommands,
  isCommandName,
  metaInformationNamespace,
  syncMLNamespace,
  type Particle,
} from './vocabulary.ts';

type Report = (code: Irregularity['code'], element: XmlElement, message: string) => void;

/** Every breach of the content model below the roots, in document order. */
export function irregularitiesOf(
  roots: readonly XmlElement[],
  positionAt: PositionAt,
): readonly Irregularity[] {
  const found: { readonly index: number; readonly code: Irregularity['code']; readonly message: string }[] =
    [];
  const report: Report = (code, { tag }, message) => found.push({ index: tag.start, code, message });

  checkRoots(roots, report);
  for (const root of roots) {
    const { name } = root.tag;
    if (name === 'SyncML' || name === 'SyncBody' || isCommandName(name)) checkElement(root, report);
  }
  checkCommandIds(roots, report);

  return found
    .sort((first, second) => first.index - second.index)
    .map(({ index, code, message }) => ({ code, message, position: positionAt(index) }));
}

function checkRoots(roots: readonly XmlElement[], report: Report): void {
  for (const root of roots) {
    const { name, namespace } = root.tag;
    const bare = name !== 'SyncML';
    if (bare && name !== 'SyncBody' && name !== 'Final' && !isCommandName(name)) {
      report('unexpected-element', root, `${name} is no command`);
    } else if (namespace === '' && !bare) {
      report('missing-namespace', root, `SyncML has no xmlns="${syncMLNamespace}"`);
    } else if (namespace !== syncMLNamespace && !(bare && namespace === '')) {
      report(
        'wrong-namespace',
        root,
        `${name} has the namespace ${namespace} in place of ${syncMLNamespace}`,
      );
    }
  }
}

/** Checks an element that holds elements, and what is in it. */
function checkElement(element: XmlElement, report: Report): void {
  const { name } = element.tag;
  const model = contentModels.get(name);
  if (model === undefined) {
    checkLeaf(element, report);
    return;
  }
  if (/[^ \t\r\n]/.test(element.text))
    report('unexpected-text', element, `${name} holds text beside elements`);

  const counts = model.map(() => 0);
  let furthest = 0;
  let ordered = true;
  for (const child of element.children) {
    if (!checkNamespace(child, element, report)) continue;
    const place = model.findIndex((particle) => particle.names.includes(child.tag.name));
    const particle = model[place];
    if (particle === undefined) {
      report('unexpected-element', child, `${child.tag.name} has no place in ${name}`);
      // Status and Results are read wherever they stand, so what is in them counts.
      if (!(holdsCommands(name) && isCommandName(child.tag.name))) continue;
    } else {
      counts[place] = (counts[place] ?? 0) + 1;
      if (counts[place] === 2 && (particle.occurrence === 'one' || particle.occurrence === 'optional')) {
        report('repeated-element', child, `${name} holds more than one ${child.tag.name}`);
      }
      // The children of Meta have no order: devices send Type before Format.
      if (ordered && place < furthest && name !== 'Meta') {
        ordered = false;
        report(
          'element-order',
          child,
          `${child.tag.name} stands too late; in ${name} the order is ${orderOf(model)}`,
        );
      }
      furthest = Math.max(furthest, place);
    }
    checkElement(child, report);
  }
  checkPresence(element, model, counts, report);
}

/** Whether a child belongs to the vocabulary of its parent, so that its name means something there. */
function checkNamespace(child: XmlElement, parent: XmlElement, report: Report): boolean {
  const { name, namespace } = child.tag;
  if (parent.tag.name === 'Meta') {
    if (namespace === metaInformationNamespace) return true;
    if (isMetaInformation(child, parent)) {
      report('missing-namespace', child, `${name} has no xmlns="${metaInformationNamespace}"`);
      return true;
    }
    report(
      'wrong-namespace',
      child,
      `${name} has the namespace ${namespace} in place of ${metaInformationNamespace}`,
    );
    return false;
  }
  if (sharesNamespace(child, parent)) return true;
  if (namespace === '') {
    report('missing-namespace', child, `${name} has no namespace, ${parent.tag.name} around it has one`);
  } else {
    report('wrong-namespace', child, `${name} has the namespace ${namespace}, which is not SyncML's`);
  }
  return false;
}

function checkPresence(
  element: XmlElement,
  model: readonly Particle[],
  counts: readonly number[],
  report: Report,
): void {
  const { name } = element.tag;
  const missing = model
    .filter(({ occurrence }, place) => counts[place] === 0 && (occurrence === 'one' || occurrence === 'some'))
    .map(({ names }) => (names.length === 1 ? names.join() : 'command'));
  if (missing.includes('CmdID')) report('missing-cmdid', element, `${name} has no CmdID`);
  const others = missing.filter((lacking) => lacking !== 'CmdID');
  if (others.length > 0) report('missing-element', element, `${name} has no ${others.join(', no ')}`);
}

function checkLeaf(element: XmlElement, report: Report): void {
  const { name } = element.tag;
  const [inner] = element.children;
  if (inner === undefined) return;
  if (name === 'Data') {
    report(
      'markup-in-data',
      inner,
      `Data holds the element ${inner.tag.name}; markup in Data has to be escaped`,
    );
  } else {
    report('unexpected-element', inner, `${inner.tag.name} has no place in ${name}, which holds text`);
  }
}

/** CmdIDs are unique in a message and never 0 (MS-MDM 2.2.3.2). */
function checkCommandIds(roots: readonly XmlElement[], report: Report): void {
  const users = new Map<string, string>();
  const visit = (element: XmlElement): void => {
    const { name } = element.tag;
    const document = name === 'SyncML' || name === 'SyncBody';
    if (!document) checkCommandId(element, users, report);
    if (document || holdsCommands(name)) element.children.forEach(visit);
  };
  roots.forEach(visit);
}

function checkCommandId(command: XmlElement, users: Map<string, string>, report: Report): void {
  const cmdId = command.children.find(
    (child) => child.tag.name === 'CmdID' && sharesNamespace(child, command),
  );
  if (cmdId === undefined) return;
  const { text } = cmdId;
  const { name } = command.tag;
  const user = users.get(text);
  if (text === '') report('missing-cmdid', cmdId, `the CmdID of ${name} is empty`);
  else if (user !== undefined)
    report('duplicate-cmdid', cmdId, `the CmdID ${text} of ${name} is that of ${user} before it`);
  else users.set(text, name);
  if (text === '0') report('zero-cmdid', cmdId, `the CmdID of ${name} is 0, which stands for the header`);
}

function orderOf(model: readonly Particle[]): string {
  return model.map(({ names }) => (names.length === 1 ? names.join() : 'commands')).join(', ');
}
