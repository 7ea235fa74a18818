import type { Irregularity, Message, Position } from '../../syncml/message.ts';
import type { GivenState } from '../explain/given.ts';
import type { Install } from './install.ts';
import { installsOf } from './install.ts';
import { outlineOf } from './outline.ts';
import { placedCommands, type PlacedCommand } from './placed-command.ts';
import type { Setting } from './setting.ts';
import { settingsOf } from './setting.ts';

/** A message, read for people: what the finding rules look at. */
export interface Payload {
  readonly message: Message;
  /** Where the first element begins. */
  readonly root: Position | undefined;
  readonly irregularities: readonly Irregularity[];
  readonly commands: readonly PlacedCommand[];
  /** One for each Item of Add, Replace, Delete, Get and Exec, in document order. */
  readonly settings: readonly Setting[];
  /** The PFX and SCEP installs that the settings belong to, in the order in which they first appear. */
  readonly installs: readonly Install[];
  readonly given: GivenState;
}

/**
 * Prepares a message for the finding rules.
 *
 * @param source the text that the message was read from; positions refer to it
 */
export function payloadOf(
  source: string,
  message: Message,
  irregularities: readonly Irregularity[],
  given: GivenState,
): Payload {
  const outline = outlineOf(source);
  const commands = placedCommands(message, outline);
  const settings = settingsOf(commands, outline);
  return {
    message,
    root: outline.root,
    irregularities,
    commands,
    settings,
    installs: installsOf(settings, given),
    given,
  };
}
