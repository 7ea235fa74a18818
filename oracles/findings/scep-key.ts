import type { FindingRule } from './finding.ts';
import { keyProtection } from './scep-install.ts';
import { scepValueRule } from './scep-value-rule.ts';
import { intOf } from './value.ts';

/** Bits of KeyUsage, one of which has to be set: keyEncipherment and digitalSignature (RFC 5280, 4.2.1.3, first octet). */
const keyEncipherment = 0x20;
const digitalSignature = 0x80;

/** All bits of the first octet, and decipherOnly, which stands in the second (X509KeyUsageFlags of certenroll). */
const knownBits = 0x80ff;

/** What the key is for, and how long it is. */
export const scepKeyFindings: readonly FindingRule[] = [
  // csp-source.txt, KeyUsage: without one of the two bits the configuration fails.
  scepValueRule(
    'KeyUsage',
    { id: 'key-usage-bits', severity: 'error', requirement: 'R-SCEP-10', ambiguity: 'A-04' },
    (text) => {
      const bits = intOf(text);
      return bits === undefined || (bits & (keyEncipherment | digitalSignature)) !== 0
        ? undefined
        : `KeyUsage ${bits} has neither 0x20 (32, key encipherment) nor 0x80 (128, digital signature): the configuration fails. Most servers want both, 160.`;
    },
  ),
  // Guide of step-ca for Windows clients: the key has to be one for key exchange.
  scepValueRule(
    'KeyUsage',
    { id: 'key-usage-without-encipherment', severity: 'information', requirement: 'R-SCEP-09' },
    (text) => {
      const bits = knownBitsOf(text);
      return bits === undefined || (bits & keyEncipherment) !== 0 || (bits & digitalSignature) === 0
        ? undefined
        : `KeyUsage ${bits} lacks 0x20 (key encipherment); SCEP servers encrypt their answer to this key, and some refuse a request without it. ${bits + keyEncipherment} has it.`;
    },
  ),
  // RFC 8894, 2.3; RFC 8446, 4.4.2.2: a certificate for TLS clients has to allow signatures.
  scepValueRule(
    'KeyUsage',
    { id: 'key-usage-without-signature', severity: 'information', requirement: 'R-SCEP-09' },
    (text) => {
      const bits = knownBitsOf(text);
      return bits === undefined || (bits & digitalSignature) !== 0 || (bits & keyEncipherment) === 0
        ? undefined
        : `KeyUsage ${bits} lacks 0x80 (digital signature), without which a certificate is of no use for TLS clients such as Wi-Fi and VPN. ${bits + digitalSignature} has it.`;
    },
  ),
  // csp-source.txt, KeyUsage: bits in decimal. Numbers with other bits are mostly bits written one by one, or a mistype.
  scepValueRule(
    'KeyUsage',
    { id: 'key-usage-unknown-bits', severity: 'warning', requirement: 'R-SCEP-09' },
    (text) =>
      intOf(text) === undefined || knownBitsOf(text) !== undefined
        ? undefined
        : `KeyUsage ${text.trim()} has bits that no key usage has. It is a sum in decimal: 160 for 0x80 (digital signature) and 0x20 (key encipherment).`,
  ),
  {
    // The SCEP example of csp-source.txt has 1024.
    id: 'weak-key',
    severity: 'information',
    requirement: 'R-SCEP-19',
    *find({ installs }) {
      for (const install of installs) {
        const length = install.half === 'scep' ? install.value('KeyLength') : undefined;
        // Windows Hello takes 2048 only, and says so (hello-key-length).
        if (length?.setting === undefined || length.text === undefined || keyProtection(install) === 4)
          continue;
        if (intOf(length.text) !== 1024) continue;
        yield {
          position: length.setting.positions.data,
          message:
            'RSA with 1024 bits is allowed here, but weak, and many CAs refuse it (0x80094811). Use 2048.',
        };
      }
    },
  },
];

/** The bits of a KeyUsage; undefined where it is no number, or has bits that mean nothing. */
function knownBitsOf(text: string): number | undefined {
  const bits = intOf(text);
  const isKnown = bits !== undefined && bits >= 0 && bits <= knownBits && (bits & ~knownBits) === 0;
  return isKnown ? bits : undefined;
}
