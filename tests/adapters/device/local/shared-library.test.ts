import { afterAll, beforeAll, describe } from 'vitest';
import type { Environment } from '../stand-in/environment.ts';
import { missingForSharedLibrary, sharedLibrary } from '../stand-in/linux.ts';
import { describeCalls } from './behaviour.ts';
import { describeCases } from './cases.ts';

const note = missingForSharedLibrary === undefined ? '' : ` (skipped: ${missingForSharedLibrary})`;

describe.skipIf(missingForSharedLibrary !== undefined)(
  `local management, with a shared library standing in for it${note}`,
  () => {
    let environment: Environment;
    beforeAll(() => {
      environment = sharedLibrary();
    });
    afterAll(() => {
      environment.stop();
    });
    describeCalls(() => environment);
    describeCases(() => environment);
  },
);
