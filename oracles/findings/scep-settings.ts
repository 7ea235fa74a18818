import { requiredSettings } from '../rules/enrollment.ts';
import type { FindingRule } from './finding.ts';
import type { Install } from './install.ts';
import { nearestOf } from './nearest.ts';
import type { Payload } from './payload.ts';
import { startedScepInstalls } from './scep-install.ts';
import { isValue, sets } from './setting.ts';
import { counterpartOf } from './torn.ts';

/** Settings of a SCEP enrollment that are missing, or come too late (csp-source.txt, SCEP). */
export const scepSettingFindings: readonly FindingRule[] = [
  {
    // csp-source.txt: "Required" in the section of each of these nodes.
    id: 'required-setting-missing',
    severity: 'error',
    requirement: 'R-SCEP-37',
    *find(payload) {
      for (const [install, trigger] of startedScepInstalls(payload)) {
        const missing = requiredSettings.filter(
          (name) => install.value(name) === undefined && !standsElsewhere(name, install, payload),
        );
        if (missing.length === 0) continue;
        const [are, them] = missing.length === 1 ? ['is', 'it'] : ['are', 'them'];
        const given = install.given ? ', here and on the given device' : '';
        if (!install.given && !install.settings.some(isValue) && missing.length === requiredSettings.length) {
          yield {
            position: trigger.positions.locUri,
            message: `The enrollment of ${install.uniqueId} is started, but neither this payload nor the given device has a setting of it, so that a device answers 404. Send the settings in the same Atomic, before Enroll.`,
          };
          continue;
        }
        yield {
          position: trigger.positions.locUri,
          message: `${missing.join(', ')} ${are} required and missing${given}: the enrollment does not succeed. Set ${them} before Enroll.`,
        };
      }
    },
  },
  {
    // csp-source.txt, Install, Note.
    id: 'enrollment-under-way',
    severity: 'warning',
    requirement: 'R-SCEP-04',
    *find({ installs }) {
      for (const install of installs) {
        const status = install.half === 'scep' ? install.value('Status')?.text : undefined;
        const change = install.settings.find((setting) => sets(setting) && setting.node?.format !== 'node');
        if (change === undefined || (status !== '2' && status !== '32')) continue;
        yield {
          position: change.positions.locUri,
          message: `The enrollment is under way on the given device (Status ${status}): its settings should not be changed before it has ended (the CSP page, Install).`,
        };
      }
    },
  },
];

/** Whether the payload has the setting, mistyped or in the wrong place, about which another finding speaks. */
function standsElsewhere(name: string, install: Install, { settings, installs }: Payload): boolean {
  if (counterpartOf(install, installs)?.value(name) !== undefined) return true;
  return settings.some(
    ({ address, uniqueId }) =>
      uniqueId === install.uniqueId &&
      address?.place.kind === 'unknown' &&
      address.scope === install.scope &&
      nearestOf(address.place.segment, requiredSettings) === name,
  );
}
