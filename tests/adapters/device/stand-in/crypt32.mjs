// Run by Node.js for Windows: `crypt32.mjs install|find IN OUT`, both files of JSON. Installs PFX files in the store My of
// the user as Windows itself does it, or finds certificates in it by their thumbprints.
import { Buffer } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import koffi from 'koffi';

// wincrypt.h
const X509_ASN_ENCODING = 1;
const CERT_FIND_SHA1_HASH = 0x10000;
const CERT_KEY_PROV_INFO_PROP_ID = 2;
const CERT_STORE_ADD_REPLACE_EXISTING = 3;
const CERT_STORE_CTRL_COMMIT = 3;

const crypt32 = koffi.load('crypt32.dll');
koffi.struct('Blob', { length: 'uint32_t', bytes: 'uint8_t *' });
koffi.struct('CertificateContext', { encoding: 'uint32_t', bytes: 'uint8_t *', length: 'uint32_t' });
const importPfx = crypt32.func('void *PFXImportCertStore(Blob *pfx, str16 password, uint32_t flags)');
const openStore = crypt32.func('void *CertOpenSystemStoreW(uintptr_t provider, str16 name)');
const closeStore = crypt32.func('bool CertCloseStore(void *store, uint32_t flags)');
const controlStore = crypt32.func(
  'bool CertControlStore(void *store, uint32_t flags, uint32_t kind, void *parameter)',
);
const nextIn = crypt32.func('void *CertEnumCertificatesInStore(void *store, void *previous)');
const addTo = crypt32.func(
  'bool CertAddCertificateContextToStore(void *store, void *certificate, uint32_t disposition, void **added)',
);
const findIn = crypt32.func(
  'void *CertFindCertificateInStore(void *store, uint32_t encoding, uint32_t flags, uint32_t kind, Blob *what, void *previous)',
);
const getProperty = crypt32.func(
  'bool CertGetCertificateContextProperty(void *certificate, uint32_t id, void *data, _Inout_ uint32_t *length)',
);

const my = openStore(0, 'MY');

/** Whether the file could be read. */
function install({ pfx, password }) {
  const bytes = Buffer.from(pfx, 'base64');
  const store = importPfx({ length: bytes.length, bytes }, password, 0);
  if (store === null) return false;
  for (let each = nextIn(store, null); each !== null; each = nextIn(store, each)) {
    addTo(my, each, CERT_STORE_ADD_REPLACE_EXISTING, null);
  }
  closeStore(store, 0);
  return true;
}

function find(thumbprint) {
  const bytes = Buffer.from(thumbprint, 'hex');
  const what = { length: bytes.length, bytes };
  const found = findIn(my, X509_ASN_ENCODING, 0, CERT_FIND_SHA1_HASH, what, null);
  if (found === null) return null;
  const context = koffi.decode(found, 'CertificateContext');
  const certificate = koffi.decode(context.bytes, koffi.array('uint8_t', context.length));
  return {
    certificate: Buffer.from(certificate).toString('base64'),
    hasPrivateKey: getProperty(found, CERT_KEY_PROV_INFO_PROP_ID, null, [0]),
  };
}

const [, , work, input, output] = process.argv;
const results = JSON.parse(readFileSync(input, 'utf8')).map(work === 'install' ? install : find);
controlStore(my, 0, CERT_STORE_CTRL_COMMIT, null);
writeFileSync(output, JSON.stringify(results));
