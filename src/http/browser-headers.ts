/** What every answer tells browsers: not to guess at its type, to run nothing of it, and not to show it in another page. */
const always = { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'no-referrer' };

/** A page names its own sources, before this. */
const policy = "default-src 'none'; frame-ancestors 'none'";

export function addBrowserHeaders(headers: Headers): void {
  for (const [name, value] of Object.entries(always)) headers.set(name, value);
  if (!headers.has('content-security-policy')) headers.set('content-security-policy', policy);
}
