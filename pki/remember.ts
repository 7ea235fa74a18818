/**
 * Remembers what a pure function gave, for the arguments that were asked last. Cases use the same few files and
 * passwords over and over, and cryptography takes longer than all the rest of a judgement.
 *
 * @param size the most that is remembered; what was first remembered is forgotten first
 * @param nameOf tells arguments apart: equal names have to mean equal results
 */
export function remember<Arguments extends readonly unknown[], Result>(
  size: number,
  nameOf: (...args: Arguments) => string,
  compute: (...args: Arguments) => Result,
): (...args: Arguments) => Result {
  const known = new Map<string, { readonly result: Result }>();
  return (...args) => {
    const name = nameOf(...args);
    const found = known.get(name);
    if (found !== undefined) return found.result;
    const result = compute(...args);
    const [oldest] = known.keys();
    if (known.size >= size && oldest !== undefined) known.delete(oldest);
    known.set(name, { result });
    return result;
  };
}
