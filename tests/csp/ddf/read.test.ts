import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDdf } from '../../../csp/ddf/read.ts';
import { DdfError } from '../../../csp/ddf/xml.ts';
import { nodes } from '../../../csp/tree.ts';
import { agreeingNodes, writeDdf } from './write-ddf.ts';

const good = writeDdf({ './Device/Vendor/MSFT': agreeingNodes(), './User/Vendor/MSFT': agreeingNodes() });

function errorOf(text: string): string {
  try {
    readDdf(text);
  } catch (error) {
    return error instanceof DdfError ? error.message : `not a DdfError: ${String(error)}`;
  }
  return 'read';
}

describe('reader of DDF files', () => {
  it('reads both trees with all their nodes, past byte order mark and DOCTYPE', () => {
    const { trees } = readDdf(good);
    const ids = nodes.map(({ id }) => id).sort();
    expect(trees.map((tree) => tree.nodes.map(({ id }) => id).sort())).toEqual([ids, ids]);
  });

  it("knows Microsoft's elements by their namespace, whatever the prefix", () => {
    expect(readDdf(good.replaceAll('MSFT:', 'M:').replace('xmlns:MSFT', 'xmlns:M'))).toEqual(readDdf(good));
  });

  it.each([
    { of: 'nothing', text: '', says: /^line 1: not well-formed XML/ },
    { of: 'plain text', text: 'no XML\nat all', says: /^line \d: not well-formed XML/ },
    { of: 'a file that ends early', text: good.slice(0, 4000), says: /^line \d+: not well-formed XML/ },
    { of: 'a crossed tag', text: good.replace('</Node>', '</Nod>'), says: /^line \d+: not well-formed XML/ },
    { of: 'two roots', text: `${good}<MgmtTree/>`, says: /not well-formed XML/ },
    { of: 'another document', text: '<SyncML/>', says: /^line 1: <SyncML> is no DDF/ },
    { of: 'no tree', text: '<MgmtTree>\n</MgmtTree>', says: /^line 1: <MgmtTree> has no <Node>/ },
    {
      of: 'another CSP',
      text: good.replaceAll('>ClientCertificateInstall<', '>RootCATrustedCertificates<'),
      says: /^line \d+: the DDF describes RootCATrustedCertificates, not ClientCertificateInstall$/,
    },
    {
      of: 'another path',
      text: good.replace('./User/Vendor/MSFT', './Vendor/OEM'),
      says: /^line \d+: the path \.\/Vendor\/OEM is none of a CSP of Microsoft$/,
    },
    {
      of: 'the same tree twice',
      text: good.replace('./User', './Device'),
      says: /^line \d+: \.\/Device\/Vendor\/MSFT is described twice$/,
    },
    {
      of: 'a node twice',
      text: good.replace('>PFXCertInstall<', '>SCEP<'),
      says: /^line \d+: SCEP is described twice$/,
    },
    {
      of: 'a node without properties',
      text: '<MgmtTree><Node><NodeName>ClientCertificateInstall</NodeName><Path>./Vendor/MSFT</Path>\n</Node></MgmtTree>',
      says: /^line 1: <Node> without <DFProperties>$/,
    },
    {
      of: 'a node without format',
      text: good.replace(/<DFFormat>.*?<\/DFFormat>/, '<DFFormat/>'),
      says: /^line \d+: <DFFormat> is empty$/,
    },
    {
      of: 'a node with two formats',
      text: good.replace('<node />', '<node /><chr />'),
      says: /^line \d+: <DFFormat> holds more than one element$/,
    },
    {
      of: 'a name given twice',
      text: good.replace('<NodeName>SCEP</NodeName>', '<NodeName>SCEP</NodeName><NodeName>X</NodeName>'),
      says: /^line \d+: <Node> has more than one <NodeName>$/,
    },
  ])('says of $of what is wrong and on which line', ({ text, says }) => {
    expect(errorOf(text)).toMatch(says);
  });

  it('resolves no entity that the DOCTYPE declares', () => {
    const text = good
      .replace('[<?oma', '[<!ENTITY name "SCEP"><!ENTITY file SYSTEM "file:///etc/passwd"><?oma')
      .replace('>SCEP<', '>&name;<');
    expect(errorOf(text)).toMatch(/undefined entity/);
  });

  it.each([
    { of: 'nesting', text: '<MgmtTree>'.repeat(5000), says: /nested deeper than 100 levels$/ },
    {
      of: 'size',
      text: ' '.repeat(4_000_001),
      says: /^line 1: the file has 4000001 characters, more than 4000000$/,
    },
  ])('has a limit of $of', ({ text, says }) => {
    expect(errorOf(text)).toMatch(says);
  });

  it('answers any damage with one line that begins with the line number, or reads it', () => {
    fc.assert(
      fc.property(
        fc.nat(good.length),
        fc.nat(200),
        fc.string({ maxLength: 10 }),
        (start, length, replacement) => {
          const message = errorOf(good.slice(0, start) + replacement + good.slice(start + length));
          assert.match(message, /^(read|line \d+: .+)$/);
          assert.ok(!message.includes('\n'));
        },
      ),
      { numRuns: 300 },
    );
  });
});
