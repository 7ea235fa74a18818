import type { DeviceSettings } from '../adapters/device/settings.ts';
import type { MdmSettings } from '../adapters/mdm/driver.ts';
import type { TargetSettings } from '../adapters/targets.ts';
import type { Answers } from '../cases/case.ts';
import type { TargetOptions } from './target-options.ts';

/**
 * The options that gave these settings, without consent: that is given for each start.
 */
export function targetOptionsOf(target: string, { mdm, device, simulator }: TargetSettings): TargetOptions {
  return {
    target,
    ...(simulator?.fault === undefined ? {} : { fault: simulator.fault }),
    ...(simulator?.answers === undefined ? {} : { answer: answersIn(simulator.answers) }),
    ...(mdm === undefined
      ? {}
      : {
          mdm: mdm.mdm,
          ...(mdm.url === undefined ? {} : { mdmUrl: mdm.url }),
          ...(mdm.host === undefined ? {} : { mdmHost: mdm.host }),
          ...(mdm.pollInterval === undefined ? {} : { mdmPoll: mdm.pollInterval }),
          ...(mdm.control === undefined ? {} : { mdmControl: mdm.control }),
        }),
    ...(device === undefined
      ? {}
      : {
          device: device.device,
          ...(device.allow?.enrolled === true ? { allowEnrolledDevice: true } : {}),
          ...(device.allow?.existingRequests === true ? { allowExistingRequests: true } : {}),
          ...(device.longestWait === undefined ? {} : { longestWait: device.longestWait * 1000 }),
        }),
  };
}

/** The options that give these settings again, for the command by which a run is repeated. */
export function optionsFor({ mdm, device, simulator }: TargetSettings): readonly string[] {
  return [
    ...(simulator?.fault === undefined ? [] : [`--fault=${simulator.fault}`]),
    ...answersIn(simulator?.answers ?? {}).map((answer) => `--answer=${answer}`),
    ...(mdm === undefined ? [] : mdmOptionsFor(mdm)),
    ...(device === undefined ? [] : deviceOptionsFor(device)),
  ];
}

function answersIn(answers: Answers): readonly string[] {
  return Object.entries(answers).map(([question, answer]) => `${question}=${answer}`);
}

function deviceOptionsFor({ device, consent, allow, longestWait }: DeviceSettings): readonly string[] {
  return [
    `--device=${device}`,
    ...(consent === true ? ['--yes-change-this-device'] : []),
    ...(allow?.enrolled === true ? ['--allow-enrolled-device'] : []),
    ...(allow?.existingRequests === true ? ['--allow-existing-requests'] : []),
    ...(longestWait === undefined ? [] : [`--longest-wait=${longestWait}s`]),
  ];
}

function mdmOptionsFor(mdm: MdmSettings): readonly string[] {
  const options: readonly (readonly [string, string | number | undefined])[] = [
    ['--mdm', mdm.mdm],
    ['--mdm-url', mdm.url],
    ['--mdm-host', mdm.host],
    ['--mdm-poll', mdm.pollInterval === undefined ? undefined : `${mdm.pollInterval}ms`],
    ['--mdm-control', mdm.control],
  ];
  return options.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}
