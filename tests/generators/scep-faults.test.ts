import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { installFaults } from '../../generators/faults/install-faults.ts';
import { sessionFaults } from '../../generators/faults/session-faults.ts';
import { wireFaults } from '../../generators/faults/wire-faults.ts';
import { parameters } from '../../generators/scep/combinations/parameters.ts';
import { enrollmentOf } from '../../generators/scep/combinations/rows.ts';
import {
  enrollmentCommands,
  scepDeviceFor,
  usualEnrollment,
  type Enrollment,
} from '../../generators/scep/enrollment.ts';
import { enrollmentFaults, faultsIn, valid, withOnly } from '../../generators/scep/faults.ts';
import { commandFaults } from '../../generators/scep/sessions/faults.ts';
import { laboratory } from './laboratory.ts';

/** Any combination of choices, valid or not. */
const enrollments: fc.Arbitrary<Enrollment> = fc
  .tuple(...parameters.map(({ values }) => fc.nat(values.length - 1)))
  .map(enrollmentOf);

function sentBy(enrollment: Enrollment): string {
  const { pool } = laboratory;
  return JSON.stringify([enrollmentCommands(enrollment, pool), scepDeviceFor([enrollment], pool)]);
}

describe('faults of enrollments', () => {
  it('have ids and words that no other fault has', () => {
    const faults = [...enrollmentFaults, ...commandFaults, ...installFaults, ...sessionFaults, ...wireFaults];
    for (const texts of [faults.map(({ id }) => id), faults.map(({ words }) => words)]) {
      expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
    }
  });

  it('are not in the usual enrollment', () => {
    expect(faultsIn(usualEnrollment)).toEqual([]);
  });

  it.each([
    'ServerURL',
    'Challenge',
    'EKUMapping',
    'KeyUsage',
    'SubjectName',
    'KeyLength',
    'HashAlgorithm',
    'CAThumbprint',
  ])('leave out %s, which every enrollment needs (R-SCEP-37)', (node) => {
    const fault = enrollmentFaults.find(({ words }) => words === `${node} is missing`);
    assert.ok(fault !== undefined);
    const commands = JSON.stringify(enrollmentCommands(withOnly(usualEnrollment, fault), laboratory.pool));
    expect(commands).not.toContain(`/${node}"`);
    expect(commands).toContain('/Enroll"');
  });

  it('of answers come with one of those that the device asks for', () => {
    const fault = enrollmentFaults.find(({ id }) => id === 'answer-garbage');
    assert.ok(fault !== undefined);
    const polled = { ...usualEnrollment, server: { pending: 2 } };
    const first = [0, 1, 2, 3].map((at) => withOnly(polled, fault, at).server.faults?.[0]?.from ?? 1);
    expect(first).toEqual([1, 2, 3, 1]);
  });
});

describe('an enrollment', () => {
  it('is valid once every fault is taken out', () => {
    fc.assert(
      fc.property(enrollments, (enrollment) => {
        assert.deepEqual(faultsIn(valid(enrollment)), []);
      }),
    );
  });

  it('stays as it is where it is valid', () => {
    fc.assert(
      fc.property(enrollments.map(valid), (enrollment) => {
        assert.deepEqual(valid(enrollment), enrollment);
      }),
    );
  });

  it.each(enrollmentFaults.map((fault) => [fault.id, fault] as const))(
    'can have %s alone, and its twin is valid and not the same',
    (_, fault) => {
      fc.assert(
        fc.property(enrollments, fc.nat(11), (enrollment, at) => {
          const faulty = withOnly(enrollment, fault, at);
          const twin = fault.leaveOut(faulty);
          assert.deepEqual(faultsIn(faulty), [fault]);
          assert.deepEqual(faultsIn(twin), []);
          // Whatever a fault is, it has to show in the payload, in the device or in its server.
          assert.notEqual(sentBy(faulty), sentBy(twin));
        }),
      );
    },
  );

  it('has a fault by what the fault reads, and by nothing else', () => {
    fc.assert(
      fc.property(
        enrollments,
        fc.constantFrom(...parameters),
        fc.nat(),
        fc.constantFrom(...enrollmentFaults),
        (enrollment, parameter, value, fault) => {
          fc.pre(!fault.reads.includes(parameter.name));
          const change = parameter.values[value % parameter.values.length] ?? {};
          const { server, ...rest } = change;
          const other: Enrollment = {
            ...enrollment,
            ...rest,
            // A choice that is taken out reads as undefined, as one that was never made.
            server: { ...enrollment.server, ...server } as Enrollment['server'],
          };
          assert.equal(fault.isIn(other), fault.isIn(enrollment));
        },
      ),
      { numRuns: 2000 },
    );
  });
});
