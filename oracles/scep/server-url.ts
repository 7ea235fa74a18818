/** Whether a URL of ServerURL leads to a server: it answers at its own URL and at everything below. */
export function isSameServer(asSet: string, url: string): boolean {
  return asSet.startsWith(url) && /^($|[/?])/.test(asSet.slice(url.length));
}

/** Whether what a client appends to the URL, or replaces in it, is a question of its own. */
export function isOddUrl(url: string): boolean {
  return url.includes('?') || url.includes('#') || /\/pkiclient\.exe\/?$/i.test(url);
}
