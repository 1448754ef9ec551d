export const conversationLimits = { title: 100, members: 1000, addAtOnce: 100, invites: 100 } as const;
