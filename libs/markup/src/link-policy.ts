const maxHrefLength = 2048;

/**
 * Whether a link may lead to this address: absolute http, https or mailto only,
 * and short enough for every browser.
 */
export function isAllowedHref(href: string): boolean {
  return href.length <= maxHrefLength && /^(https?:\/\/|mailto:)\S+$/i.test(href) && URL.canParse(href);
}
