import { TargetFailure } from '../../target.ts';

/** What stopped Fleet, in one sentence that ends with what to do. */
export class FleetFailure extends TargetFailure {
  /** The HTTP status, where Fleet answered. */
  readonly status: number | undefined;

  constructor(layer: TargetFailure['layer'], message: string, status?: number) {
    super(layer, message);
    this.name = 'FleetFailure';
    this.status = status;
  }
}

/** What was asked of Fleet, in words that stand in an error. */
export interface Purpose {
  /** Such as `run a command`. */
  readonly to: string;
  /** What a 404 means here, and what to do. */
  readonly missing: string;
}

interface Advice {
  readonly layer: TargetFailure['layer'];
  readonly text: string;
}

/** device-and-mdm.md, 8.1, and Fleet's REST API; what is not listed gets the advice of its class. */
const adviceFor: Readonly<Record<number, Advice>> = {
  400: { layer: 'laboratory', text: 'see what it said; is Windows MDM configured in Fleet?' },
  401: {
    layer: 'laboratory',
    text: 'set CONFORM_MDM_TOKEN to a valid API token (My account, Get API token; it ends with the session)',
  },
  402: { layer: 'laboratory', text: 'this needs Fleet Premium' },
  403: {
    layer: 'laboratory',
    text: 'the user of CONFORM_MDM_TOKEN may not do this; take one who is maintainer or admin of the host',
  },
  409: {
    layer: 'laboratory',
    text: 'something of this name or id is there already; delete it in Fleet and try again',
  },
  412: { layer: 'laboratory', text: 'turn MDM on for this host (enroll it in Fleet) and try again' },
  413: {
    layer: 'laboratory',
    text: 'raise the server option that limits request bodies (server_default_max_request_body_size)',
  },
  422: { layer: 'laboratory', text: 'see what it said; this Fleet takes less than the driver knows' },
  429: { layer: 'transport', text: 'wait, and give a longer --mdm-poll' },
};

const otherClient: Advice = {
  layer: 'laboratory',
  text: 'see what it said; is --mdm-url the address of a Fleet server?',
};
const otherServer: Advice = { layer: 'transport', text: "look into the server's log, and try again" };

/**
 * The failure for a status that is none of success.
 * @param said Fleet's own words; '' where there are none
 */
export function failureFor(status: number, said: string, { to, missing }: Purpose): FleetFailure {
  const { layer, text } =
    status === 404
      ? { layer: 'laboratory' as const, text: missing }
      : (adviceFor[status] ?? (status >= 500 ? otherServer : otherClient));
  const words = said === '' ? '' : ` (${said})`;
  return new FleetFailure(layer, `Fleet answered ${status} when asked to ${to}${words}: ${text}`, status);
}

/** Whether Fleet itself has said no, so that nothing was done. */
export function wasRefused(error: unknown): boolean {
  return (
    error instanceof FleetFailure && error.status !== undefined && error.status >= 300 && error.status < 500
  );
}
