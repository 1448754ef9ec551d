/** SQL: the number of the last message before a member joined, in whatever order events and messages arrive. */
export const joinedSeq = (conversationId: string, joinedAt: string): string => `coalesce((
  SELECT m.seq FROM messages m
  WHERE m.conversation_id = ${conversationId} AND m.created_at < ${joinedAt}
  ORDER BY m.created_at DESC, m.seq DESC LIMIT 1), 0)`;
