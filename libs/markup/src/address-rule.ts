import type { MarkdownIt, StateInline } from 'markdown-it';

import { maxHrefLength } from './link-policy.ts';
import { nearMarks } from './mention-rule.ts';

const scheme = /(?:^|[^a-z0-9+.-])(https?)$/i;
/** What stands behind an address more often than it ends one. */
const trailing = /[:*\\.,;!?]+$/;
const userInfo = /[^\s/?#\\]*@/y;

/** `www.example.com` is an address; other bare names (`readme.md`, `node.js`) are mostly files. */
const bareHost: Parameters<MarkdownIt['linkify']['add']>[1] = {
  validate(text, position, linkify) {
    const host = linkify.re.get_relative_proto_validator();
    host.lastIndex = position;
    return host.exec(text)?.[0].length ?? 0;
  },
  normalize(match) {
    match.url = `https://${match.url}`;
  },
};

/**
 * Addresses become links without the colon or the marks behind them. One with a name before the host
 * (`https://user@host`) stays text: its first part is no host, and the whole may hold a password.
 */
export function addressRule(md: MarkdownIt): void {
  md.linkify.add('ftp:', null).add('//', null).add('www.', bareHost);
  const find = md.linkify.match.bind(md.linkify);
  // Asked about whole paragraphs, where marks beside an address would hide it.
  md.linkify.test = (text) => /www\.|@|:/i.test(text);
  md.linkify.match = (text) =>
    (find(text) ?? [])
      .filter((found) => !hasUserInfo(text, found.index))
      .map((found) => {
        const extra = trailing.exec(found.raw)?.[0].length ?? 0;
        if (extra === 0) return found;
        found.lastIndex -= extra;
        for (const key of ['raw', 'text', 'url'] as const) found[key] = found[key].slice(0, -extra);
        return found;
      });
  md.inline.ruler.at('linkify', (state, silent) => {
    if (state.linkLevel > 0 || !state.src.startsWith('://', state.pos)) return false;
    const length = scheme.exec(state.src.slice(Math.max(0, state.pos - 6), state.pos))?.[1]?.length;
    if (length === undefined || state.pending.length < length) return false;
    const start = state.pos - length;
    // One that is too long is read no further: it may have an address at each of its characters, and every one is tried.
    const found = md.linkify.matchAtStart(state.src.slice(start, Math.min(state.posMax, start + maxHrefLength + 1)))?.url ?? '';
    if (found.length > maxHrefLength) return false;
    const url = withoutMarks(found, state);
    const href = md.normalizeLink(url);
    if (url.length <= length + 3 || hasUserInfo(state.src, start) || !md.validateLink(href)) return false;
    if (!silent) {
      state.pending = state.pending.slice(0, -length);
      const open = state.push('link_open', 'a', 1);
      open.attrs = [['href', href]];
      open.markup = 'linkify';
      state.push('text', '', 0).content = url;
      state.push('link_close', 'a', -1);
    }
    state.pos = start + url.length;
    return true;
  });
}

function hasUserInfo(text: string, start: number): boolean {
  const host = /^(?:https?:\/\/|www\.)/i.exec(text.slice(start, start + 8));
  if (!host) return false;
  userInfo.lastIndex = start + host[0].length;
  return userInfo.test(text);
}

/** Ends the address where marks that are open around it close. */
function withoutMarks(url: string, { delimiters }: StateInline): string {
  const isOpen = (mark: string): boolean => delimiters.slice(-nearMarks).some(({ marker, open }) => open && marker === mark.charCodeAt(0));
  let kept = url;
  for (const mark of ['*', '~~']) {
    const at = kept.indexOf(mark);
    if (at > 0 && isOpen(mark)) kept = kept.slice(0, at);
  }
  kept = kept.replace(trailing, '');
  return kept.endsWith('_') && isOpen('_') ? kept.replace(/_+$/, '').replace(trailing, '') : kept;
}
