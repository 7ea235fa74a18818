import { deepEqual, equal } from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import type { EnrollmentOptions } from '../../../omadm/enrollment/client-options.ts';
import type { HttpResponse } from '../../../omadm/enrollment/http.ts';
import {
  base64,
  client,
  discovered,
  envelope,
  identity,
  other,
  pki,
  policy,
  provisioning,
  service,
  token,
} from './foreign.ts';
import { enrollWith, failureOf, httpTo, pool, scripted, server, type Answer } from './laboratory.ts';

describe('a server made by others', () => {
  it('enrolls a device, whatever its prefixes and addresses', async () => {
    const asked: string[] = [];
    const http = scripted([discovered(), policy(), token(provisioning())]);
    const enrollment = await enrollWith({
      ...http,
      post: (url, headers, body) => (asked.push(url), http.post(url, headers, body)),
    });
    deepEqual(asked, [
      'https://mdm.example.test:8443/EnrollmentServer/Discovery.svc',
      'https://other.example.test/api/mdm/microsoft/policy',
      'https://other.example.test/api/mdm/microsoft/enroll',
    ]);
    deepEqual(enrollment.account, {
      providerId: 'TestMDMServer',
      address: 'https://dm.example.test/omadm',
      deviceId: '7BA748C8-703E-4DF2-A74A-92984117346A',
      authentication: 'basic',
      device: { name: 'testclient', secret: 'password2', nonce: '' },
      server: { name: 'TestMDMServer', secret: 'password1', nonce: 'nonce' },
    });
    equal(base64(enrollment.certificate), base64(identity.certificate));
    deepEqual(enrollment.roots.map(base64), [base64(other.certificate)]);
    deepEqual(enrollment.poll, { numberOfFirstRetries: 8, pollOnLogin: true });
  });

  it('is asked with the hash that its policy names', async () => {
    const bodies: string[] = [];
    const http = scripted([discovered(), policy(), token(provisioning())]);
    await enrollWith({
      ...http,
      post: (url, headers, body) => (
        bodies.push(Buffer.from(body).toString()),
        http.post(url, headers, body)
      ),
    });
    const [, request = ''] = /BinarySecurityToken[^>]*>([^<]*)</.exec(bodies[2] ?? '') ?? [];
    // sha512WithRSAEncryption
    expect(Buffer.from(request, 'base64').toString('hex')).toContain('06092a864886f70d01010d');
  });

  const fault = (inside: string, soap?: string): Partial<HttpResponse> => ({
    status: 500,
    body: Buffer.from(envelope(`<q:Fault>${inside}</q:Fault>`, soap)),
  });
  const capReached = `<q:Code><q:Value>q:Receiver</q:Value><q:Subcode><q:Value>q:Authorization</q:Value></q:Subcode></q:Code>
    <q:Reason><q:Text xml:lang="en-US">device cap\n reached</q:Text></q:Reason>
    <q:Detail><e:DeviceEnrollmentServiceError xmlns:e="${pki}"><e:ErrorType>DeviceCapReached</e:ErrorType>
    <e:Message>no</e:Message><e:TraceId>1</e:TraceId></e:DeviceEnrollmentServiceError></q:Detail>`;
  const oldFault = '<faultcode>q:Server</faultcode><faultstring>no more</faultstring>';
  const secured = (nonces: string): string => provisioning({ auth: nonces });

  it.each<[string, readonly Answer[]]>([
    [
      'discovery: the server wants authentication of the kind "Federated", and only OnPremise is done here',
      [discovered('Federated')],
    ],
    [
      'discovery: the policy service is at "http://other.example.test/api/mdm/microsoft/policy", which is not protected by TLS',
      [discovered('OnPremise', 'http://other.example.test')],
    ],
    [
      'discovery: the policy service has the address "over there/api/mdm/microsoft/policy", which is none',
      [discovered('OnPremise', 'over there')],
    ],
    [
      'discovery: https://mdm.example.test:8443/EnrollmentServer/Discovery.svc answered with HTTP 404 and no SOAP message',
      [{ status: 404, body: Buffer.from('<html>') }],
    ],
    [
      'discovery: the answer of https://mdm.example.test:8443/EnrollmentServer/Discovery.svc (HTTP 200) can not be used: the message is not well-formed XML (line 1, column 1)',
      ['Hello'],
    ],
    [
      'policy: the server wants keys of 4096 bits or more, the device has one of 2048',
      [discovered(), policy(4096)],
    ],
    [
      'policy: the server declines with DeviceCapReached (0x80180013): device cap reached',
      [discovered(), fault(capReached)],
    ],
    [
      'policy: the server declines with Authorization (0x80180003): device cap reached',
      [discovered(), fault(capReached.replace('DeviceCapReached', 'Whatever'))],
    ],
    [
      'policy: the server declines with authentication (0x80180002): x',
      [
        discovered(),
        fault(
          '<q:code><q:subcode><q:value>q:authentication</q:value></q:subcode></q:code><q:reason><q:text>x</q:text></q:reason>',
        ),
      ],
    ],
    [
      'enrollment: the server declines with Server: no more',
      [discovered(), policy(), fault(oldFault, 'http://schemas.xmlsoap.org/soap/envelope/')],
    ],
    [
      'enrollment: the answer of https://other.example.test/api/mdm/microsoft/enroll (HTTP 200) can not be used: Body holds no RequestSecurityTokenResponseCollection',
      [discovered(), policy(), policy()],
    ],
    [
      'provisioning: the provisioning document can not be used: no certificate in My/User or My/System is for the key of the request',
      [discovered(), policy(), token(provisioning({ certificate: other.certificate }))],
    ],
    [
      'provisioning: the provisioning document can not be used: ADDR is "nowhere", which is no address',
      [discovered(), policy(), token(provisioning({ address: 'nowhere' }))],
    ],
    [
      'provisioning: the provisioning document can not be used: APPLICATION w7 has no ADDR',
      [discovered(), policy(), token(provisioning({ address: '' }))],
    ],
    [
      'provisioning: the provisioning document can not be used: APPLICATION w7 has no APPAUTH of CLIENT',
      [discovered(), policy(), token(secured(service))],
    ],
    [
      'provisioning: the provisioning document can not be used: APPAUTH of APPSRV has no nonce in AAUTHDATA, without which Windows ends the enrollment (0x80070057)',
      [discovered(), policy(), token(secured(client + service.replace('BASIC', 'DIGEST')))],
    ],
    [
      'provisioning: the provisioning document can not be used: AAUTHTYPE of APPSRV is neither DIGEST nor BASIC',
      [discovered(), policy(), token(secured(client + service.replace('BASIC', 'HMAC')))],
    ],
    [
      'provisioning: the provisioning document can not be used: the provisioning document has a characteristic RootCATrustedCertificates, which Windows refuses (0x83750005)',
      [
        discovered(),
        policy(),
        token(provisioning({ extra: '<characteristic type="RootCATrustedCertificates"/>' })),
      ],
    ],
    [
      'provisioning: the provisioning document can not be used: the message has a document type declaration, which is not allowed (line 1, column 1)',
      [discovered(), policy(), token(`<!DOCTYPE a>${provisioning()}`)],
    ],
    [
      'provisioning: the provisioning document can not be used: Poll/NumberOfFirstRetries is no number',
      [discovered(), policy(), token(provisioning().replace('value="8"', 'value="many"'))],
    ],
  ])('%s', async (message, answers) => {
    equal(await failureOf(enrollWith(scripted(answers))), message);
  });
});

describe('an enrollment that can not begin', () => {
  const { service: own } = server();
  it.each<[string, Partial<EnrollmentOptions>]>([
    ['options: ftp://x is no address such as https://mdm.example.com', { server: 'ftp://x' }],
    ['options: mdm is no address such as https://mdm.example.com', { server: 'mdm' }],
    ['options: the password has a character that XML can not carry', { password: 'a\0b' }],
    [
      'options: the key of the device has to be an RSA key',
      { privateKey: pool.identity('ec-p256', 0).privateKey },
    ],
    [
      'policy: the server wants keys of 2048 bits or more, the device has one of 1024',
      { privateKey: pool.identity('rsa-1024', 0).privateKey },
    ],
    [
      'policy: the server declines with Authentication (0x80180002): user name or password is wrong',
      { password: 'wrong' },
    ],
    [
      'discovery: GET https://mdm.example.test/elsewhere was answered with HTTP 404',
      { server: 'https://mdm.example.test/elsewhere' },
    ],
  ])('%s', async (message, options) => {
    equal(await failureOf(enrollWith(httpTo(own), options)), message);
  });

  it('because nobody answers', async () => {
    const nobody = () => Promise.reject(new Error('connect ECONNREFUSED'));
    equal(
      await failureOf(enrollWith({ get: nobody, post: nobody })),
      'discovery: https://mdm.example.test:8443/EnrollmentServer/Discovery.svc can not be reached: connect ECONNREFUSED',
    );
  });
});
