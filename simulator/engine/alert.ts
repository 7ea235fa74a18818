import type { AlertCommand } from '../../syncml/message.ts';
import type { Refusal } from './refusals.ts';

/** Alerts that Windows knows (MS-MDM 2.2.7.2; Learn, OMA DM protocol support). */
const knownAlerts = new Set(['1200', '1201', '1222', '1223', '1224', '1225', '1226']);

/** An alert of the server needs nothing done here: there is no session to begin, to continue or to abort. */
export function alertFault(alert: AlertCommand): Refusal | undefined {
  if (alert.data === undefined) return 'incomplete-command';
  return knownAlerts.has(alert.data.text) ? undefined : 'unknown-alert';
}
