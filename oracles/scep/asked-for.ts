import type { ScepServerLog } from '../../cases/observation.ts';

/** One request to a SCEP server, as its log has it. */
export type LogEntry = ScepServerLog['entries'][number];

/** What a certificate request asks for. */
export type AskedFor = NonNullable<LogEntry['request']>;
