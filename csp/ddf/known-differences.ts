import type { TreeDifference } from './compare.ts';
import type { Ddf } from './read.ts';

/** A difference that is meant to be, with the reason why the tree does not follow the DDF. */
export interface KnownDifference extends Omit<TreeDifference, 'tree' | 'line'> {
  readonly reason: string;
  readonly source: string;
  /** It shows in some releases of this version of the DDF only, so that its absence says nothing. */
  readonly inSomeReleasesOf?: Ddf['version'];
}

/**
 * Where the tree and Microsoft's DDF differ. csp-source.txt is the authority, and the DDF fills in where it is
 * silent (defaults of PFXCertPasswordEncryptionType and PFXKeyExportable, first edition of AADKeyIdentifierList,
 * verbs of the root and of SCEP): those entries of the tree name the DDF as their source and do not stand here.
 */
export const knownDifferences: readonly KnownDifference[] = [
  {
    node: '.',
    property: 'since',
    ours: 'not given',
    ddf: '10.0.10586',
    reason:
      'The DDF gives 1511 for the whole CSP; csp-source.txt says that 1511 added one node, so that the others were there before.',
    source: 'csp-source.txt, PFXCertPasswordEncryptionStore',
  },
  {
    node: 'PFXCertInstall/{UniqueID}',
    property: 'verbs',
    ours: 'Add, Get, Replace',
    ddf: 'Add, Delete, Get, Replace',
    reason: 'csp-source.txt leaves Delete out of its list and describes it in the next sentence: A-10.',
    source: 'csp-source.txt, PFXCertInstall/UniqueID',
  },
  {
    node: 'PFXCertInstall/{UniqueID}/ContainerName',
    property: 'verbs',
    ours: 'Add, Delete, Get, Replace',
    ddf: 'Add, Get, Replace',
    reason: 'csp-source.txt allows Delete: A-11.',
    source: 'csp-source.txt, ContainerName',
  },
  {
    node: 'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionStore',
    property: 'since',
    ours: '10.0.10586',
    ddf: 'not given',
    reason: 'The DDF says it once, at the root, for all nodes.',
    source: 'csp-source.txt, PFXCertPasswordEncryptionStore',
  },
  {
    node: 'SCEP/{UniqueID}',
    property: 'verbs',
    ours: 'Add, Get',
    ddf: 'Add, Delete, Get, Replace',
    reason: 'csp-source.txt lists no verbs and adds the node in its example: A-11.',
    source: 'csp-source.txt, SCEP/UniqueID and Example (SCEP)',
  },
  {
    node: 'SCEP/{UniqueID}/Install/SubjectName',
    property: 'verbs',
    ours: 'Add, Get, Replace',
    ddf: 'Add, Delete, Get, Replace',
    reason: 'csp-source.txt does not list Delete, as it does for the nodes around it: A-11.',
    source: 'csp-source.txt, SubjectName',
  },
  {
    node: 'SCEP/{UniqueID}/Install/RetryDelay',
    property: 'values',
    ours: 'at least 1',
    ddf: '[0-4294967295]',
    reason: 'csp-source.txt gives a minimum of 1 and no maximum; A-24 decides what a value below it does.',
    source: 'csp-source.txt, RetryDelay',
  },
  {
    node: 'SCEP/{UniqueID}/Install/RetryCount',
    property: 'values',
    ours: 'at least 0, above 30 as 30',
    ddf: '[0-30]',
    reason: 'By csp-source.txt a larger value counts as 30, by the DDF it is not allowed: A-31.',
    source: 'csp-source.txt, RetryCount',
  },
  {
    node: 'SCEP/{UniqueID}/Install/ValidPeriodUnits',
    property: 'format',
    ours: 'chr',
    ddf: 'int',
    reason: 'csp-source.txt says string, and its example int: A-13.',
    source: 'csp-source.txt, ValidPeriodUnits and Example (SCEP)',
  },
  {
    node: 'SCEP/{UniqueID}/Status',
    property: 'format',
    ours: 'chr',
    ddf: 'int',
    reason: 'csp-source.txt says string; the values are the same numbers, so they are compared as numbers.',
    source: 'csp-source.txt, SCEP/UniqueID/Status',
  },
  {
    node: 'SCEP/{UniqueID}/Status',
    property: 'values',
    ours: '1, 2, 16, 32',
    ddf: 'any',
    reason: 'The DDF lists values only for nodes that can be set.',
    source: 'csp-source.txt, SCEP/UniqueID/Status',
  },
  {
    node: 'SCEP/{UniqueID}/Install/AttestPrivateKey',
    property: 'node',
    ours: 'not there',
    ddf: 'int; Add, Get; One; since 99.9.99999',
    reason: 'Never released: build 99.9.99999 stands for a preview, and csp-source.txt does not have it.',
    source: 'DDF of May 2024 and later; Learn, CSP policies in preview',
    inSomeReleasesOf: 2,
  },
  {
    node: 'SCEP/{UniqueID}/Install/AADKeyIdentifierList',
    property: 'node',
    ours: 'there',
    ddf: 'not there',
    reason:
      'Came with version 1703 (10.0.15063), as the tree says; a DDF of 1607 or before has no such node.',
    source: 'DDF of Windows 10 1607 against that of 1703',
    inSomeReleasesOf: 1,
  },
];
