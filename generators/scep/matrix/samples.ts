import { nodes, type TreeNode } from '../../../csp/tree.ts';
import { isSetting } from '../../matrix/samples.ts';
import { entraKeyIdentifier, serverUrlOf, type Enrollment } from '../enrollment.ts';

/** Every node of the SCEP half, in the order of csp-source.txt. */
export const scepNodes: readonly TreeNode[] = nodes.filter(({ half }) => half === 'scep');

/** The settings of an enrollment, in the same order. */
export const scepSettingNodes: readonly TreeNode[] = scepNodes.filter(isSetting);

/** Valid values of one node. */
export interface ScepSample {
  /** As the Format element says it. */
  readonly format: string;
  readonly first?: string;
  /** Another value than the first, so that a Replace changes something. */
  readonly second?: string;
  /** The choice of an enrollment that is the node's value. */
  readonly choice?: keyof Enrollment;
}

const chr = (choice: keyof Enrollment, first: string, second: string): ScepSample => ({
  format: 'chr',
  first,
  second,
  choice,
});
const int = (choice: keyof Enrollment, first: string, second: string): ScepSample => ({
  format: 'int',
  first,
  second,
  choice,
});

/** By the last segment of the node's id. Nodes that can not be set have a value all the same, to try it. */
const samples: Readonly<Record<string, ScepSample>> = {
  SCEP: { format: 'node' },
  '{UniqueID}': { format: 'node' },
  Install: { format: 'node' },
  ServerURL: chr('serverUrl', serverUrlOf('first'), serverUrlOf('second')),
  Challenge: chr('challenge', 'Y2hhbGxlbmdlLTE=', 'Y2hhbGxlbmdlLTI='),
  EKUMapping: chr('ekuMapping', '1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.2+1.3.6.1.5.5.7.3.4'),
  SubjectName: chr('subjectName', 'CN=Alpha', 'CN=Bravo'),
  KeyProtection: int('keyProtection', '3', '2'),
  KeyUsage: int('keyUsage', '160', '32'),
  RetryDelay: int('retryDelay', '5', '10'),
  RetryCount: int('retryCount', '3', '5'),
  TemplateName: chr('templateName', '1.3.6.1.4.1.311.21.8.7.1', '1.3.6.1.4.1.311.21.8.7.2'),
  KeyLength: int('keyLength', '2048', '1024'),
  HashAlgorithm: chr('hashAlgorithm', 'SHA-2', 'SHA-1'),
  CAThumbprint: chr('caThumbprint', 'AB'.repeat(20), 'CD'.repeat(20)),
  SubjectAlternativeNames: chr('subjectAlternativeNames', '3+contoso.com', '11+tom@contoso.com'),
  ValidPeriod: chr('validPeriod', 'Days', 'Years'),
  // csp-source.txt, ValidPeriodUnits: string, in its example int; the DDF has int.
  ValidPeriodUnits: int('validPeriodUnits', '30', '60'),
  ContainerName: chr('containerName', 'FirstContainer', 'SecondContainer'),
  CustomTextToShowInPrompt: chr('customTextToShowInPrompt', 'For the Wi-Fi', 'For the VPN'),
  AADKeyIdentifierList: chr('aadKeyIdentifierList', entraKeyIdentifier, `other;${entraKeyIdentifier}`),
  Enroll: { format: 'null' },
  // Get only: these values are there to be refused.
  CertThumbprint: { format: 'chr', first: '00'.repeat(20), second: 'FF'.repeat(20) },
  Status: { format: 'int', first: '1', second: '2' },
  ErrorCode: { format: 'int', first: '0', second: '1' },
  RespondentServerUrl: { format: 'chr', first: serverUrlOf('first'), second: serverUrlOf('second') },
};

/** The sample values of a node of the SCEP half. */
export function scepSampleOf({ name, id }: Pick<TreeNode, 'name' | 'id'>): ScepSample {
  const sample = samples[name];
  if (sample === undefined) throw new RangeError(`the matrix has no sample values for ${id}`);
  return sample;
}
