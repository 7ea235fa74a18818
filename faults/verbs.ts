import { nodeById, type NodeId, type Verb } from '../csp/tree.ts';
import type { NodeDefinition } from '../simulator/engine/provider.ts';
import { engine } from './adjusting.ts';
import type { Fault } from './fault.ts';

/** Verbs that a node allows and the device refuses. */
const refused: readonly Fault[] = [
  refusing('get-of-csp-root-refused', '.', 'Get', ['R-DM-02']),
  refusing('get-of-pfx-half-refused', 'PFXCertInstall', 'Get', ['R-PFX-01', 'R-DM-02']),
  refusing('get-of-scep-half-refused', 'SCEP', 'Get', ['R-DM-02']),
  refusing('get-of-pfx-request-refused', 'PFXCertInstall/{UniqueID}', 'Get', ['R-PFX-02', 'R-DM-02']),
  refusing('replace-of-pfx-request-refused', 'PFXCertInstall/{UniqueID}', 'Replace', ['R-PFX-02']),
  refusing('replace-of-key-location-refused', 'PFXCertInstall/{UniqueID}/KeyLocation', 'Replace', [
    'R-PFX-04',
  ]),
  refusing('get-of-container-refused', 'PFXCertInstall/{UniqueID}/ContainerName', 'Get', [
    'R-PFX-10',
    'R-DM-02',
  ]),
  refusing('get-of-blob-refused', 'PFXCertInstall/{UniqueID}/PFXCertBlob', 'Get', ['R-PFX-11', 'R-DM-02']),
  refusing('replace-of-blob-refused', 'PFXCertInstall/{UniqueID}/PFXCertBlob', 'Replace', [
    'R-PFX-11',
    'R-PFX-14',
  ]),
  refusing('get-of-password-refused', 'PFXCertInstall/{UniqueID}/PFXCertPassword', 'Get', [
    'R-PFX-16',
    'R-DM-02',
  ]),
  refusing('replace-of-password-refused', 'PFXCertInstall/{UniqueID}/PFXCertPassword', 'Replace', [
    'R-PFX-16',
  ]),
  refusing(
    'get-of-encryption-type-refused',
    'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionType',
    'Get',
    ['R-PFX-17', 'R-DM-02'],
  ),
  refusing(
    'replace-of-encryption-store-refused',
    'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionStore',
    'Replace',
    ['R-PFX-24'],
  ),
  refusing('replace-of-exportable-refused', 'PFXCertInstall/{UniqueID}/PFXKeyExportable', 'Replace', [
    'R-PFX-20',
  ]),
  refusing('get-of-thumbprint-refused', 'PFXCertInstall/{UniqueID}/Thumbprint', 'Get', [
    'R-PFX-22',
    'R-DM-02',
  ]),
  refusing('get-of-pfx-status-refused', 'PFXCertInstall/{UniqueID}/Status', 'Get', ['R-PFX-23', 'R-DM-02']),
  refusing('add-of-scep-request-refused', 'SCEP/{UniqueID}', 'Add', ['R-SCEP-02']),
  refusing('delete-of-scep-install-refused', 'SCEP/{UniqueID}/Install', 'Delete', ['R-SCEP-03', 'R-DM-07']),
  refusing('delete-of-server-url-refused', 'SCEP/{UniqueID}/Install/ServerURL', 'Delete', ['R-SCEP-05']),
  refusing('replace-of-retry-count-refused', 'SCEP/{UniqueID}/Install/RetryCount', 'Replace', ['R-SCEP-17']),
  refusing('get-of-challenge-refused', 'SCEP/{UniqueID}/Install/Challenge', 'Get', ['R-SCEP-06', 'R-DM-02']),
  refusing('get-of-scep-status-refused', 'SCEP/{UniqueID}/Status', 'Get', ['R-SCEP-34', 'R-DM-02']),
];

/** Verbs that a node does not allow and the device carries out. */
const carriedOut: readonly Fault[] = [
  allowing('csp-root-deleted', '.', 'Delete', ['R-DM-04']),
  allowing('pfx-half-deleted', 'PFXCertInstall', 'Delete', ['R-PFX-01', 'R-DM-04']),
  allowing('pfx-half-replaced', 'PFXCertInstall', 'Replace', ['R-PFX-01', 'R-DM-04']),
  allowing('scep-half-deleted', 'SCEP', 'Delete', ['R-DM-04']),
  allowing('key-location-deleted', 'PFXCertInstall/{UniqueID}/KeyLocation', 'Delete', [
    'R-PFX-04',
    'R-DM-04',
  ]),
  allowing('blob-deleted', 'PFXCertInstall/{UniqueID}/PFXCertBlob', 'Delete', ['R-PFX-11', 'R-DM-04']),
  allowing('password-deleted', 'PFXCertInstall/{UniqueID}/PFXCertPassword', 'Delete', [
    'R-PFX-16',
    'R-DM-04',
  ]),
  allowing('encryption-type-deleted', 'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionType', 'Delete', [
    'R-PFX-17',
    'R-DM-04',
  ]),
  allowing('encryption-store-deleted', 'PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionStore', 'Delete', [
    'R-PFX-24',
    'R-DM-04',
  ]),
  allowing('exportable-deleted', 'PFXCertInstall/{UniqueID}/PFXKeyExportable', 'Delete', [
    'R-PFX-20',
    'R-DM-04',
  ]),
  allowing('thumbprint-written', 'PFXCertInstall/{UniqueID}/Thumbprint', 'Replace', ['R-PFX-22', 'R-DM-04']),
  allowing('pfx-status-written', 'PFXCertInstall/{UniqueID}/Status', 'Replace', ['R-PFX-23', 'R-DM-04']),
  allowing('pfx-status-deleted', 'PFXCertInstall/{UniqueID}/Status', 'Delete', ['R-PFX-23', 'R-DM-04']),
  allowing('certificate-thumbprint-written', 'SCEP/{UniqueID}/CertThumbprint', 'Replace', [
    'R-SCEP-32',
    'R-DM-04',
  ]),
  allowing('respondent-url-written', 'SCEP/{UniqueID}/RespondentServerUrl', 'Replace', [
    'R-SCEP-36',
    'R-DM-04',
  ]),
  allowing('enroll-read', 'SCEP/{UniqueID}/Install/Enroll', 'Get', ['R-SCEP-29', 'R-DM-04']),
  allowing('enroll-set', 'SCEP/{UniqueID}/Install/Enroll', 'Add', ['R-SCEP-29', 'R-DM-04']),
  {
    id: 'install-node-executed',
    mistake: 'Exec of Install, the node above Enroll, starts the enrollment too.',
    breaks: ['R-SCEP-03', 'R-DM-04'],
    adjust: engine(({ allows }) => ({
      allows: (definition, verb) =>
        allows(definition, verb) || (definition.id === 'SCEP/{UniqueID}/Install' && verb === 'Exec'),
    })),
  },
  {
    id: 'add-of-permanent-node-says-exists',
    mistake: 'Add of a permanent node is answered as one of any node that exists, 418, and not 405.',
    breaks: ['R-DM-04', 'R-PFX-01'],
    adjust: engine(({ allows }) => ({
      allows: (definition, verb) => allows(definition, verb) || (definition.permanent && verb === 'Add'),
    })),
  },
];

export const verbFaults: readonly Fault[] = [...refused, ...carriedOut];

function refusing(id: string, node: NodeId, verb: Verb, breaks: Fault['breaks']): Fault {
  return {
    id,
    mistake: `${verb} of ${nodeById(node).name} is refused.`,
    breaks,
    adjust: engine(({ allows }) => ({
      allows: (definition, asked) =>
        !(asked === verb && isNode(definition, node)) && allows(definition, asked),
    })),
  };
}

function allowing(id: string, node: NodeId, verb: Verb, breaks: Fault['breaks']): Fault {
  return {
    id,
    mistake: `${verb} of ${nodeById(node).name} is carried out.`,
    breaks,
    adjust: engine(({ allows }) => ({
      allows: (definition, asked) =>
        (asked === verb && isNode(definition, node)) || allows(definition, asked),
    })),
  };
}

function isNode({ id, name }: NodeDefinition, node: NodeId): boolean {
  // The node above all providers has the id `.` too; its name is the same.
  return id === node && name === nodeById(node).name;
}
