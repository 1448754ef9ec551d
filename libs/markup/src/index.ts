export { isEmojiOnly } from './emoji-only';
export { isAllowedHref } from './link-policy';
export { MarkupCache } from './markup-cache';
export { maxMentions, mentionDraftAt, mentionNames } from './mention-names';
export type { MentionDraft } from './mention-names';
export type * from './markup-node';
export { walkMarkup } from './node-text';
export { maxMarkupLength, parseMarkup } from './parse-markup';
export { plainText } from './plain-text';
