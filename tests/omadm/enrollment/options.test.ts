import { equal, ok } from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { describeEnrollment } from '../../../omadm/enrollment/describe.ts';
import type { EnrollmentServiceOptions } from '../../../omadm/enrollment/service-options.ts';
import { server } from './laboratory.ts';

describe('a server that no device could enroll with', () => {
  it.each<[RegExp, Partial<EnrollmentServiceOptions>]>([
    [/https:\/\/host/, { baseUrl: 'http://mdm.example.test' }],
    [/https:\/\/host/, { baseUrl: 'https://mdm.example.test/path' }],
    [/provider id/, { providerId: 'a/b' }],
    [/provider id/, { providerId: '' }],
    [/name of the provider/, { providerName: 'a\0' }],
    [/shorter than the validity/, { validity: { validitySeconds: 10, renewalSeconds: 10 } }],
    [/whole number/, { poll: { numberOfFirstRetries: -1 } }],
    [
      /two sets that never end/,
      {
        poll: {
          numberOfFirstRetries: 0,
          intervalForFirstSetOfRetries: 1,
          numberOfSecondRetries: 0,
          intervalForSecondSetOfRetries: 5,
        },
      },
    ],
  ])('%s', (message, options) => {
    expect(() => server(options)).toThrow(message);
  });

  it('is none of those that can', () => {
    equal(server({ limits: { bytes: 1000 } }).service.maximumBytes, 1000);
  });
});

describe('what a person is told', () => {
  it('holds the name, the address and the steps', () => {
    const text = describeEnrollment('https://mdm.example.test:8443', 'anna@example.test').join('\n');
    for (const part of [
      'Cert:\\LocalMachine\\Root',
      'Settings > Accounts > Access work or school > Enroll only in device management',
      'User name: anna@example.test',
      'https://mdm.example.test:8443/EnrollmentServer/Discovery.svc',
      'RegisterDeviceWithManagement',
      'deviceenroller.exe /o <GUID> /c',
    ])
      ok(text.includes(part), part);
  });

  it('is only told for what Windows takes', () => {
    expect(() => describeEnrollment('https://mdm.example.test', 'anna')).toThrow(/user@example\.com/);
    expect(() => describeEnrollment('http://mdm.example.test', 'anna@example.test')).toThrow(/https/);
  });
});
