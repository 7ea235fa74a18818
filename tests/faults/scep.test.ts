import { describe, expect, it } from 'vitest';
import { requirements } from '../../csp/requirements.ts';
import type { ScepScript } from '../../pki/scep/script.ts';
import type { Fault } from '../../faults/fault.ts';
import { scepFaults } from '../../faults/scep.ts';
import { remove, replace } from '../simulator/client.ts';
import { device, laboratory, operationsOf, rootOf, type Laboratory } from '../simulator/scep/laboratory.ts';

const neighbour = device.replace(/a$/, 'b');

/** A device with the fault, and a server that follows the script. */
function faulty({ adjust }: Fault, script: ScepScript = {}): Laboratory {
  return laboratory(script, { parts: { adjustRules: adjust } });
}

function named(id: string): Fault {
  const fault = scepFaults.find((one) => one.id === id);
  if (fault === undefined) throw new RangeError(`no fault is called ${id}`);
  return fault;
}

/** All that a device answers, keeps and asks in a life with polls, a renewal, a neighbour and two deletions. */
function lifeOf(session: Laboratory): unknown {
  const outcome = (id: string): readonly string[] =>
    ['Status', 'ErrorCode', 'CertThumbprint', 'RespondentServerUrl', 'Install/Challenge'].map((name) =>
      session.node(name, id),
    );
  const seen: unknown[] = [
    session.enroll({ SubjectAlternativeNames: '3+contoso.com', KeyLength: '1024', RetryDelay: '1' }).all,
    outcome(device),
  ];
  session.advance(90);
  seen.push(outcome(device), session.send(replace(`${device}/Install/SubjectName`, 'CN=late')).all);
  session.advance(600);
  seen.push(session.enroll({ SubjectName: 'CN=neighbour', KeyLength: '1024' }, neighbour).all);
  session.advance(600);
  seen.push(outcome(device), outcome(neighbour), session.stores());
  for (const id of [device, neighbour]) seen.push(session.send(remove(id)).all);
  seen.push(session.enroll({ CAThumbprint: rootOf('another'), KeyLength: '1024' }).all);
  session.advance(600);
  seen.push(outcome(device), session.stores(), session.ca.log);
  return seen;
}

describe('the seeded faults of SCEP', () => {
  it('break every requirement of SCEP that is a must, its example, and that requests leave each other alone', () => {
    const broken = new Set<string>(scepFaults.flatMap(({ breaks }) => breaks));
    const demanded = requirements
      .filter(({ area, level }) => area === 'scep' && level === 'must')
      .map(({ id }): string => id)
      .concat('R-EX-01', 'R-GEN-01', 'R-GEN-03');
    expect(demanded.filter((id) => !broken.has(id))).toEqual([]);
  });

  it.each(scepFaults)('$id: a second device begins afresh, whatever the first has gone through', (fault) => {
    const script = { pending: 1 };
    const first = lifeOf(faulty(fault, script));
    expect(lifeOf(faulty(fault, script))).toEqual(first);
  });
});

describe('a device with a fault', () => {
  it('does wrong what the mistake says, and only from the second time on where it says so', () => {
    const session = faulty(named('second-delete-leaves-the-certificate'));
    for (const left of [0, 1]) {
      session.enroll();
      session.advance(60);
      session.send(remove(device));
      expect(session.stores()).toHaveLength(left);
    }
  });

  it('sends its request to a stranger, and installs nothing', () => {
    const session = faulty(named('thumbprint-compared-after-the-request'), { authority: 'another' });
    session.enroll();
    session.advance(60);
    expect(operationsOf(session.ca)).toHaveLength(1);
    expect([session.node('Status'), session.stores()]).toEqual(['16', []]);
  });

  it('reads a setting late', () => {
    const script = { pending: 9 };
    const asked = ['retry-count-read-late', 'retry-delay-read-late'].map((id) => {
      const session = faulty(named(id), script);
      session.enroll({ RetryDelay: '1', RetryCount: '2' });
      session.advance(30);
      session.send(
        replace(`${device}/Install/RetryCount`, '4'),
        replace(`${device}/Install/RetryDelay`, '60'),
      );
      session.advance(600);
      return operationsOf(session.ca).length;
    });
    expect(asked).toEqual([5, 2]);
  });

  it("takes the neighbour's certificate along when a request is deleted", () => {
    const session = faulty(named('delete-takes-the-neighbours-certificate'));
    session.enroll();
    session.enroll({}, neighbour);
    session.advance(60);
    session.send(remove(device));
    expect(session.stores()).toEqual([]);
  });

  it('makes a key of another length than KeyLength', () => {
    const session = faulty(named('key-length-rounded-up'));
    session.enroll({ KeyLength: '512' });
    session.advance(60);
    expect(session.stores()).toMatchObject([{ keyBits: 1024 }]);
  });
});
