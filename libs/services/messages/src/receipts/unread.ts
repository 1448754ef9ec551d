/**
 * SQL: how many messages a person has not read, as all answers say it. Never below 0: the mark of who has just joined may be
 * ahead of a conversation that is not known here yet.
 *
 * @param lastSeq the number of the last message, null where there is none
 * @param readSeq how far the person has read, or where they joined
 */
export const unread = (lastSeq: string, readSeq: string): string => `greatest(coalesce(${lastSeq}, 0) - ${readSeq}, 0)::float8`;
