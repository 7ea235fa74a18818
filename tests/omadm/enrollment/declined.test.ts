import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { EnrollmentFault } from '../../../omadm/enrollment/faults.ts';
import { pool, post, server, textOf } from './laboratory.ts';
import { context, discover, getPolicies, paths, requestSecurityToken, windowsRequest } from './windows.ts';

const request = windowsRequest(pool.identity('rsa-2048', 2).privateKey);

describe('what is declined', () => {
  const declined = async (
    path: string,
    message: string | Uint8Array,
    options: Parameters<typeof server>[0] = {},
  ): Promise<{
    status: number;
    subcode: string | undefined;
    errorType: string | undefined;
    text: string;
  }> => {
    const { service, enrolled } = server(options);
    const response = await post(service, path, message);
    equal(enrolled.length, 0);
    equal(response.headers['Content-Length'], String(response.body.length));
    const text = textOf(response);
    return {
      status: response.status,
      subcode: /<s:Subcode><s:Value>([^<]*)</.exec(text)?.[1],
      errorType: /<ErrorType>([^<]*)</.exec(text)?.[1],
      text,
    };
  };
  const asked = (more: Partial<Parameters<typeof requestSecurityToken>[0]>): string =>
    requestSecurityToken({ certificationRequest: request, ...more });
  const flipped = Uint8Array.from(request);
  flipped[flipped.length - 3] = (flipped.at(-3) ?? 0) ^ 1;
  const item = (name: string, value: string): string =>
    `<ac:ContextItem Name="${name}"><ac:Value>${value}</ac:Value></ac:ContextItem>`;
  const wrong =
    '<wsse:UsernameToken><wsse:Username>anna@example.test</wsse:Username><wsse:Password>S3cret-S3cret</wsse:Password></wsse:UsernameToken>';
  const hashed = wrong.replace('<wsse:Password>', '<wsse:Password Type="urn:x#PasswordDigest">');

  it.each([
    ['policy, wrong password', paths.policy, getPolicies(wrong), 's:Authentication', 'Authentication'],
    ['wrong password', paths.enrollment, asked({ token: wrong }), 's:Authentication', 'Authentication'],
    ['no security', paths.policy, getPolicies(''), 'a:InvalidSecurity', 'InvalidSecurity'],
    ['no token', paths.enrollment, asked({ token: '<x/>' }), 'a:InvalidSecurity', 'InvalidSecurity'],
    ['hashed password', paths.policy, getPolicies(hashed), 'a:InvalidSecurity', 'InvalidSecurity'],
    [
      'renewal',
      paths.enrollment,
      asked({ requestType: 'Renew' }),
      's:EnrollmentServer',
      'NotEligibleToRenew',
    ],
    [
      'rubbish as request',
      paths.enrollment,
      asked({ certificationRequest: Buffer.from('rubbish') }),
      's:CertificateRequest',
      'CertificateRequest',
    ],
    [
      'no request',
      paths.enrollment,
      asked({ certificationRequest: Buffer.of() }),
      's:MessageFormat',
      'MessageFormat',
    ],
    [
      'a short key',
      paths.enrollment,
      asked({ certificationRequest: windowsRequest(pool.identity('rsa-1024', 0).privateKey) }),
      's:CertificateRequest',
      'CertificateRequest',
    ],
    [
      'a broken signature',
      paths.enrollment,
      asked({ certificationRequest: flipped }),
      's:CertificateRequest',
      'CertificateRequest',
    ],
    [
      'no DeviceID',
      paths.enrollment,
      asked({ context: item('DeviceName', 'x') }),
      's:MessageFormat',
      'InvalidEnrollmentData',
    ],
    [
      'a long DeviceID',
      paths.enrollment,
      asked({ context: item('DeviceID', 'x'.repeat(65)) }),
      's:MessageFormat',
      'InvalidEnrollmentData',
    ],
    ['another message', paths.enrollment, discover, 's:MessageFormat', 'MessageFormat'],
    ['another message', paths.discovery, getPolicies(), 's:MessageFormat', 'MessageFormat'],
    ['nothing', paths.discovery, '', 's:MessageFormat', 'MessageFormat'],
    ['rubbish', paths.policy, '<<<', 's:MessageFormat', 'MessageFormat'],
    ['no envelope', paths.policy, '<a/>', 's:MessageFormat', 'MessageFormat'],
    ['two roots', paths.discovery, `${discover}${discover}`, 's:MessageFormat', 'MessageFormat'],
    [
      'a document type',
      paths.discovery,
      `<!DOCTYPE a [<!ENTITY b "c">]>${discover}`,
      's:MessageFormat',
      'MessageFormat',
    ],
    [
      'an entity',
      paths.policy,
      getPolicies().replace('<client>', '<client>&xxe;'),
      's:MessageFormat',
      'MessageFormat',
    ],
    ['deep nesting', paths.policy, '<a>'.repeat(60) + '</a>'.repeat(60), 's:MessageFormat', 'MessageFormat'],
    ['many elements', paths.policy, `<a>${'<b/>'.repeat(5000)}</a>`, 's:MessageFormat', 'MessageFormat'],
    [
      'bytes of no encoding',
      paths.policy,
      Uint8Array.of(0x3c, 0xff, 0xc0),
      's:MessageFormat',
      'MessageFormat',
    ],
  ] as const)('%s at %s', async (_, path, message, subcode, errorType) => {
    const answer = await declined(path, message);
    deepEqual([answer.status, answer.subcode, answer.errorType], [500, subcode, errorType]);
    ok(!answer.text.includes('S3cret'), 'the password');
  });

  it('10 MB, before they are read', async () => {
    const { status, subcode, text } = await declined(paths.enrollment, Buffer.alloc(10_000_000, '<'));
    deepEqual([status, subcode], [413, 's:MessageFormat']);
    match(text, /larger than allowed/);
  });

  it('passwords within what is malformed do not come back', async () => {
    for (const damage of [
      '&S3cret;',
      '<S3cret>',
      '</S3cret>',
      '<!DOCTYPE S3cret>',
      '\0S3cret',
      '<?xml S3cret',
    ]) {
      const { text } = await declined(
        paths.policy,
        getPolicies().replace('<wsse:UsernameToken', `${damage}$&`),
      );
      ok(!text.includes('S3cret'), text);
    }
  });

  it('a device, when the server fails to note it', async () => {
    const failures: unknown[] = [];
    const full = new Error('disk full at /secret/place');
    const answer = await declined(paths.enrollment, asked({}), {
      enrolled: () => Promise.reject(full),
      failed: (error) => void failures.push(error),
    });
    deepEqual([answer.status, answer.subcode], [500, 'a:InternalServiceFault']);
    ok(!answer.text.includes('secret'));
    deepEqual(failures, [full]);
  });

  it('a device that is not wanted', async () => {
    const answer = await declined(paths.enrollment, asked({}), {
      enrolled: () => {
        throw new EnrollmentFault('Authorization', 'no more than 1,000 devices', 'DeviceCapReached');
      },
    });
    deepEqual([answer.subcode, answer.errorType], ['s:Authorization', 'DeviceCapReached']);
    match(answer.text, /<s:Text xml:lang="en-US">no more than 1,000 devices</);
  });

  it('whatever is damaged in the request of somebody unknown', async () => {
    const { service, enrolled } = server();
    const original = Buffer.from(asked({ token: wrong }));
    const damage = fc.record({
      at: fc.nat(original.length - 1),
      take: fc.nat(40),
      put: fc.oneof(
        fc.uint8Array({ maxLength: 8 }),
        fc.constantFrom('<', '</', '>', '<!--', '&amp;', '"', '<a:Action/>').map((text) => Buffer.from(text)),
      ),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 4 }), async (damages) => {
        const damaged = damages.reduce<Uint8Array>(
          (bytes, { at, take, put }) =>
            Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + take)]),
          original,
        );
        notEqual((await post(service, paths.enrollment, damaged)).status, 200);
        equal(enrolled.length, 0);
      }),
      { numRuns: 500 },
    );
  });

  it('other paths and methods', async () => {
    const { service } = server();
    const handle = async (method: string, path: string): Promise<unknown[]> => {
      const { status, headers } = await service.handle({
        method,
        path,
        headers: {},
        body: Buffer.from(context),
      });
      return [status, headers['Allow']];
    };
    deepEqual(await handle('POST', '/EnrollmentServer/Discovery.svc/x'), [404, undefined]);
    deepEqual(await handle('GET', '/'), [404, undefined]);
    deepEqual(await handle('GET', paths.policy), [405, 'POST']);
    deepEqual(await handle('GET', paths.enrollment), [405, 'POST']);
    deepEqual(await handle('PUT', paths.discovery), [405, 'GET, POST']);
    ok(service.serves(`${paths.policy}?x`) && !service.serves('/ManagementServer/MDM.svc'));
  });
});
