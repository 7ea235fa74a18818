import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parameters } from '../../generators/combinations/parameters.ts';
import { installOf } from '../../generators/combinations/rows.ts';
import { sessionFaults } from '../../generators/faults/session-faults.ts';
import { faultsIn, installFaults, valid, withOnly } from '../../generators/faults/install-faults.ts';
import { wireFaults } from '../../generators/faults/wire-faults.ts';
import { deviceFor, installCommands, type Install } from '../../generators/install.ts';
import { laboratory } from './laboratory.ts';

/** Any combination of choices, valid or not. */
const installs: fc.Arbitrary<Install> = fc
  .tuple(...parameters.map(({ values }) => fc.nat(values.length - 1)))
  .map(installOf);

function sentBy(install: Install): string {
  const { pool } = laboratory;
  return JSON.stringify([installCommands(install, pool), deviceFor([install], pool)]);
}

describe('faults', () => {
  it('have ids and words of their own', () => {
    const faults = [...installFaults, ...sessionFaults, ...wireFaults];
    const ids = faults.map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
    const words = faults.map((fault) => fault.words);
    expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
  });
});

describe('an install', () => {
  it('is valid once every fault is taken out', () => {
    fc.assert(
      fc.property(installs, (install) => {
        assert.deepEqual(faultsIn(valid(install)), []);
      }),
    );
  });

  it.each(installFaults.map((fault) => [fault.id, fault] as const))(
    'can have %s alone, and its twin is valid and is sent otherwise',
    (_, fault) => {
      fc.assert(
        fc.property(installs, (install) => {
          const faulty = withOnly(install, fault);
          const twin = fault.leaveOut(faulty);
          assert.deepEqual(faultsIn(faulty), [fault]);
          assert.deepEqual(faultsIn(twin), []);
          // Whatever a fault is, it has to show in the payload or in the device.
          assert.notEqual(sentBy(faulty), sentBy(twin));
        }),
      );
    },
  );
});
