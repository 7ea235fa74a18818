import { addressFaults } from './wire/addresses.ts';
import { commandFaults } from './wire/commands.ts';
import { forbiddenFaults } from './wire/forbidden.ts';
import { malformedFaults } from './wire/malformed.ts';
import { spellings } from './wire/spellings.ts';
import type { WireFault } from './wire/wire.ts';

/** Everything that can be unusual about a document as such. */
export const wireFaults: readonly WireFault[] = [
  ...commandFaults,
  ...addressFaults,
  ...spellings,
  ...malformedFaults,
  ...forbiddenFaults,
];
