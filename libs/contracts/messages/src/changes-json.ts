/** The JSON of `MessageChange` for a new message whose own JSON is written already. */
export function createdJson(rev: number, message: string): string {
  return `{"rev":${rev},"kind":"created","message":${message}}`;
}

/** The JSON of `MessagesChanged` for changes whose JSON is written already. */
export function changesJson(conversationId: string, changes: readonly string[]): string {
  return `{"conversationId":"${conversationId}","events":[${changes.join(',')}]}`;
}
