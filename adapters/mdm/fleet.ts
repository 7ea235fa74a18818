import type { MdmDriver, MdmSettings } from './driver.ts';
import { fleetTarget } from './fleet/target.ts';

/** Of the API token; it goes into the header Authorization and nowhere else. */
const tokenVariable = 'CONFORM_MDM_TOKEN';
/** A device of Fleet asks once a minute (device-and-mdm.md, 8.1). */
const usualPollInterval = 5000;
/** Longer than any patience of a run: a device that is silent for so long does not sync. */
const answerLimit = 30 * 60_000;
const requestTimeout = 30_000;

/** Fleet (fleetdm.com) by its REST API: single Exec commands, and profiles. */
export const fleetDriver: MdmDriver = {
  name: 'fleet',
  description: 'a Fleet server: one Exec for each command, Add and Replace as profiles',
  // The device asks once a minute, and what a case made is remembered by one process only.
  pace: { patience: 600_000, mostWorkers: 1 },
  create: (settings, environment) =>
    fleetTarget({
      url: serverUrl(settings),
      host: hostOf(settings),
      token: tokenIn(environment),
      pollInterval: settings.pollInterval ?? usualPollInterval,
      answerLimit,
      requestTimeout,
      fetch,
    }),
};

function serverUrl({ url }: MdmSettings): string {
  if (url === undefined)
    throw new RangeError('--mdm=fleet needs --mdm-url, such as https://fleet.example.com');
  if (!URL.canParse(url)) throw new RangeError(`--mdm-url takes a URL, not "${url}"`);
  const { protocol, hostname, username, password, origin, pathname } = new URL(url);
  if (username !== '' || password !== '') {
    throw new RangeError(`--mdm-url takes no user and password; put the API token into ${tokenVariable}`);
  }
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  if (protocol !== 'https:' && !(protocol === 'http:' && local)) {
    throw new RangeError('--mdm-url takes an address with https, so that nobody reads the token on its way');
  }
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

function hostOf({ host }: MdmSettings): string {
  if (host === undefined || host.trim() === '') {
    throw new RangeError('--mdm=fleet needs --mdm-host, the UUID or hostname of the device in Fleet');
  }
  return host.trim();
}

/** An HTTP header can not carry every text, and the error about one that it can not would show the token. */
function tokenIn(environment: Readonly<Record<string, string | undefined>>): string {
  const token = environment[tokenVariable]?.trim() ?? '';
  if (token === '') {
    throw new RangeError(
      `--mdm=fleet needs an API token of Fleet in the environment variable ${tokenVariable}`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new RangeError(`the token in ${tokenVariable} holds a character that no token has; copy it again`);
  }
  return token;
}
