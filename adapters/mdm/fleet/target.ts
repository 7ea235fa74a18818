import type { Target } from '../../target.ts';
import { editionMismatch } from '../edition.ts';
import { fleetApi, type FleetHost } from './api.ts';
import { fleetCapabilities } from './capabilities.ts';
import { fleetClient, type ClientSettings } from './client.ts';
import { FleetFailure } from './failure.ts';
import { leftBehind } from './left-behind.ts';
import { routeOf } from './route.ts';
import { fleetSession } from './session.ts';

export interface FleetSettings extends ClientSettings {
  /** UUID or hostname, as Fleet knows the device. */
  readonly host: string;
  readonly pollInterval: number;
  readonly answerLimit: number;
}

/** A Windows device that a Fleet server manages. */
export function fleetTarget(settings: FleetSettings): Target {
  const { pollInterval, answerLimit } = settings;
  const client = fleetClient(settings);
  const left = leftBehind();
  let known: FleetHost | undefined;
  const host = async (): Promise<FleetHost> => (known ??= await fleetApi(client).host(settings.host));

  return {
    identity: async () => {
      const { name, uuid, system, build } = await host();
      return {
        target: 'mdm',
        id: uuid,
        description: `${name} (${uuid}${system === undefined ? '' : `, ${system}`}), managed by Fleet at ${settings.url}`,
        ...(build === undefined ? {} : { edition: build }),
      };
    },
    capabilities: () => Promise.resolve(fleetCapabilities),
    refusal: ({ steps, preparation }) => {
      for (const step of steps) {
        if (step.kind !== 'send') continue;
        const { payload } = step;
        const route = routeOf(
          'text' in payload ? Buffer.from(payload.text, 'utf8') : Buffer.from(payload.base64, 'base64'),
        );
        if (route.kind === 'refused') return route.reason;
      }
      return editionMismatch(known?.build, preparation.edition);
    },
    open: async ({ edition }) => {
      const device = await host();
      const mismatch = editionMismatch(device.build, edition);
      if (mismatch !== undefined) throw new FleetFailure('laboratory', mismatch);
      return fleetSession({ client, host: device, leftBehind: left, pollInterval, answerLimit });
    },
    close: () => Promise.resolve(),
  };
}
