import type { Message } from '@hallway/contracts-messages';

/** What of a message can be searched: its text and the names of its files. */
export function searchableText({ body, attachments }: Pick<Message, 'body' | 'attachments'>): string {
  return [body ?? '', ...attachments.map(({ fileName }) => fileName)].join('\n');
}
