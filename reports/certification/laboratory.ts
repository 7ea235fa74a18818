import { readDocument, type Reader } from '../strict-reader.ts';

/** Who tests, for whom, and what the device is as a thing. Nobody can know that but the laboratory. */
export interface Laboratory {
  readonly name?: string;
  readonly address?: string;
  /** Where the tests were carried out, if elsewhere. */
  readonly location?: string;
  /** Who authorises the report. */
  readonly responsible?: string;
  readonly contact?: string;
  readonly accreditation?: string;
  readonly customer?: Customer;
  readonly item?: TestItem;
  /** Deviations from the method, and what else a reader has to know. */
  readonly remarks?: string;
}

export interface Customer {
  readonly name: string;
  readonly address?: string;
}

/** The thing that was tested, as laboratory and customer describe it. */
export interface TestItem {
  readonly description: string;
  /** Serial number or the like. */
  readonly identification?: string;
  /** In which condition it was. */
  readonly condition?: string;
  /** Day on which it came to the laboratory. */
  readonly received?: string;
}

const plainFields = [
  'name',
  'address',
  'location',
  'responsible',
  'contact',
  'accreditation',
  'remarks',
] as const;

/**
 * Reads laboratory.json.
 * @throws InvalidFile
 */
export function readLaboratory(text: string, name: string): Laboratory {
  const file = readDocument(text, name);
  file.only(...plainFields, 'customer', 'item');
  return {
    ...texts(file, plainFields),
    ...(file.has('customer') ? { customer: readCustomer(file.field('customer')) } : {}),
    ...(file.has('item') ? { item: readItem(file.field('item')) } : {}),
  };
}

/** What ISO/IEC 17025, 7.8.2.1 asks of a report and the laboratory did not say, in words. */
export function missingOf({ name, address, responsible, item }: Laboratory): readonly string[] {
  const asked: readonly (readonly [string, string | undefined])[] = [
    ['name of the laboratory', name],
    ['address of the laboratory', address],
    ['person who authorises the report', responsible],
    ['unambiguous identification of the item tested', item?.identification],
  ];
  return asked.flatMap(([what, value]) => (value === undefined ? [what] : []));
}

function readCustomer(entry: Reader): Customer {
  entry.only('name', 'address');
  return { name: entry.field('name').text(), ...texts(entry, ['address'] as const) };
}

function readItem(entry: Reader): TestItem {
  const fields = ['identification', 'condition', 'received'] as const;
  entry.only('description', ...fields);
  return { description: entry.field('description').text(), ...texts(entry, fields) };
}

function texts<T extends string>(entry: Reader, names: readonly T[]): { readonly [Name in T]?: string } {
  const found = names.filter((name) => entry.has(name)).map((name) => [name, entry.field(name).text()]);
  return Object.fromEntries(found) as { readonly [Name in T]?: string };
}
