import { decodeText } from '../syncml/decode.ts';
import { defaultLimits } from '../syncml/limits.ts';
import { readSyncML } from '../syncml/read.ts';
import type { Explanation } from './explain/explanation.ts';
import type { GivenState } from './explain/given.ts';
import { emptyDevice } from './explain/given.ts';
import { explainCommand, explainStores } from './explain/merge.ts';
import { findingOnRefusal } from './explain/refused.ts';
import { readingOf } from './explain/reading.ts';
import { sendingsOf } from './explain/stand-ins.ts';
import type { ExpectedEntry } from './expectation.ts';
import { TooManyWorlds } from './asking.ts';
import type { Finding } from './findings/finding.ts';
import { findIn } from './findings/find.ts';
import { type Payload, payloadOf } from './findings/payload.ts';
import { predict, predictReply, type Outcome } from './predict.ts';
import { readRequest } from './request.ts';
import { initialWorlds, type World } from './world.ts';

/** Commands of one message; more are read, but not followed through all readings of the documents. */
const commandLimit = 2000;

/**
 * Says what a device should do with a payload: a whole message, a bare SyncBody, or the bare commands of an MDM profile.
 * Pure, and never throws, whatever the bytes are.
 *
 * @param bytes the payload in UTF-8 or UTF-16
 * @param given what the device has before; an empty device with a TPM where nothing is said
 */
export function explain(bytes: Uint8Array, given: GivenState = emptyDevice): Explanation {
  const read = readSyncML(bytes);
  if (!read.ok) return { commands: [], findings: [findingOnRefusal(read.error)], worlds: 1, stores: [] };
  const source = decodeText(bytes, defaultLimits);
  const payload = payloadOf(source, read.message, read.irregularities, given);
  const findings = findIn(payload);
  const outcomes = outcomesOf(sendingsOf(bytes, source, payload), payload);
  const readings = outcomes.map(readingOf);
  return {
    commands: payload.commands.map(({ command, index }) => explainCommand(command, index, readings)),
    findings: outcomes.length === 0 ? [notFollowed, ...findings] : findings,
    worlds: outcomes.length,
    stores: explainStores(outcomes.map(({ world }) => storesIn(world))),
  };
}

const notFollowed: Finding = {
  id: 'not-followed',
  severity: 'information',
  requirement: 'R-DM-01',
  line: 1,
  message:
    'There are more commands, or more ways to read the documents, than are followed here, so that no Status is foretold. Cut the payload into several messages.',
};

/**
 * What may come of a payload, or of several that differ in what can not be known of it. None where there are too many
 * outcomes: then nothing is known, and any Status is admitted.
 */
function outcomesOf(sendings: readonly Uint8Array[], { commands, given }: Payload): readonly Outcome[] {
  if (commands.length > commandLimit) return [];
  try {
    return sendings.flatMap((bytes) =>
      predictReply(
        initialWorlds(given, given.nodes),
        readRequest({ base64: Buffer.from(bytes).toString('base64') }, 'by-server'),
      ),
    );
  } catch (error) {
    if (error instanceof TooManyWorlds) return [];
    throw error;
  }
}

function storesIn(world: World): readonly ExpectedEntry[] {
  return predict([world], { kind: 'read-stores' }).flatMap(({ expectations }) =>
    expectations.flatMap((expectation) => (expectation.kind === 'stores' ? expectation.entries : [])),
  );
}
