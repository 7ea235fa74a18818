import type { Message, Meta, ResultsCommand } from '../../syncml/message.ts';
import { hasMoreData } from './statuses.ts';

/** Why something is not taken, and with which Status (OMA RepPro 1.2.1, Status codes). */
export interface Problem {
  readonly reason: string;
  readonly status: string;
}

/** Keeps count of a value that arrives in chunks, over all messages of a reply. */
export interface LargeObjectCount {
  /** Takes in the Results of one more message; what is wrong with them, if anything is. */
  take(message: Message): Problem | undefined;
  /** Whether the rest of a value is still to come. */
  readonly open: boolean;
}

/** @param limit bytes that one value may have */
export function countLargeObjects(limit: number): LargeObjectCount {
  let open: { readonly announced: number | undefined; bytes: number } | undefined;

  const takeOne = (results: ResultsCommand): Problem | undefined => {
    const item = results.items.at(-1);
    open ??= { announced: sizeIn(item?.meta, results.meta), bytes: 0 };
    open.bytes += Buffer.byteLength(item?.data?.text ?? '');
    const { announced, bytes } = open;
    if (Math.max(bytes, announced ?? 0) > limit) {
      const reason = `a value of ${Math.max(bytes, announced ?? 0)} bytes exceeds the limit of ${limit}`;
      return { reason, status: '416' };
    }
    if (hasMoreData(results)) return undefined;
    open = undefined;
    if (announced === undefined || announced === bytes) return undefined;
    const reason = `a value of ${bytes} bytes came in chunks, and its Size says ${announced}`;
    return { reason, status: '424' };
  };

  return {
    get open() {
      return open !== undefined;
    },
    take: (message) => {
      const results = message.commands.filter((command) => command.kind === 'Results');
      const [first, ...others] = results;
      const continued = open !== undefined;
      if (continued && first === undefined) {
        return { reason: 'the rest of a value that came in chunks is missing', status: '400' };
      }
      const chunks = continued ? [first, ...others.filter(hasMoreData)] : results.filter(hasMoreData);
      for (const chunk of chunks) {
        if (chunk === undefined) continue;
        const problem = open !== undefined && chunk !== first ? interleaved : takeOne(chunk);
        if (problem !== undefined) return problem;
      }
      return undefined;
    },
  };
}

const interleaved: Problem = { reason: 'two values come in chunks at the same time', status: '400' };

/** Size of the whole, as the first chunk says it. */
export function sizeIn(...metas: readonly (Meta | undefined)[]): number | undefined {
  for (const meta of metas) {
    const size = meta?.size?.trim();
    if (size !== undefined && /^\d{1,15}$/.test(size)) return Number(size);
  }
  return undefined;
}
