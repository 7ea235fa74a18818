#!/usr/bin/env node
// Node 20 does not read TypeScript; tsx does, so that no build step stands between a clone and a run.
import { register } from 'tsx/esm/api';

register();
const { main } = await import('../runner/main.ts');
process.exitCode = await main(process.argv.slice(2));
