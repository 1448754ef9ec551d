type Begin = () => boolean;

const begins = new Map<string, Begin>();

/** Between the composer, where ↑ is pressed, and the timeline, which knows the messages. */
export const editLast = {
  /** The composer of this conversation is empty and ↑ was pressed; says whether an edit has begun. */
  ask: (conversationId: string): boolean => begins.get(conversationId)?.() ?? false,

  /** The timeline of a conversation answers: `begin` opens the reader's last message for editing and says whether there was one. */
  answer: (conversationId: string, begin: Begin): (() => void) => {
    begins.set(conversationId, begin);
    return () => {
      if (begins.get(conversationId) === begin) begins.delete(conversationId);
    };
  },
};
