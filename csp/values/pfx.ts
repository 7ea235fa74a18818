import {
  asciiText,
  edge,
  empty,
  exactly,
  like,
  number,
  oddNumbers,
  oddSpellings,
  unicodeText,
} from './class.ts';
import type { ValueClass } from './class.ts';

/** Numbers from `least` to `greatest`, each with a meaning of its own, and what lies right beside them. */
export function enumeration(least: number, greatest: number): readonly ValueClass[] {
  const all = Array.from({ length: greatest - least + 1 }, (_, index) => least + index);
  return [
    ...(least === 0 ? [] : [edge(number('one below the least', (value) => value === least - 1))]),
    ...all.map((value) => {
      const one = exactly(String(value));
      return value === least || value === greatest ? edge(one) : one;
    }),
    edge(number('one above the greatest', (value) => value === greatest + 1)),
  ];
}

/**
 * Classes of the settings of the PFX half, by the last segment of their ids (csp-source.txt, the sections of the nodes).
 * PFXCertBlob is a file: its forms are counted by generators/pfx-classes.ts, which can tell them.
 */
export const pfxValues: Readonly<Record<string, readonly ValueClass[]>> = {
  KeyLocation: [...enumeration(1, 4), ...oddNumbers, ...oddSpellings],
  ContainerName: [asciiText, empty],
  PFXCertBlob: [
    like('base64', /(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=|[A-Za-z\d+/]{4})/),
    like('not base64', /.*[^A-Za-z\d+/=\s].*/),
    empty,
  ],
  PFXCertPassword: [
    asciiText,
    empty,
    unicodeText,
    like('characters that XML escapes', /.*[<&>].*/),
    like('blanks around', / .* /),
    // PKCS#7 in base64 (csp-source.txt, PFXCertPasswordEncryptionType): a SEQUENCE that is longer than 255 octets.
    like('encrypted', /MII[A-Za-z\d+/]{200,}={0,2}/),
  ],
  PFXCertPasswordEncryptionType: [...enumeration(0, 2), ...oddNumbers, ...oddSpellings],
  PFXKeyExportable: [
    exactly('true'),
    exactly('false'),
    like('another case', /(?!true$|false$)(?:[tT][rR][uU][eE]|[fF][aA][lL][sS][eE])/),
    edge(like('0 or 1', /[01]/)),
    edge(like('another digit', /[2-9]/)),
    like('another word', /(?!true$|false$)[a-z]+/),
    like('blanks around', / \w+ /),
    empty,
  ],
  PFXCertPasswordEncryptionStore: [exactly('My'), like('another store', /(?!My$)[A-Za-z]+/), empty],
};
