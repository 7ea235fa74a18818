import type { FindingRule } from './finding.ts';
import type { Install } from './install.ts';
import { type Setting, sets } from './setting.ts';

/** Nodes that are read when PFXCertBlob triggers the install (csp-source.txt, PFXCertBlob; its names are shortened there). */
const pfxParameters = [
  'KeyLocation',
  'ContainerName',
  'PFXCertPassword',
  'PFXCertPasswordEncryptionType',
  'PFXCertPasswordEncryptionStore',
  'PFXKeyExportable',
];

/** In which order, and inside of what, the commands of an install stand. */
export const orderFindings: readonly FindingRule[] = [
  {
    // csp-source.txt, PFXCertBlob: parameters are there before. Its PFX example has the password after the blob.
    id: 'blob-before-parameter',
    severity: 'warning',
    requirement: 'R-PFX-12',
    ambiguity: 'A-08',
    *find({ installs }) {
      for (const install of installs) {
        const blob = install.half === 'pfx' ? install.triggers.at(-1) : undefined;
        if (blob === undefined) continue;
        const late = install.settings
          .slice(install.settings.indexOf(blob) + 1)
          .filter((setting) => sets(setting) && pfxParameters.includes(setting.node?.name ?? ''));
        if (late.length === 0) continue;
        const names = late.map(
          ({ node, positions }) => `${node?.name ?? ''} (line ${positions.locUri?.line ?? 1})`,
        );
        yield {
          position: blob.positions.locUri,
          message: `PFXCertBlob triggers the install and has to come after its parameters; here ${names.join(', ')} ${names.length === 1 ? 'comes' : 'come'} later, and may be too late. Put PFXCertBlob last.`,
        };
      }
    },
  },
  {
    // Learn, OMA DM protocol support; Microsoft, MDM known issues.
    id: 'get-in-atomic',
    severity: 'error',
    requirement: 'R-DM-10',
    *find({ commands }) {
      for (const { command, atomic, position } of commands) {
        if (command.kind !== 'Get' || atomic === undefined) continue;
        yield {
          position,
          message:
            'Get inside an Atomic is answered with 500, and the Atomic fails. Send the Get after it, or in the next message.',
        };
      }
    },
  },
  {
    // Learn, OMA DM protocol support.
    id: 'nested-atomic',
    severity: 'error',
    requirement: 'R-DM-09',
    *find({ commands }) {
      for (const { command, atomic, position } of commands) {
        if (command.kind !== 'Atomic' || atomic === undefined) continue;
        yield {
          position,
          message:
            'An Atomic inside another is answered with 500, and the outer one with 507. Use one Atomic for each install.',
        };
      }
    },
  },
  {
    // Learn, OMA DM protocol support: Add and then Replace of one node in an Atomic is not supported.
    id: 'add-then-replace',
    severity: 'error',
    requirement: 'R-DM-08',
    ambiguity: 'A-60',
    *find({ settings }) {
      const added = new Map<string, Setting>();
      for (const setting of settings) {
        const { verb, address, command, positions } = setting;
        if (command.atomic === undefined || address === undefined) continue;
        const key = `${command.atomic} ${address.text}`;
        if (verb === 'Add') added.set(key, setting);
        const add = verb === 'Replace' ? added.get(key) : undefined;
        if (add === undefined) continue;
        yield {
          position: positions.locUri,
          message: `The Atomic adds this node (line ${add.positions.locUri?.line ?? 1}) and then replaces it; Windows does not support that (Learn, OMA DM protocol support). Add it once, with its last value.`,
        };
      }
    },
  },
  {
    // csp-source.txt, intro, Note.
    id: 'device-and-user-1511',
    severity: 'warning',
    requirement: 'R-GEN-06',
    *find({ installs, given }) {
      if (given.edition !== '10.0.10586') return;
      const second = secondScope(installs);
      if (second === undefined) return;
      yield {
        position: second.triggers[0]?.positions.locUri,
        message:
          "Device and user installs stand in one message: Windows 10, version 1511, also puts the device's certificate into the user's store. Send them in two messages.",
      };
    },
  },
  {
    // Microsoft, MDM known issues of 2023, repeats the note without naming a version.
    id: 'device-and-user',
    severity: 'warning',
    requirement: 'R-GEN-05',
    ambiguity: 'A-62',
    *find({ installs, given }) {
      if (given.edition === '10.0.10586') return;
      const second = secondScope(installs);
      if (second === undefined) return;
      yield {
        position: second.triggers[0]?.positions.locUri,
        message:
          "Device and user installs stand in one message. In version 1511 the device's certificate then also went to the user's store, and Microsoft's known issues name no version that mended it. Send them in two messages.",
      };
    },
  },
];

/** The first install whose scope differs from that of the first one. */
function secondScope(installs: readonly Install[]): Install | undefined {
  const started = installs.filter(({ triggers }) => triggers.length > 0);
  return started.find(({ scope }) => scope !== started[0]?.scope);
}
