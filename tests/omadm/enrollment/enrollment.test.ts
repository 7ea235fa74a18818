import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { enroll } from '../../../omadm/enrollment/client.ts';
import { seededRandom } from '../../../pki/random.ts';
import { needsOpenssl, openssl, pem, withoutOpenssl } from '../../pki/openssl.ts';
import {
  authority,
  device,
  enrollWith,
  failureOf,
  httpTo,
  now,
  password,
  pool,
  server,
  user,
} from './laboratory.ts';

/** Any text that XML can carry, but for what a device id may not have. */
const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
const special = fc.constantFrom(
  ' a',
  'b ',
  '<&>\'"',
  ']]>',
  '\r\n\t',
  '&amp;',
  'ÄÖ ß',
  '𝔘𝔫𝔦',
  ':',
  '\u00a0',
  '%26',
);
const secrets = fc.oneof(
  texts,
  special,
  fc.tuple(texts, special).map((parts) => parts.join('')),
);
const legal = (text: string): boolean =>
  /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u.test(text);

describe('a client and a server', () => {
  it('end with the same account', async () => {
    const { service, enrolled } = server();
    const enrollment = await enrollWith(httpTo(service));
    const [entry] = enrolled;
    ok(entry);
    deepEqual(enrollment.account, entry.account);
    deepEqual(Buffer.from(enrollment.certificate), Buffer.from(entry.certificate));
    deepEqual(
      enrollment.roots.map((root) => Buffer.from(root)),
      [Buffer.from(authority.certificate)],
    );
    equal(enrollment.store, 'User');
    equal(entry.user, user);
    equal(entry.context.get('DeviceName')?.[0], device.deviceName);
    equal(entry.context.get('HWDevID')?.[0], device.hardwareId);
    equal(entry.thumbprint, new X509Certificate(entry.certificate).fingerprint.replaceAll(':', ''));
    deepEqual(enrollment.poll, {
      numberOfFirstRetries: 0,
      intervalForFirstSetOfRetries: 1,
      numberOfSecondRetries: 0,
      intervalForSecondSetOfRetries: 0,
      numberOfRemainingScheduledRetries: 0,
      intervalForRemainingScheduledRetries: 0,
      pollOnLogin: true,
    });
    equal(enrollment.account.address, 'https://mdm.example.test:8443/ManagementServer/MDM.svc');
  });

  it('carry any user name, password and device, or none of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        secrets,
        secrets,
        texts,
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
        async (name, secret, deviceName, id) => {
          const seen: string[][] = [];
          const { service, enrolled } = server({
            authenticate: (...credentials) => seen.push(credentials) > 0,
          });
          const deviceId = `x${id.replaceAll(/[\p{Cc}:]/gu, '').trim()}`;
          const options = { user: name, password: secret, device: { ...device, deviceName, deviceId } };
          const enrolling = enrollWith(httpTo(service), options);
          if (![name, secret, deviceName, deviceId].every(legal)) {
            await expect(enrolling).rejects.toThrow(
              /^options: the .* has a character that XML can not carry$/,
            );
            return;
          }
          if (Array.from(deviceId).length > 64) {
            await expect(enrolling).rejects.toThrow(/DeviceID of 1 to 64 characters/);
            return;
          }
          const { account } = await enrolling;
          deepEqual(seen, [
            [name, secret],
            [name, secret],
          ]);
          equal(account.deviceId, deviceId);
          equal(account.device.name, deviceId);
          deepEqual(
            enrolled.map((entry) => [entry.user, entry.context.get('DeviceName')]),
            [[name, [deviceName.trim()]]],
          );
        },
      ),
    );
  });

  it('give every device secrets and nonces of its own, 16 bytes each', async () => {
    const { service, enrolled } = server();
    await enrollWith(httpTo(service));
    await enrollWith(httpTo(service));
    const parts = enrolled.flatMap(({ account: { device: own, server: theirs } }) => [own, theirs]);
    const nonces = parts.map(({ nonce }) => nonce);
    equal(new Set(nonces).size, 4);
    equal(new Set(parts.map(({ secret }) => secret)).size, 4);
    for (const nonce of nonces) equal(Buffer.from(nonce, 'base64').length, 16);
    notEqual(enrolled[0]?.thumbprint, enrolled[1]?.thumbprint);
  });

  it.each(['md5', 'basic'] as const)('agree on %s', async (authentication) => {
    const { service, enrolled } = server({ authentication });
    const { account } = await enrollWith(httpTo(service));
    equal(account.authentication, authentication);
    deepEqual(account, enrolled[0]?.account);
  });

  it('differ on no authentication, which the document has no word for', async () => {
    const { service, enrolled } = server({ authentication: 'none' });
    const { account } = await enrollWith(httpTo(service));
    deepEqual(account, { ...enrolled[0]?.account, authentication: 'md5' });
  });

  it('put the certificate of a device into the store of the machine', async () => {
    const enrollmentType = 'Device' as const;
    const { service } = server();
    equal((await enrollWith(httpTo(service), { device: { ...device, enrollmentType } })).store, 'System');
  });

  it('use the schedule and the address that the server has', async () => {
    const poll = {
      numberOfFirstRetries: 8,
      intervalForFirstSetOfRetries: 15,
      allUsersPollOnFirstLogin: false,
    };
    const managementUrl = 'https://mdm.example.test/dm?a=1&b=2';
    const { service } = server({ poll, managementUrl });
    const enrollment = await enrollWith(httpTo(service));
    deepEqual(enrollment.poll, poll);
    equal(enrollment.account.address, managementUrl);
  });

  it('find the server of a user by the domain', async () => {
    const { service } = server({ baseUrl: 'https://enterpriseenrollment.example.test' });
    const asked: string[] = [];
    const http = httpTo(service);
    await enroll({
      user,
      password,
      privateKey: pool.identity('rsa-2048', 1).privateKey,
      device,
      randomBytes: seededRandom('found'),
      http: {
        get: (url, headers) => (asked.push(`GET ${url}`), http.get(url, headers)),
        post: (url, headers, body) => (asked.push(`POST ${url}`), http.post(url, headers, body)),
      },
    });
    deepEqual(asked, [
      'GET https://enterpriseenrollment.example.test/EnrollmentServer/Discovery.svc',
      'POST https://enterpriseenrollment.example.test/EnrollmentServer/Discovery.svc',
      'POST https://enterpriseenrollment.example.test/EnrollmentServer/Policy.svc',
      'POST https://enterpriseenrollment.example.test/EnrollmentServer/Enrollment.svc',
    ]);
  });

  it('find no server by a user name that has no domain', async () => {
    const options = { password, device, randomBytes: seededRandom('lost'), http: httpTo(server().service) };
    const { privateKey } = pool.identity('rsa-2048', 0);
    for (const name of ['anna', 'example\\anna', 'anna@', 'anna@example.test:8443/x', '@example.test']) {
      match(await failureOf(enroll({ ...options, privateKey, user: name })), /^options: no server is given/);
    }
  });
});

describe.skipIf(withoutOpenssl)(`the certificate of a device (${needsOpenssl})`, () => {
  const program = openssl();

  it('verifies for client authentication and nothing else, for as long as the policy says', async () => {
    const { service } = server({ validity: { validitySeconds: 1_209_600, renewalSeconds: 172_800 } });
    const { certificate } = await enrollWith(httpTo(service));
    program.write('ca.pem', pem('CERTIFICATE', authority.certificate));
    program.write('device.pem', pem('CERTIFICATE', certificate));
    const at = (seconds: number, purpose: string): string =>
      program.run(
        `verify -x509_strict -CAfile ca.pem -purpose ${purpose} -attime ${now.getTime() / 1000 + seconds} device.pem`,
      );
    expect(at(1_209_599, 'sslclient')).toMatch(/device.pem: OK/);
    expect(() => at(1_209_601, 'sslclient')).toThrow(/certificate has expired/);
    expect(() => at(0, 'sslserver')).toThrow(/unsuitable certificate purpose/);
    expect(program.run('x509 -noout -subject -in device.pem')).toContain(`CN = ${device.deviceId}`);
  });

  it('is asked for by a request that OpenSSL finds right', async () => {
    const bodies: string[] = [];
    const http = httpTo(server().service);
    await enrollWith(
      {
        ...http,
        post: (url, headers, body) => (
          bodies.push(Buffer.from(body).toString()),
          http.post(url, headers, body)
        ),
      },
      { device: { ...device, deviceId: 'a "quoted\\ device", O=Contoso' } },
    );
    const [, request = ''] = /<wsse:BinarySecurityToken [^>]*>([^<]*)</.exec(bodies[2] ?? '') ?? [];
    program.write('request.der', Buffer.from(request, 'base64'));
    const said = program.run('req -verify -noout -subject -inform DER -in request.der');
    expect(said).toMatch(/verify OK/);
    expect(said).toContain('subject=CN = "a \\"quoted\\\\ device\\", O=Contoso"');
  });
});
