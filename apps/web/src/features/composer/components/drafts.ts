const prefix = 'hallway-draft:';

/** What was written and not sent, by conversation; kept on this device. */
export const drafts = {
  read: (conversationId: string): string => localStorage.getItem(prefix + conversationId) ?? '',
  write: (conversationId: string, text: string): void => {
    if (text) localStorage.setItem(prefix + conversationId, text);
    else localStorage.removeItem(prefix + conversationId);
  },
};
