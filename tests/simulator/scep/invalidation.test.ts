import { describe, expect, it } from 'vitest';
import { thumbprintOf } from '../../../pki/scep/log.ts';
import { add, csp, replace, userCsp } from '../client.ts';
import { authorities, device, exec, laboratory, settingUp, start, type Laboratory } from './laboratory.ts';

const user = `${userCsp}/SCEP/b`;
const secondsUntil = (year: number): number => (Date.UTC(year, 0, 2) - start) / 1000;

function enrolledTwice(edition: '10.0.10586' | '10.0.26100'): Laboratory {
  const session = laboratory({}, { preparation: { edition } });
  session.send(...settingUp(), exec(), ...settingUp({ SubjectName: 'CN=user' }, user), exec(user));
  return session;
}

const thumbprints = (session: Laboratory): readonly number[] =>
  [device, user].map((id) => session.node('CertThumbprint', id).length);

describe('R-SCEP-33: CertThumbprint is empty', () => {
  it('once somebody deletes the keys of its store, and only of that one', () => {
    for (const [scope, left] of [
      ['device', [0, 40]],
      ['user', [40, 0]],
    ] as const) {
      const session = enrolledTwice('10.0.26100');
      expect(thumbprints(session)).toEqual([40, 40]);
      session.removeKeys(scope);
      expect(thumbprints(session)).toEqual(left);
      expect(session.stores().filter(({ provider }) => provider === 'none')).toHaveLength(1);
      expect([session.node('Status'), session.node('Status', user)]).toEqual(['1', '1']);
    }
  });

  it("R-GEN-06: on version 1511 the copy in the user's store keeps no key for it", () => {
    const session = enrolledTwice('10.0.10586');
    session.removeKeys('device');
    expect(thumbprints(session)).toEqual([0, 40]);
    const other = enrolledTwice('10.0.10586');
    other.removeKeys('user');
    expect(thumbprints(other)).toEqual([40, 0]);
  });

  it('once an intermediate CA of its chain has expired, as once the root has', () => {
    const authority = 'intermediate-with-registration';
    for (const named of authorities.byName[authority].presented.slice(1)) {
      const session = laboratory(
        { authority, validitySeconds: 10 ** 10 },
        { rules: { emptiesThumbprint: (reason) => reason === 'chain' } },
      );
      session.enroll({ CAThumbprint: thumbprintOf(named) });
      session.advance(secondsUntil(2049));
      expect(session.node('CertThumbprint')).toHaveLength(40);
      session.advance(secondsUntil(2050) - secondsUntil(2049));
      expect(session.node('CertThumbprint')).toBe('');
    }
  });

  it('while another enrollment of the id is pending, too', () => {
    const session = laboratory({ pending: 1 });
    session.enroll({ RetryDelay: '1' });
    session.advance(60);
    session.send(add(`${device}/Install/Challenge`, 'again'), replace(`${device}/Install/RetryDelay`, '9'));
    session.send(exec());
    expect([session.node('Status'), session.node('CertThumbprint').length]).toEqual(['2', 40]);
    session.removeKeys('device');
    expect([session.node('Status'), session.node('CertThumbprint')]).toEqual(['2', '']);
    session.advance(540);
    expect([session.node('Status'), session.node('CertThumbprint').length]).toEqual(['1', 40]);
  });

  it('for as long as no other certificate is enrolled', () => {
    const session = laboratory();
    session.enroll();
    session.removeKeys('device');
    session.advance(60);
    expect(session.node('CertThumbprint')).toBe('');
    session.send(add(`${device}/Install/Challenge`, 'again'), exec());
    expect(session.node('CertThumbprint')).toBe(session.stores()[0]?.thumbprint);
  });

  it('not for one of many whose key is still there', () => {
    const session = laboratory();
    const ids = ['a', 'b', 'c'].map((name) => `${csp}/SCEP/${name}`);
    ids.forEach((id, index) => session.enroll({ ValidPeriodUnits: String(index + 1) }, id));
    session.advance(86_400 + 1);
    expect(ids.map((id) => session.node('CertThumbprint', id).length)).toEqual([0, 40, 40]);
  });
});
