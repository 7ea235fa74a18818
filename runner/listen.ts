import { UsageError } from './usage-error.ts';

/**
 * `host:port`, such as `127.0.0.1:8443` or `[::1]:0`.
 * @throws UsageError
 */
export function readListenAddress(text: string): { readonly host: string; readonly port: number } {
  const [, six, name, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = six ?? name;
  if (host === undefined || Number(port) > 65_535) {
    throw new UsageError(`--listen takes host:port, such as 0.0.0.0:8443, not "${text}".`);
  }
  return { host, port: Number(port) };
}

const noSuchAddress = 'this machine has no such address; take one that it has, or 0.0.0.0 for all of them';
const problems: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there; end it, or take another port (0 takes one that is free)',
  EACCES: 'permission denied; ports below 1024 are for the administrator, take one above',
  EADDRNOTAVAIL: noSuchAddress,
  EAFNOSUPPORT: noSuchAddress,
  ENOTFOUND: noSuchAddress,
  EAI_AGAIN: noSuchAddress,
};

/** Why listening failed, where the error tells; undefined where it is another error. */
export function listenReason(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? problems[String(error.code)] : undefined;
}
