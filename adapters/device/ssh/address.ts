/** A machine that is reached by SSH. Whatever is left out, the user's own configuration of ssh decides. */
export interface SshAddress {
  readonly host: string;
  readonly user?: string;
  readonly port?: number;
}

/**
 * Letters, digits and what host names, aliases and IPv6 addresses have, never `-` at the beginning: ssh could take it
 * for an option, or hand it to a shell in a ProxyCommand.
 */
const hostPattern = /^[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252})$/;
const ipv6Pattern = /^[0-9A-Fa-f:.]{2,45}(?:%[A-Za-z0-9_]{1,32})?$/;
/** With DOMAIN\user and user@domain, which Windows has. */
const userPattern = /^[A-Za-z0-9_](?:[A-Za-z0-9_.@\\+-]{0,127})$/;

/**
 * Reads `ssh://[user@]host[:port]`. In the user, `\` and `@` may be written %5C and %40.
 * @throws RangeError with one line for the user
 */
export function parseSshAddress(text: string): SshAddress {
  const parts = /^ssh:\/\/(?:(?<login>[^/]*)@)?(?<host>\[[^\]]*\]|[^@:/]*)(?::(?<port>[^/]*))?\/?$/.exec(
    text,
  );
  if (parts?.groups === undefined) throw wrong(text, 'it is not of the form ssh://user@host:port');
  const { login, host = '', port } = parts.groups;
  const bare = host.startsWith('[') ? host.slice(1, -1) : host;
  if (!(host.startsWith('[') ? ipv6Pattern : hostPattern).test(bare)) {
    throw wrong(text, 'the host is no name, alias or address; IPv6 stands in brackets');
  }
  return {
    host: bare,
    ...(login === undefined ? {} : { user: userOf(text, login) }),
    ...(port === undefined ? {} : { port: portOf(text, port) }),
  };
}

/** The address as it stands in messages and is given again on a command line. */
export function formatSshAddress({ host, user, port }: SshAddress): string {
  const login = user === undefined ? '' : `${user.replaceAll('\\', '%5C').replaceAll('@', '%40')}@`;
  return `ssh://${login}${host.includes(':') ? `[${host}]` : host}${port === undefined ? '' : `:${port}`}`;
}

function userOf(text: string, login: string): string {
  // Never shown again: what stands behind the colon may be a real password.
  if (login.includes(':')) {
    throw new RangeError(
      '--device takes no password in its address: ssh asks the keys of your agent or configuration, so set up a key (docs/device.md).',
    );
  }
  let user: string;
  try {
    user = decodeURIComponent(login);
  } catch {
    throw wrong(text, 'the user has a % that is no escape');
  }
  if (!userPattern.test(user)) throw wrong(text, 'the user has a character that no Windows user has');
  return user;
}

function portOf(text: string, port: string): number {
  const number = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  if (number < 1 || number > 65535) throw wrong(text, 'the port is no number from 1 to 65535');
  return number;
}

function wrong(text: string, reason: string): RangeError {
  return new RangeError(`--device takes "local" or ssh://user@host:port, not "${text}": ${reason}.`);
}
