import type { Scope } from '../../../cases/case.ts';
import type { PowerShellMachine } from '../powershell-machine.ts';
import {
  describedMachine,
  embeddedModeFlag,
  machineEvents,
  storedCertificates,
  webAnswer,
} from './answers.ts';
import type { PowerShell } from './powershell.ts';
import { describeScript } from './scripts/describe.ts';
import { eventsScript } from './scripts/events.ts';
import { readFlagScript, writeFlagScript } from './scripts/flag.ts';
import { readStoresScript, removeCertificatesScript } from './scripts/stores.ts';
import { webScript } from './scripts/web.ts';

/** Milliseconds; the first script of a day can take a long while on a small virtual machine. */
const patience = 90_000;
/** Milliseconds that a server has for its answer. */
const webPatience = 20_000;
/** What a case can have to do with (csp-source.txt: My; a PFX may bring its chain, A-41). */
const storeNames = ['My', 'CA', 'Root'] as const;
/** Of one case; the newest are kept. */
const mostEvents = 100;

const nothing = (): undefined => undefined;

/** What PowerShell does on a machine, by the scripts of this folder. */
export function powershellMachine(powershell: PowerShell): PowerShellMachine {
  return {
    describe: () => powershell.run(describeScript, {}, patience, describedMachine),
    readStores: (scopes: readonly Scope[]) => {
      const places = scopes.flatMap((scope) => storeNames.map((store) => ({ scope, store })));
      return powershell.run(readStoresScript, { places }, patience, storedCertificates);
    },
    removeCertificates: async (scope, thumbprints, store) => {
      if (thumbprints.length === 0) return;
      await powershell.run(removeCertificatesScript, { scope, store, thumbprints }, patience, nothing);
    },
    events: (since) => {
      // A little more, for the events that are written while the question travels.
      const age = Math.max(0, (Date.now() - since.getTime()) / 1000) + 1;
      return powershell.run(eventsScript, { age, most: mostEvents }, patience, machineEvents);
    },
    getWeb: (url) => powershell.run(webScript, { url, milliseconds: webPatience }, patience, webAnswer),
    readFlag: () => powershell.run(readFlagScript, {}, patience, embeddedModeFlag),
    writeFlag: async (flag) => {
      await powershell.run(writeFlagScript, flag, patience, nothing);
    },
  };
}
