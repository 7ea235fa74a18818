import { describe, expect, it } from 'vitest';
import { emptyDevice, type GivenState } from '../../../oracles/explain/given.ts';
import type { Install } from '../../../oracles/findings/install.ts';
import { payloadOf } from '../../../oracles/findings/payload.ts';
import { readSyncML } from '../../../syncml/read.ts';
import { add, loose, type Line } from './support.ts';

const location = './Device/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall/id1/KeyLocation';

function installs(lines: readonly Line[], nodes: GivenState['nodes'] = {}): readonly Install[] {
  const source = loose(lines);
  const read = readSyncML(source);
  if (!read.ok) throw new Error(read.error.reason);
  return payloadOf(source, read.message, read.irregularities, { ...emptyDevice, nodes }).installs;
}

const value = (lines: readonly Line[], nodes?: GivenState['nodes']) =>
  installs(lines, nodes)[0]?.value('KeyLocation')?.text;

const set = (data: string) => add('PFXCertInstall/id1/KeyLocation', 'int', data);
const blob = add('PFXCertInstall/id1/PFXCertBlob', 'chr', 'AAAA');
const deleteId: Line = { verb: 'Delete', node: 'PFXCertInstall/id1' };

describe('value of a setting', () => {
  it('is what the payload sets last, else what is given', () => {
    expect(value([set('2'), set('3'), blob])).toBe('3');
    expect(value([blob], { [location]: { value: '4' } })).toBe('4');
    expect(value([set('2'), blob], { [location]: { value: '4' } })).toBe('2');
    expect(value([blob])).toBeUndefined();
  });

  it('goes with a Delete of its UniqueID before the install, and stays with one after it', () => {
    expect(value([deleteId, blob], { [location]: { value: '4' } })).toBeUndefined();
    expect(value([set('3'), deleteId, blob])).toBeUndefined();
    expect(value([set('3'), blob, deleteId])).toBe('3');
  });

  it('can not be known where a placeholder stands', () => {
    expect(installs([set('{{location}}')])[0]?.value('KeyLocation')).toMatchObject({ setting: {} });
    expect(value([set('{{location}}')])).toBeUndefined();
  });
});

describe('installs', () => {
  it('are told apart by scope, half and UniqueID', () => {
    const lines = [
      set('1'),
      add('PFXCertInstall/id2/KeyLocation', 'int', '1'),
      add('SCEP/id1/Install/KeyUsage', 'int', '160'),
      add(location.replace('Device', 'User'), 'int', '1'),
      set('2'),
    ];
    expect(installs(lines).map(({ scope, half, uniqueId }) => `${scope} ${half} ${uniqueId}`)).toEqual([
      'device pfx id1',
      'device pfx id2',
      'device scep id1',
      'user pfx id1',
    ]);
  });
});
