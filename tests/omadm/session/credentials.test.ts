import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { credOf, md5Digest, proves } from '../../../omadm/session/credentials.ts';

const bruce = { name: 'Bruce2', secret: 'OhBehave', nonce: Buffer.from('Nonce').toString('base64') };

describe('credentials', () => {
  // OMA DM security 1.2, 5.3.1; device-and-mdm.md, 5.3
  it('have the digest that the specification gives as an example', () => {
    assert.equal(md5Digest(bruce), 'Zz6EivR3yeaaENcRN6lpAQ==');
  });

  it('stand in Cred as name and secret for the basic type', () => {
    assert.deepEqual(credOf('basic', bruce), {
      meta: { format: 'b64', type: 'syncml:auth-basic' },
      data: 'QnJ1Y2UyOk9oQmVoYXZl',
    });
  });

  it('prove themselves and nothing else', () => {
    const part = fc.string({ unit: 'grapheme', maxLength: 12 });
    const some = fc.record({ name: part, secret: part, nonce: fc.base64String({ maxLength: 24 }) });
    fc.assert(
      fc.property(fc.constantFrom('basic' as const, 'md5' as const), some, some, (kind, one, other) => {
        assert.ok(proves(credOf(kind, one), kind, one));
        const same = credOf(kind, one).data === credOf(kind, other).data;
        assert.equal(proves(credOf(kind, other), kind, one), same);
        assert.ok(!proves({ data: credOf(kind, one).data }, kind, one));
        const another = kind === 'basic' ? 'md5' : 'basic';
        assert.ok(!proves(credOf(kind, one), another, one));
      }),
    );
  });
});
