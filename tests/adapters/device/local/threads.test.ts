import koffi from 'koffi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Environment } from '../stand-in/environment.ts';
import { missingForSharedLibrary, sharedLibrary } from '../stand-in/linux.ts';

const wrongThread = 0x80010106;

describe.skipIf(missingForSharedLibrary !== undefined)('the library that stands in', () => {
  let environment: Environment;
  beforeAll(() => {
    environment = sharedLibrary();
  });
  afterAll(() => {
    environment.stop();
  });

  it('refuses a second thread, so a way that used several would be found out', async () => {
    const apply = koffi
      .load(environment.libraries.management)
      .func('int32_t ApplyLocalManagementSyncML(str16 request, void *result)');
    expect((apply('', null) as number) >>> 0).not.toBe(wrongThread);
    const onAnother = await new Promise<number>((resolve, reject) => {
      apply.async('', null, (error: Error | null, hresult: number) => {
        if (error === null) resolve(hresult >>> 0);
        else reject(error);
      });
    });
    expect(onAnother).toBe(wrongThread);
  });
});
