import type { Case } from '../../cases/case.ts';
import { allCommandsOf, targetsOf } from './commands.ts';
import { replacing } from './edit.ts';
import type { Pass } from './pass.ts';

/** Names that say nothing, for requests with longer ones. */
const shortNames = ['Alpha', 'Bravo', 'Charlie'];

/** Long UniqueIDs become short ones, the same in all messages. */
export const shortenNames: Pass = {
  kind: 'change',
  places: (testCase) => {
    const names = [...new Set(addressesIn(testCase).flatMap(({ text }) => namesIn(text)))];
    const free = shortNames.find((name) => !names.includes(name));
    return names
      .filter((name) => name.length > Math.max(...shortNames.map(({ length }) => length)))
      .map((name) => shorterNames(name, free).map((shorter) => renamed(testCase, name, shorter)));
  },
};

function shorterNames(name: string, free: string | undefined): readonly string[] {
  const cut = [8, 16, 32, 64, 128].filter((length) => length < name.length);
  return [
    ...(free === undefined ? [] : [free]),
    ...cut.map((length) => name.slice(0, length)),
    name.slice(0, -1),
  ];
}

function renamed(testCase: Case, name: string, shorter: string): Case {
  return replacing(
    testCase,
    addressesIn(testCase)
      .filter(({ text }) => namesIn(text).includes(name))
      .map((address) => ({
        ...address,
        text: address.text.replace(requestName, (found) => found.slice(0, -name.length) + shorter),
      })),
  );
}

const requestName = /(?:PFXCertInstall|SCEP)\/([^/<>&%]+)/;

function namesIn(address: string): readonly string[] {
  const name = requestName.exec(address)?.[1];
  return name === undefined ? [] : [name];
}

function addressesIn(testCase: Case): readonly NonNullable<ReturnType<typeof targetsOf>[number]['locUri']>[] {
  return allCommandsOf(testCase)
    .flatMap(targetsOf)
    .flatMap(({ locUri }) => locUri ?? []);
}
