import { mayStartMention } from './mention-rule.ts';
import { walkMarkup } from './node-text.ts';
import { parseMarkup } from './parse-markup.ts';

/** The most names one message can mention; later ones are ignored. */
export const maxMentions = 100;

/** Names that mention everyone in the conversation. */
export const everyoneNames: readonly string[] = ['here', 'everyone'];

/** The usernames a message mentions: lower case, each once, in reading order; none from code or links. */
export function mentionNames(body: string): string[] {
  if (!/[@＠]/.test(body)) {
    return [];
  }
  const names = new Set<string>();
  walkMarkup(parseMarkup(body), (node) => {
    if (node.type === 'mention' && names.size < maxMentions) {
      names.add(node.name);
    }
  });
  return [...names];
}

/** A mention being typed: where its `@` stands, and what follows it up to the caret. */
export interface MentionDraft {
  start: number;
  query: string;
}

/** People are looked for by their names, so letters of any script and apostrophes belong to it. */
const draft = /[@＠]([\p{L}\p{M}\p{N}_.'’ʼ-]{0,32})$/u;

/** The mention the caret is in, for a completion list; null when it is in none. */
export function mentionDraftAt(text: string, caret: number): MentionDraft | null {
  const query = draft.exec(text.slice(Math.max(0, caret - 33), caret))?.[1];
  if (query === undefined) {
    return null;
  }
  const start = caret - query.length - 1;
  return mayStartMention(text, start) ? { start, query: query.toLowerCase() } : null;
}
