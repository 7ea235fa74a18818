import type { RequirementId } from '../csp/requirements.ts';
import type { TreeNode, Verb } from '../csp/tree.ts';

/** The requirement that states format and verbs of a node: it is blamed where a permitted command on it is refused. */
const statedBy: Readonly<Record<string, RequirementId>> = {
  PFXCertInstall: 'R-PFX-01',
  'PFXCertInstall/{UniqueID}': 'R-PFX-02',
  'PFXCertInstall/{UniqueID}/KeyLocation': 'R-PFX-04',
  'PFXCertInstall/{UniqueID}/ContainerName': 'R-PFX-10',
  'PFXCertInstall/{UniqueID}/PFXCertBlob': 'R-PFX-11',
  'PFXCertInstall/{UniqueID}/PFXCertPassword': 'R-PFX-16',
  'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionType': 'R-PFX-17',
  'PFXCertInstall/{UniqueID}/PFXKeyExportable': 'R-PFX-20',
  'PFXCertInstall/{UniqueID}/Thumbprint': 'R-PFX-22',
  'PFXCertInstall/{UniqueID}/Status': 'R-PFX-23',
  'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionStore': 'R-PFX-24',
  'SCEP/{UniqueID}/Install/Enroll': 'R-SCEP-29',
};

/** Nodes of which no requirement speaks alone; all that they allow is Get. */
const unspokenOf: readonly string[] = ['.', 'SCEP'];

/** As above; for the nodes of SCEP the first requirement of the tree that is about SCEP. */
export function requirementOfNode(node: TreeNode, verb: Verb): RequirementId {
  if (unspokenOf.includes(node.id)) return verb === 'Get' ? 'R-DM-02' : 'R-DM-04';
  return statedBy[node.id] ?? node.requirements.find((id) => id.startsWith('R-SCEP')) ?? 'R-DM-04';
}
