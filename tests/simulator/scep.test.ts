import { describe, expect, it } from 'vitest';
import type { EnrollmentRequest, EnrollmentState } from '../../simulator/csp/enrollment.ts';
import { enroll, settingUp } from './aspects/scep.ts';
import { add, atomic, csp, get, open, remove, replace, type Session } from './client.ts';

const id = `${csp}/SCEP/a`;
const install = `${id}/Install`;

/** A device with a client that only notes what it is told. */
function withClient(): {
  session: Session;
  started: EnrollmentRequest[];
  forgotten: string[];
  moments: number[];
  report: (state: EnrollmentState) => void;
} {
  const started: EnrollmentRequest[] = [];
  const forgotten: string[] = [];
  const moments: number[] = [];
  let reporter: (state: EnrollmentState) => void = () => undefined;
  const enrollmentClient = {
    start: (request: EnrollmentRequest, report: (state: EnrollmentState) => void) => {
      started.push(request);
      reporter = report;
    },
    forget: (key: string) => void forgotten.push(key),
    timePassed: (now: number) => void moments.push(now),
  };
  const session = open({}, {}, { enrollmentClient });
  return {
    session,
    started,
    forgotten,
    moments,
    report: (state) => {
      reporter(state);
    },
  };
}

describe('SCEP settings', () => {
  it('can be added, read, replaced and deleted', () => {
    const session = open();
    for (const name of ['ServerURL', 'TemplateName', 'CustomTextToShowInPrompt', 'SubjectAlternativeNames']) {
      const target = `${install}/${name}`;
      expect(session.send(add(target, 'one'), replace(target, 'two'), get(target), remove(target)).all).toBe(
        '200 200 200 200',
      );
    }
  });

  it('Status, ErrorCode, CertThumbprint and RespondentServerUrl can only be read', () => {
    const session = open();
    session.send(add(id));
    for (const name of ['Status', 'ErrorCode', 'CertThumbprint', 'RespondentServerUrl']) {
      expect(session.send(add(`${id}/${name}`), replace(`${id}/${name}`), remove(`${id}/${name}`)).all).toBe(
        '405 405 405',
      );
    }
    expect(session.read(`${id}/Status`)).toBe('32');
  });

  it('Enroll allows Exec alone, and needs its Install', () => {
    expect(
      open().send(enroll, add(install), get(`${install}/Enroll`), add(`${install}/Enroll`, '', 'null')).all,
    ).toBe('404 200 405 405');
  });
});

describe('Exec of Enroll', () => {
  it('is accepted with all required settings and leaves Status 32, Challenge deleted', () => {
    const session = open();
    expect(session.send(atomic(...settingUp(), enroll)).all).toMatch(/^200( 200)+$/);
    expect([session.read(`${id}/Status`), session.read(`${install}/Challenge`)]).toEqual(['32', '404']);
  });

  it('R-SCEP-37, R-SCEP-15: fails with a required setting missing, or Windows Hello without a container', () => {
    for (const name of [
      'ServerURL',
      'Challenge',
      'EKUMapping',
      'KeyUsage',
      'SubjectName',
      'KeyLength',
      'HashAlgorithm',
      'CAThumbprint',
    ]) {
      expect(
        open()
          .send(atomic(...settingUp({ [name]: undefined }), enroll))
          .codes('1'),
        name,
      ).toBe('507');
    }
    expect(open().send(...settingUp({ KeyProtection: '4' }), enroll).all).toMatch(/500$/);
  });

  it('R-GEN-02: starts nothing when a member of its Atomic fails, also not later', () => {
    const { session, started, forgotten } = withClient();
    session.send(...settingUp());
    expect(session.send(atomic(enroll, get(csp))).codes('1')).toBe('507');
    expect(session.send(atomic(remove(id), get(csp))).codes('1')).toBe('507');
    session.send(get(csp));
    expect([started, forgotten]).toEqual([[], []]);
    expect(session.read(`${install}/Challenge`)).toBe('secret');
  });

  it('R-SCEP-04: hands the settings over as they are; a later Replace does not reach them', () => {
    const { session, started } = withClient();
    session.send(atomic(...settingUp({ RetryCount: '7' }), enroll));
    session.send(replace(`${install}/SubjectName`, 'CN=late'));
    expect(started).toHaveLength(1);
    expect(started[0]).toMatchObject({ scope: 'device', retryCount: 7, retryDelay: 5 });
    expect([started[0]?.settings.get('SubjectName'), started[0]?.settings.get('Challenge')]).toEqual([
      'CN=device',
      'secret',
    ]);
  });
});

describe('the SCEP client of a device', () => {
  it('reports what the nodes then show', () => {
    const { session, report } = withClient();
    session.send(...settingUp(), enroll);
    report({ status: 1, thumbprint: 'AB', respondentServerUrl: 'http://ca', errorCode: '0' });
    const nodes = ['Status', 'CertThumbprint', 'RespondentServerUrl', 'ErrorCode'];
    expect(nodes.map((name) => session.read(`${id}/${name}`))).toEqual(['1', 'AB', 'http://ca', '0']);
  });

  it('is told of a deleted request, and its later reports change nothing', () => {
    const { session, forgotten, report } = withClient();
    session.send(...settingUp(), enroll, remove(id));
    expect(forgotten).toHaveLength(1);
    report({ status: 1 });
    session.send(add(id));
    expect(session.read(`${id}/Status`)).toBe('32');
  });

  it('is told how late it is', () => {
    const { session, moments } = withClient();
    session.advance(60);
    session.advance(1.5);
    expect(moments).toEqual([60_000, 61_500]);
  });
});
