/** Three or more at once are said as a number. */
const fewest = 3;

export interface Heard {
  name: string;
  text: string;
}

/** What assistive technology says of messages that have just arrived. */
export function announcementOf(heard: readonly Heard[]): string {
  if (heard.length < fewest) return heard.map(({ name, text }) => `${name}: ${text}`).join('. ');
  const names = [...new Set(heard.map(({ name }) => name))];
  const others = names.length - 1;
  const who = others === 0 ? names[0] : `${names[0]} and ${others} ${others === 1 ? 'other' : 'others'}`;
  return `${heard.length} new messages from ${who}`;
}
