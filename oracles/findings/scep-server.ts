import type { FindingRule } from './finding.ts';
import { scepValueRule } from './scep-value-rule.ts';
import { cut, quoted } from './value.ts';

/** Where the certificate is asked for, and with what secret. */
export const scepServerFindings: readonly FindingRule[] = [
  // csp-source.txt, ServerURL: several, separated by semicolons.
  scepValueRule(
    'ServerURL',
    { id: 'server-url', severity: 'error', requirement: 'R-SCEP-05' },
    faultsOfServers,
  ),
  // Event 36 of the Windows SCEP client shows the URL with its addition. A payload of Fleet failed for that reason.
  scepValueRule(
    'ServerURL',
    { id: 'server-url-path', severity: 'information', requirement: 'R-SCEP-05', ambiguity: 'A-32' },
    (text) => {
      const [url, ...others] = serversOf(text).filter((server) => isHttpUrl(server) && !isOddServer(server));
      if (url === undefined) return undefined;
      const more = others.length === 0 ? '' : ', and likewise at the others';
      const slash = url.endsWith('/') ? ' Leave the last slash out, or there are two.' : '';
      return `Windows appends /pkiclient.exe to a ServerURL: the server has to answer at ${cut(url)}/pkiclient.exe${more}.${slash} A Status of 200 says nothing about that.`;
    },
  ),
  // As above: the addition comes a second time.
  scepValueRule(
    'ServerURL',
    { id: 'server-url-program', severity: 'warning', requirement: 'R-SCEP-05', ambiguity: 'A-32' },
    (text) =>
      serversOf(text)
        .filter((url) => endsWithProgram.test(url))
        .map(
          (url) =>
            `ServerURL ${quoted(url)} ends with pkiclient.exe, which Windows appends once more. Leave it out, unless the server answers at ${url.replace(/\/$/, '')}/pkiclient.exe.`,
        ),
  ),
  // As above: the addition, and ?operation= behind it (RFC 8894, 4.1), go behind the query.
  scepValueRule(
    'ServerURL',
    { id: 'server-url-query', severity: 'warning', requirement: 'R-SCEP-05', ambiguity: 'A-32' },
    (text) =>
      serversOf(text)
        .filter((url) => isHttpUrl(url) && /[?#]/.test(url))
        .map(
          (url) =>
            `ServerURL ${quoted(url)} has a query or a fragment; Windows appends /pkiclient.exe?operation=… to the text, so that the server does not see the query as meant. Put what it holds into the path.`,
        ),
  ),
  // Microsoft, MDM known issues (SSL settings); 0x80072F8F was seen with certificates that the device does not trust.
  scepValueRule(
    'ServerURL',
    { id: 'server-url-https', severity: 'information', requirement: 'R-SCEP-05' },
    (text) =>
      serversOf(text).some((url) => /^https:/i.test(url))
        ? 'Over https, the device has to trust the TLS certificate of the server, or the enrollment fails with 0x80072F8F; and the server may not ask for a TLS client certificate (Microsoft, MDM known issues: SSL settings).'
        : undefined,
  ),
  // csp-source.txt, Challenge: "B64 encoded". Payloads of MDM servers that work have plain text.
  scepValueRule(
    'Challenge',
    { id: 'challenge', severity: 'information', requirement: 'R-SCEP-06', ambiguity: 'A-15' },
    (text) => (text.trim() === '' ? undefined : noteOnChallenge(text)),
  ),
  // csp-source.txt, Challenge: required.
  scepValueRule(
    'Challenge',
    { id: 'challenge-empty', severity: 'warning', requirement: 'R-SCEP-06' },
    (text) =>
      text.trim() === ''
        ? 'The challenge is empty, and it is required; most SCEP servers refuse a request without one. Put the password of the SCEP server there.'
        : undefined,
  ),
];

const endsWithProgram = /\/pkiclient\.exe\/?$/i;

/** The URLs of a list; blanks and empty entries have rules of their own (scep-lists.ts). */
function serversOf(text: string): readonly string[] {
  return text
    .split(';')
    .map((url) => url.trim())
    .filter((url) => url !== '');
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(text) && !/\s/.test(text) && URL.canParse(text);
}

/** What has a rule of its own that speaks of the addition. */
function isOddServer(url: string): boolean {
  return endsWithProgram.test(url) || /[?#]/.test(url);
}

function faultsOfServers(text: string): string | readonly string[] {
  const servers = serversOf(text);
  if (servers.length === 0)
    return 'ServerURL is empty, and it is required. Write the URL of the SCEP server, such as http://scep.contoso.com/certsrv/mscep/mscep.dll.';
  return servers.flatMap((server) => {
    const parts = server.split(/[,|\s]+(?=https?:\/\/)/i);
    if (parts.length > 1 && parts.every(isHttpUrl))
      return [`ServerURL has several URLs with no semicolon between them. Write ${cut(parts.join(';'))}.`];
    return isHttpUrl(server) ? [] : [`ServerURL has ${quoted(server)}, ${faultOfServer(server)}`];
  });
}

function faultOfServer(server: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(server)?.[1];
  if (scheme !== undefined && !/^https?$/i.test(scheme))
    return `and SCEP is spoken over http and https only. Write a URL with one of them.`;
  if (scheme === undefined && URL.canParse(`https://${server}`) && /^[^\s/:]+\.[^\s]+$/.test(server))
    return `which has no scheme. Write http://${cut(server)} or https://${cut(server)}.`;
  if (/\s/.test(server)) return 'which has a blank in it. Write %20 for it.';
  return 'which is no URL with http or https. Several are separated by semicolons.';
}

/** The characters of ASN.1 PrintableString (X.680, 41.4); with others enrollments failed with 0x80092021. */
function noteOnChallenge(text: string): string {
  const base64 = text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
  const form = base64
    ? 'The challenge could be base64: the CSP page calls it "B64 encoded", but working payloads hold plain text, and it is not known whether a device decodes it.'
    : 'The challenge is plain text: the CSP page asks for base64, but working payloads hold plain text too.';
  const odd = /[^A-Za-z0-9 '()+,\-./:=?]/u.exec(text)?.[0];
  const characters =
    odd === undefined
      ? ''
      : ` It has the character ${JSON.stringify(odd)}; enrollments with such characters have failed with 0x80092021.`;
  const blanks = text.trim() === text ? '' : ' The blanks or line breaks around it count.';
  return `${form}${characters}${blanks}`;
}
