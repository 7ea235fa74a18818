import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { checkTree } from '../../../csp/ddf/check.ts';
import { knownDifferences } from '../../../csp/ddf/known-differences.ts';
import { renderTreeCheck } from '../../../csp/ddf/render.ts';
import { agreeingNodes, writeDdf } from './write-ddf.ts';

const device = './Device/Vendor/MSFT';
const user = './User/Vendor/MSFT';

describe('text of the comparison', () => {
  it('tells each known difference once, with its reason, and ends with agreement', () => {
    const lines = renderTreeCheck(
      checkTree(writeDdf({ [device]: agreeingNodes(), [user]: agreeingNodes() })),
    );
    const shown = knownDifferences.filter(({ inSomeReleasesOf }) => inSomeReleasesOf === undefined);
    for (const { reason } of shown) expect(lines.filter((line) => line.includes(reason))).toHaveLength(1);
    expect(lines.at(-1)).toBe(`The tree agrees with this DDF but for ${shown.length} known differences.`);
  });

  it('tells first what has no reason, with both values and the place in the DDF', () => {
    const changed = agreeingNodes();
    const blob = changed.find(({ name }) => name === 'PFXCertBlob');
    assert.ok(blob);
    blob.format = 'b64';
    const lines = renderTreeCheck(checkTree(writeDdf({ [device]: changed, [user]: agreeingNodes() })));
    expect(lines[2]).toBe('Differences without a reason:');
    expect(lines[3]).toMatch(
      /^ {2}PFXCertInstall\/\{UniqueID\}\/PFXCertBlob, format: here bin, in the DDF b64 \[\.\/Device\/Vendor\/MSFT line \d+\]$/,
    );
    expect(lines.at(-1)).toMatch(/^1 difference without a reason, 0 known differences not found/);
  });

  it('tells of a known difference that does not show any more', () => {
    const changed = agreeingNodes();
    const subject = changed.find(({ name }) => name === 'SubjectName');
    assert.ok(subject);
    subject.verbs = ['Add', 'Get', 'Replace'];
    const lines = renderTreeCheck(checkTree(writeDdf({ [device]: changed, [user]: agreeingNodes() })));
    expect(lines).toContain('Known differences that do not show:');
    expect(lines.at(-1)).toMatch(/^0 differences without a reason, 1 known difference not found/);
  });
});
