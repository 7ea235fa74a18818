import { UsageError } from '../../runner/usage-error.ts';

/** Every n-th of a catalogue, beginning with one: each part has something of every subject. */
export interface Part {
  readonly number: number;
  readonly of: number;
}

export const wholeCatalogue: Part = { number: 1, of: 1 };

/**
 * Reader of `--part`.
 * @param digits that each of its numbers has at the most
 */
export function partReader(digits: number): (value: string) => Part {
  const form = new RegExp(`^(\\d{1,${digits}})/(\\d{1,${digits}})$`);
  return (value) => {
    const [, number, of] = form.exec(value) ?? [];
    const part = { number: Number(number), of: Number(of) };
    if (part.number >= 1 && part.number <= part.of) return part;
    throw new UsageError(`--part takes a part such as 1/8, not "${value}".`);
  };
}

/** The members of a catalogue that belong to a part. */
export function membersOf<Member>(catalogue: readonly Member[], { number, of }: Part): readonly Member[] {
  return catalogue.filter((_, index) => index % of === number - 1);
}
