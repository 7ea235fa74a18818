import { afterAll, beforeAll, describe } from 'vitest';
import { missingForWine, windowsUnderWine, type WineEnvironment } from '../stand-in/wine.ts';
import { describeCalls } from './behaviour.ts';
import { describeCases } from './cases.ts';
import { describeCrypt32 } from './crypt32.ts';

const note = missingForWine === undefined ? '' : ` (skipped: ${missingForWine})`;

describe.skipIf(missingForWine !== undefined)(
  `local management, by the binaries of Node.js and koffi for Windows and a DLL, under Wine${note}`,
  () => {
    let environment: WineEnvironment;
    beforeAll(async () => {
      environment = await windowsUnderWine();
    });
    afterAll(() => {
      environment.stop();
    });
    describeCalls(() => environment);
    describeCases(() => environment);
    describeCrypt32(() => environment);
  },
);
