import type { Preparation, Scope } from '../../cases/case.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import type { EditionId } from '../../csp/editions.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Command } from '../../syncml/message.ts';
import { requestAddress, uniqueIds } from '../address.ts';
import type { Draft, Mark, Part } from '../draft.ts';
import { installCommands, settingsOf, usualInstall, type Install } from '../install.ts';
import type { Drafts } from '../list-family.ts';

/** A short story told twice: once for the device, once for the user. */
export interface Scenario {
  readonly id: string;
  /** One sentence; the scope is added to it. */
  readonly title: string;
  readonly alsoAims?: readonly RequirementId[];
  readonly faults?: readonly string[];
  readonly marks?: readonly Mark[];
  readonly edition?: EditionId;
  readonly device?: Partial<Omit<Preparation, 'edition'>>;
  /** The messages, and steps between them. */
  readonly parts: (tools: Tools) => readonly Part[];
  /** The twin of a faulty scenario: the same without the fault. */
  readonly twin?: (tools: Tools) => readonly Part[];
  /** Where another scenario is the twin already: its id. */
  readonly twinId?: string;
  /** Which requests are looked at in the end; the first one where nothing is said. */
  readonly watched?: readonly string[];
}

/** What scenarios are told with. */
export interface Tools {
  readonly scope: Scope;
  readonly pool: Pool;
  /** The request that a scenario is mostly about. */
  readonly alpha: string;
  readonly bravo: string;
  /** Commands of an install in its wrapping; the usual one except for what is given. */
  readonly install: (changes?: Partial<Install>) => readonly Command[];
  /** The same without wrapping. */
  readonly settings: (changes?: Partial<Install>) => readonly Command[];
  /** LocURI of a node of alpha. */
  readonly at: (...below: readonly string[]) => string;
  /** LocURI of a node of bravo. */
  readonly atBravo: (...below: readonly string[]) => string;
}

/** Both tellings of each scenario, and of its twin. */
export function scenarioDrafts(scenarios: readonly Scenario[]): Drafts {
  return ({ pool }) =>
    (['device', 'user'] as const).flatMap((scope) =>
      scenarios.flatMap((scenario) => tell(scenario, toolsFor(scope, pool))),
    );
}

function tell(scenario: Scenario, tools: Tools): readonly Draft[] {
  const { id, title, alsoAims = [], faults = [], marks = [], edition, watched = [tools.alpha] } = scenario;
  const common = {
    alsoAims,
    ...(edition === undefined ? {} : { edition }),
    device: scenario.device ?? {},
    watched: watched.map((uniqueId) => ({ prefix: tools.scope, uniqueId })),
  };
  const told: Draft = {
    ...common,
    id: `${id}/${tools.scope}`,
    title: `${title} (${tools.scope}).`,
    faults,
    marks,
    ...(scenario.twin === undefined && scenario.twinId === undefined
      ? {}
      : { twin: `${scenario.twinId ?? `${id}/twin`}/${tools.scope}` }),
    parts: scenario.parts(tools),
  };
  if (scenario.twin === undefined) return [told];
  return [
    told,
    {
      ...common,
      id: `${id}/twin/${tools.scope}`,
      title: `${title}, but without the fault (${tools.scope}).`,
      parts: scenario.twin(tools),
    },
  ];
}

function toolsFor(scope: Scope, pool: Pool): Tools {
  const [alpha, bravo] = uniqueIds;
  const install = (changes: Partial<Install> = {}): Install => ({ ...usualInstall, scope, ...changes });
  return {
    scope,
    pool,
    alpha,
    bravo,
    install: (changes) => installCommands(install(changes), pool),
    settings: (changes) => settingsOf(install(changes), pool),
    at: (...below) => requestAddress(scope, alpha, ...below),
    atBravo: (...below) => requestAddress(scope, bravo, ...below),
  };
}
