import type { AlertCommand } from '../../syncml/message.ts';
import type { ProviderAlert } from './provider.ts';
import type { Refusal } from './refusals.ts';

/** Alerts that Windows knows (MS-MDM 2.2.7.2; Learn, OMA DM protocol support). */
const knownAlerts = new Set(['1200', '1201', '1222', '1223', '1224', '1225', '1226']);

/** An alert of the server needs nothing done here: there is no session to begin, to continue or to abort. */
export function alertFault(alert: AlertCommand): Refusal | undefined {
  if (alert.data === undefined) return 'incomplete-command';
  return knownAlerts.has(alert.data.text) ? undefined : 'unknown-alert';
}

/** A generic alert of the device. Mark is the default of OMA RepPro; Windows' own was never documented. */
export function genericAlert({ type, scope, steps, format, text }: ProviderAlert): AlertCommand {
  const root = scope === 'device' ? './Device' : './User';
  return {
    kind: 'Alert',
    data: { text: '1226', cdata: false },
    items: [
      {
        source: { locUri: [root, ...steps.map(({ name }) => name)].join('/') },
        meta: { type, format, mark: 'informational' },
        data: { text, cdata: false },
      },
    ],
  };
}
