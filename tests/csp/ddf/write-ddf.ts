import { knownDifferences } from '../../../csp/ddf/known-differences.ts';
import { nodes } from '../../../csp/tree.ts';

/** A node to be written; the properties are texts as DDF elements carry them. */
export interface WrittenNode {
  readonly id: string;
  name: string;
  format: string;
  verbs: readonly string[];
  occurrence: string;
  scope: string;
  default?: string;
  values?: { type: 'ENUM' | 'Range'; values: readonly string[] };
  dependsOn?: { name: string; value: string };
  atomic?: boolean;
  since?: string;
}

const occurrences = { one: 'One', 'zero-or-one': 'ZeroOrOne', 'zero-or-more': 'ZeroOrMore' };

/** The nodes that a DDF without any unknown difference would have: the tree, changed as the known differences say. */
export function agreeingNodes(): WrittenNode[] {
  return nodes.map((node) => {
    const byDdf = (property: string) =>
      knownDifferences.find((entry) => entry.node === node.id && entry.property === property)?.ddf;
    const values = byDdf('values') ?? node.values?.join(', ') ?? 'any';
    const since = byDdf('since') ?? node.since;
    return {
      id: node.id,
      name: node.name,
      format: byDdf('format') ?? node.format,
      verbs: (byDdf('verbs') ?? node.verbs.join(', ')).split(', '),
      occurrence: occurrences[node.occurrence],
      scope: node.permanent ? 'Permanent' : 'Dynamic',
      ...(node.default === undefined ? {} : { default: node.default }),
      ...(values === 'any'
        ? {}
        : {
            values: { type: values.startsWith('[') ? 'Range' : 'ENUM', values: values.split(', ') } as const,
          }),
      ...(node.dependsOn === undefined ? {} : { dependsOn: node.dependsOn }),
      ...(node.atomicRequired ? { atomic: true } : {}),
      ...(since === undefined || since === 'not given' ? {} : { since }),
    };
  });
}

/** A DDF of version 2 with one tree for each list of nodes; parents have to stand before their children. */
export function writeDdf(trees: Readonly<Record<string, readonly WrittenNode[]>>): string {
  const bodies = Object.entries(trees).map(([path, list]) => writeNode(list, '.', `<Path>${path}</Path>`));
  return [
    '\uFEFF<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE MgmtTree PUBLIC " -//OMA//DTD-DM-DDF 1.2//EN" "http://example.invalid/DM_DDF-V1_2.dtd"',
    '  [<?oma-dm-ddf-ver supported-versions="1.2"?>]>',
    '<MgmtTree xmlns:MSFT="http://schemas.microsoft.com/MobileDevice/DM">',
    ...bodies,
    '</MgmtTree>',
  ].join('\r\n');
}

function writeNode(list: readonly WrittenNode[], id: string, path: string): string {
  const node = list.find((entry) => entry.id === id);
  if (node === undefined) return '';
  const below = list
    .filter((entry) => parentOf(entry.id) === id)
    .map((entry) => writeNode(list, entry.id, ''));
  const dynamic = node.name.startsWith('{');
  return [
    `<Node><NodeName>${dynamic ? '' : node.name}</NodeName>${path}<DFProperties>`,
    `<AccessType>${node.verbs.map((verb) => `<${verb} />`).join('')}</AccessType>`,
    node.default === undefined ? '' : `<DefaultValue>${node.default}</DefaultValue>`,
    `<DFFormat><${node.format} /></DFFormat><Occurrence><${node.occurrence} /></Occurrence>`,
    `<Scope><${node.scope} /></Scope>`,
    dynamic ? `<DFTitle>${node.name.slice(1, -1)}</DFTitle>` : '',
    node.since === undefined
      ? ''
      : `<MSFT:Applicability><MSFT:OsBuildVersion>${node.since}</MSFT:OsBuildVersion></MSFT:Applicability>`,
    node.values === undefined
      ? '<MSFT:AllowedValues ValueType="None"></MSFT:AllowedValues>'
      : `<MSFT:AllowedValues ValueType="${node.values.type}">${node.values.values
          .map((value) => `<MSFT:Enum><MSFT:Value>${value}</MSFT:Value></MSFT:Enum>`)
          .join('')}</MSFT:AllowedValues>`,
    node.atomic ? '<MSFT:AtomicRequired />' : '',
    node.dependsOn === undefined ? '' : writeDependency(node.dependsOn),
    '</DFProperties>',
    ...below,
    '</Node>',
  ].join('\r\n');
}

function writeDependency({ name, value }: { name: string; value: string }): string {
  return (
    '<MSFT:DependencyBehavior><MSFT:DependencyGroup FriendlyId="F"><MSFT:Dependency Type="DependsOn">' +
    `<MSFT:DependencyUri>Vendor/MSFT/ClientCertificateInstall/PFXCertInstall/[UniqueID]/${name}</MSFT:DependencyUri>` +
    `<MSFT:DependencyAllowedValue ValueType="Range"><MSFT:Value>[${value}]</MSFT:Value></MSFT:DependencyAllowedValue>` +
    '</MSFT:Dependency></MSFT:DependencyGroup></MSFT:DependencyBehavior>'
  );
}

function parentOf(id: string): string | undefined {
  if (id === '.') return undefined;
  const end = id.lastIndexOf('/');
  return end === -1 ? '.' : id.slice(0, end);
}
