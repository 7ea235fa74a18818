import type { Target, TargetPace } from '../target.ts';

/** What the command line says of the management server: plain data, since each worker process makes its own driver. */
export interface MdmSettings {
  /** Name of the driver: `--mdm`. */
  readonly mdm: string;
  /** Where the server of others is: `--mdm-url`. */
  readonly url?: string;
  /** Which of its devices is the target, as that server names it: `--mdm-host`. */
  readonly host?: string;
  /** The file in which the suite's own management server says how its control is reached. */
  readonly control?: string;
  /** Milliseconds between two questions whether the device has answered, where the server has to be polled. */
  readonly pollInterval?: number;
}

/**
 * A way to reach a device through a management server: a target whose `refusal` says what the server can not carry.
 * To add a server: a file in this folder, and its entry in drivers.ts.
 */
export interface MdmDriver {
  readonly name: string;
  readonly description: string;
  readonly pace: TargetPace;
  /**
   * @param settings as given on the command line
   * @param environment where tokens are; they are never written anywhere
   * @throws RangeError with one line for the user where something is missing or wrong
   */
  create(settings: MdmSettings, environment: Readonly<Record<string, string | undefined>>): Target;
}
