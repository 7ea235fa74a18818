import type { RequestSpecification } from '../pki/scep/certification-request.ts';
import type { InstallRequest } from '../simulator/csp/install-request.ts';
import type { Settings } from '../simulator/csp/scep-rules.ts';
import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';

type Adjust = Fault['adjust'];

/** A certificate request that asks for something else than the settings say. */
export function asking(change: (asked: RequestSpecification) => RequestSpecification): Adjust {
  return csp(() => ({ finishRequest: change }));
}

/** An Exec that takes other settings than those that are there. The maker of the change is called for each device. */
export function taking(makeChange: () => (settings: Settings, request: InstallRequest) => Settings): Adjust {
  return (rules) => {
    const change = makeChange();
    return csp(() => ({ settingsAtExec: change }))(rules);
  };
}

/** An Exec that reads one setting as if it had another text. */
export function reading(name: string, change: (text: string) => string): Adjust {
  return taking(() => (settings) => {
    const text = settings.get(name);
    return text === undefined ? settings : withSetting(settings, name, change(text));
  });
}

/** An Exec that has a value of its own for a setting that is missing. */
export function assuming(name: string, text: string): Adjust {
  return taking(() => (settings) => (settings.has(name) ? settings : withSetting(settings, name, text)));
}

export function withSetting(settings: Settings, name: string, text: string): Settings {
  return new Map([...settings, [name, text]]);
}

export function withoutSetting(settings: Settings, name: string): Settings {
  return new Map([...settings].filter(([other]) => other !== name));
}
