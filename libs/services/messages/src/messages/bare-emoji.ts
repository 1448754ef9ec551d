/** SQL for an emoji without the selectors that some keyboards send: rows of earlier versions have it as it was sent. */
export const bareEmojiSql = (emoji: string): string => `translate(${emoji}, U&'\\FE0E\\FE0F', '')`;
