export const conversationLimits = { title: 100, members: 1000, addAtOnce: 100, membersShown: 20, invites: 100 } as const;
