/** What every browser takes. */
export const maxHrefLength = 2048;

/**
 * Whether a link may lead to this address: absolute http, https or mailto only, short enough for every browser, and
 * without a name before the host, which passes for a host itself and may hold a password.
 */
export function isAllowedHref(href: string): boolean {
  if (href.length > maxHrefLength || !/^(https?:\/\/|mailto:)\S+$/i.test(href) || !URL.canParse(href)) return false;
  const { username, password } = new URL(href);
  return username === '' && password === '';
}
