const signals = ['SIGINT', 'SIGTERM'] as const;

/**
 * Resolved by Ctrl-C, SIGTERM, when nobody reads the output any more, or when the process that started this one as a
 * part of itself is gone. A second signal ends the program at once.
 */
export function untilSignal(): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      for (const signal of signals) process.off(signal, end);
      // As long as somebody listens for it, the channel to the parent keeps the process alive.
      process.off('disconnect', end);
      process.stdout.off('error', end);
      resolve();
    };
    for (const signal of signals) process.once(signal, end);
    process.once('disconnect', end);
    process.stdout.on('error', end);
  });
}
