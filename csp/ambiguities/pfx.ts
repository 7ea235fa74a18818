import type { Ambiguity } from './entry.ts';

const whenFound = {
  'when-set': 'the command that sets it fails',
  'at-trigger': 'it is stored; the install that it belongs to fails with its trigger command',
  'in-status': 'it is stored; the trigger command succeeds and Status tells the failure',
} as const;

/** What the PFX half of csp-source.txt leaves open. */
export const pfxAmbiguities = [
  {
    id: 'A-04',
    question: 'When an invalid value is found',
    source: 'csp-source.txt says only that it fails',
    aspects: {
      'A-04/not-an-int': whenFound,
      'A-04/KeyLocation': whenFound,
      'A-04/PFXCertPasswordEncryptionType': whenFound,
      'A-04/PFXKeyExportable': whenFound,
      'A-04/exportable-location': whenFound,
      'A-04/KeyUsage': whenFound,
      'A-04/KeyProtection': whenFound,
      'A-04/KeyLength': whenFound,
      'A-04/HashAlgorithm': whenFound,
      'A-04/ValidPeriod': whenFound,
    },
  },
  {
    id: 'A-08',
    question: 'Parameters that come after PFXCertBlob in the same Atomic',
    source:
      'csp-source.txt, PFXCertBlob: have to be there before; its PFX example puts the password after the blob',
    aspects: {
      'A-08': {
        'at-commit': 'used: the import happens when the whole Atomic has been read',
        'at-add': 'too late: the import happens at the blob, with what is there then',
      },
    },
  },
  {
    id: 'A-09',
    question: 'PFXKeyExportable true with KeyLocation 2',
    source:
      'csp-source.txt, intro: fails; its PFX example does it; Microsoft sample with this pair answers 200',
    aspects: {
      'A-09': {
        'fails-always': 'the install fails',
        'fails-with-tpm': 'the install fails where a TPM takes the key; in software the key is exportable',
        ignored: 'the install succeeds; in a TPM the key is not exportable, in software either',
      },
    },
  },
  {
    id: 'A-10',
    question: 'Delete of PFXCertInstall/UniqueID',
    source:
      'csp-source.txt: not in the list of operations, described in the next sentence; the DDF allows it',
    aspects: { 'A-10': { allowed: 'deletes what R-PFX-03 says', '405': 'refused with 405' } },
  },
  {
    id: 'A-11',
    question: 'Verbs where csp-source.txt and the DDF differ',
    source: 'both are Microsoft documents',
    aspects: {
      'A-11/PFX-ContainerName': {
        'as-source': 'Get, Add, Delete, Replace',
        'as-ddf': 'Add, Get, Replace: Delete is refused',
      },
      'A-11/SubjectName': {
        'as-source': 'Add, Get, Replace: Delete is refused',
        'as-ddf': 'Add, Delete, Get, Replace',
      },
      'A-11/SCEP-UniqueID': {
        'as-source': 'no verbs are listed: Add and Get work, Delete and Replace are refused',
        'as-ddf': 'Add, Delete, Get, Replace',
      },
    },
  },
  {
    id: 'A-12',
    question: 'PFXKeyExportable absent, key in software',
    source: 'DDF: default true; csp-source.txt gives none',
    aspects: { 'A-12': { exportable: 'the key can be exported', 'not-exportable': 'it can not' } },
  },
  {
    id: 'A-14',
    question: 'Format of PFXCertBlob',
    source: 'csp-source.txt: binary, in the example chr with base64; DDF: bin; OMA TND and the field: b64',
    aspects: {
      'A-14/bin': { accepted: 'base64 text with Format bin is read', refused: 'it is refused' },
      'A-14/b64': { accepted: 'base64 text with Format b64 is read', refused: 'it is refused' },
      'A-14/chr': { accepted: 'base64 text with Format chr is read', refused: 'it is refused' },
    },
  },
  {
    id: 'A-22',
    question: 'Get of PFXCertPassword',
    source: 'csp-source.txt: Get is allowed; not said what it returns',
    aspects: {
      'A-22': {
        value: 'the text that was set',
        empty: 'an empty text',
        masked: 'some other text in its place',
      },
    },
  },
  {
    id: 'A-23',
    question: 'Case of hexadecimal thumbprints',
    source: 'not given',
    aspects: { 'A-23': { upper: 'upper case, no separators', lower: 'lower case, no separators' } },
  },
  {
    id: 'A-25',
    question: 'Keys that not every TPM takes',
    source: 'hardware; a software TPM of revision 1.64 takes RSA 1024 and refuses 4096',
    aspects: {
      'A-25/1024': { taken: 'RSA 1024 is kept in the TPM', refused: 'it is not' },
      'A-25/4096': { taken: 'RSA 4096 is kept in the TPM', refused: 'it is not' },
      'A-25/ec': { taken: 'an EC key is kept in the TPM', refused: 'it is not' },
      'A-25/fallback': {
        fails: 'KeyLocation 2 with a key that the TPM refuses: the install fails',
        software: 'KeyLocation 2 with a key that the TPM refuses: the key goes to software',
      },
    },
  },
  {
    id: 'A-27',
    question: 'The same certificate installed under two ids, one of them deleted',
    source: 'not given',
    aspects: { 'A-27': { stays: 'certificate and key stay', goes: 'certificate and key go' } },
  },
  {
    id: 'A-28',
    question: 'Status of the command that triggers an install which then fails',
    source: 'csp-source.txt, Status: a node exists for the outcome; not said whether the command fails too',
    aspects: {
      'A-28/import': {
        'in-status': 'a PFX that can not be imported: the command succeeds, Status tells the failure',
        failure: 'a PFX that can not be imported: the command fails',
      },
      'A-28/settings': {
        'in-status':
          'settings that are missing or can not be met: the command succeeds, Status tells the failure',
        failure: 'settings that are missing or can not be met: the command fails',
      },
    },
  },
  {
    id: 'A-36',
    question: 'Spelling of a bool',
    source: 'DDF: true and false; a sample of Microsoft sends True',
    aspects: {
      'A-36/capitalised': {
        accepted: 'True and TRUE are read as true',
        refused: 'refused as an invalid value',
      },
      'A-36/number': {
        accepted: '1 and 0 are read as true and false',
        refused: 'refused as an invalid value',
      },
    },
  },
  {
    id: 'A-37',
    question: 'Spelling of an int',
    source: 'not given',
    aspects: {
      'A-37/leading-zero': { accepted: '03 is read as 3', refused: 'refused as an invalid value' },
      'A-37/plus-sign': { accepted: '+3 is read as 3', refused: 'refused as an invalid value' },
      'A-37/blanks': {
        accepted: 'blanks around the number are passed over',
        refused: 'refused as an invalid value',
      },
    },
  },
  {
    id: 'A-39',
    question: 'Get of Thumbprint or Status before anything was installed',
    source: 'DDF: each occurs once; csp-source.txt: what an install sets',
    aspects: {
      'A-39/Thumbprint': { '404': 'not there', present: 'there, without a thumbprint' },
      'A-39/Status': { '404': 'not there', present: 'there, with any number' },
    },
  },
  {
    id: 'A-41',
    question: 'PFXKeyExportable absent with a KeyLocation other than 3',
    source: 'DDF: default true, and true depends on KeyLocation 3; csp-source.txt: optional',
    aspects: {
      'A-41': { installs: 'the install goes on', fails: 'the install fails as with true' },
    },
  },
  {
    id: 'A-48',
    question: 'What an install that failed with its trigger accepted leaves of the certificate before it',
    source: 'csp-source.txt, PFXCertBlob: Replace overwrites; not said what a failed one does',
    aspects: { 'A-48': { stays: 'the old certificate stays', goes: 'the old certificate is gone' } },
  },
  {
    id: 'A-51',
    question: 'PFX files that hold no private key, or no certificate',
    source: 'csp-source.txt, PFXCertBlob: "certificates and keys"; not said that both are needed',
    aspects: {
      'A-51/no-key': { imported: 'the import succeeds', fails: 'the import fails' },
      'A-51/no-certificate': { imported: 'the import succeeds, nothing is in the store', fails: 'it fails' },
    },
  },
  {
    id: 'A-53',
    question: 'Empty, absent and unneeded passwords',
    source: 'PFXImportCertStore: no password and an empty one are different things; not given for the CSP',
    aspects: {
      'A-53/empty-absent': {
        installs: 'a PFX with the empty password installs without PFXCertPassword',
        fails: 'it needs an empty PFXCertPassword',
      },
      'A-53/unneeded': {
        installs: 'a password for a PFX that has none is passed over',
        fails: 'it makes the import fail',
      },
    },
  },
  {
    id: 'A-63',
    question: 'KeyLocation 4 with a container that does not exist',
    source: 'csp-source.txt, ContainerName: only says that the name has to be given',
    aspects: { 'A-63': { created: 'the install succeeds', fails: 'the install fails' } },
  },
  {
    id: 'A-65',
    question: 'A second Add or Replace of parameters after the install, without a new blob',
    source: 'csp-source.txt: only the blob triggers; not said whether other nodes can still be set',
    aspects: {
      'A-65': {
        stored: 'the value is stored, the install stays as it is',
        refused: 'refused, nothing changes',
      },
    },
  },
  {
    id: 'A-71',
    question: 'The same certificate installed under two ids, the blob of one of them replaced',
    source: 'csp-source.txt, PFXCertBlob: Replace overwrites the existing certificate; ids are apart (intro)',
    aspects: { 'A-71': { stays: 'certificate and key stay', goes: 'certificate and key go' } },
  },
] as const satisfies readonly Ambiguity[];
