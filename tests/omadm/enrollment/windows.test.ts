import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../../pki/scep/certificate.ts';
import { derNull, objectIdentifier, sequence } from '../../../pki/scep/der-write.ts';
import { publicKeyOf } from '../../../pki/scep/keys.ts';
import { blocks, needsOpenssl, openssl, withoutOpenssl } from '../../pki/openssl.ts';
import { pool, post, server, textOf, user } from './laboratory.ts';
import { discover, getPolicies, messageId, paths, requestSecurityToken, windowsRequest } from './windows.ts';

const key = pool.identity('rsa-2048', 2).privateKey;
const request = windowsRequest(key);

/** The provisioning document within an answer of the enrollment service. */
function documentIn(answer: string): string {
  const [, encoded = ''] = /<BinarySecurityToken[^>]*>([^<]*)</.exec(answer) ?? [];
  return Buffer.from(encoded, 'base64').toString('utf8');
}

describe('messages in the shapes of Windows', () => {
  it('discover the services, in the version that was asked for', async () => {
    const response = await post(server().service, '/ENROLLMENTSERVER/DISCOVERY.SVC?a=b', discover);
    const text = textOf(response);
    equal(response.status, 200);
    equal(response.headers['Content-Length'], String(response.body.length));
    equal(response.headers['Content-Type'], 'application/soap+xml; charset=utf-8');
    match(text, /<AuthPolicy>OnPremise</);
    match(text, /<EnrollmentVersion>3\.0</);
    match(
      text,
      /<EnrollmentPolicyServiceUrl>https:\/\/mdm\.example\.test:8443\/EnrollmentServer\/Policy\.svc</,
    );
    match(
      text,
      /<EnrollmentServiceUrl>https:\/\/mdm\.example\.test:8443\/EnrollmentServer\/Enrollment\.svc</,
    );
    match(text, new RegExp(`<a:RelatesTo>${messageId}<`));
    match(text, /<ActivityId CorrelationId="[0-9a-f-]{36}"/);
  });

  it('are asked by GET whether there is anybody', async () => {
    const { service } = server();
    const answer = await service.handle({
      method: 'GET',
      path: paths.discovery,
      headers: {},
      body: Buffer.of(),
    });
    deepEqual([answer.status, answer.body.length, answer.headers['Content-Length']], [200, 0, '0']);
  });

  it('get the policy', async () => {
    const text = textOf(await post(server().service, paths.policy, getPolicies()));
    for (const part of [
      '<policySchema>3<',
      '<minimalKeyLength>2048<',
      '<validityPeriodSeconds>31536000<',
      '<renewalPeriodSeconds>5184000<',
      '<hashAlgorithmOIDReference>0<',
      '<value>2.16.840.1.101.3.4.2.1<',
    ])
      ok(text.includes(part), part);
  });

  it('enroll a device', async () => {
    const { service, enrolled } = server();
    const response = await post(
      service,
      paths.enrollment,
      requestSecurityToken({ certificationRequest: request }),
    );
    equal(response.status, 200);
    const [entry] = enrolled;
    ok(entry);
    equal(entry.user, user);
    equal(entry.store, 'System');
    deepEqual(entry.context.get('MAC'), ['FF:FF:FF:FF:FF:FF', 'CC:CC:CC:CC:CC:CC']);
    equal(entry.context.get('OSEdition')?.[0], '4');
    const parts = readCertificate(entry.certificate);
    equal(parts.subject, 'CN=AAAA48C8703E4DF2A74A92984117346A');
    deepEqual(Buffer.from(parts.publicKey), Buffer.from(publicKeyOf(key)));
    const document = documentIn(textOf(response));
    match(document, /EntDeviceName" value="MY_WINDOWS_DEVICE"/);
    match(document, /Subject=CN%3DAAAA48C8703E4DF2A74A92984117346A&amp;Stores=My%5CSystem"/);
  });

  it('enroll a device that signs with sha1RSA of OIW, as the sample policy of Microsoft names it', async () => {
    const algorithm = sequence(objectIdentifier('1.3.14.3.2.29'), derNull);
    const certificationRequest = windowsRequest(key, algorithm, 'sha1');
    const { service, enrolled } = server();
    await post(service, paths.enrollment, requestSecurityToken({ certificationRequest }));
    equal(enrolled.length, 1);
  });
});

describe.skipIf(withoutOpenssl)(`requests that OpenSSL made (${needsOpenssl})`, () => {
  const program = openssl();

  it.each(['-newkey rsa:2048 -sha256', '-newkey rsa:3072 -sha512'])('%s', async (options) => {
    const out = program.run(`req -new ${options} -nodes -keyout key.pem -subj /CN=device`);
    const [certificationRequest = Buffer.of()] = blocks('CERTIFICATE REQUEST', out);
    const { service, enrolled } = server();
    await post(service, paths.enrollment, requestSecurityToken({ certificationRequest }));
    equal(enrolled.length, 1);
  });

  it('with `!` in a PrintableString are read by OpenSSL, too', () => {
    program.write('windows.der', request);
    expect(program.run('req -verify -noout -inform DER -in windows.der')).toMatch(/verify OK/);
  });
});
