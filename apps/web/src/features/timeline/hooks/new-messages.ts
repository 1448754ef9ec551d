/** Three or more at once are said as a number. */
const fewest = 3;

export interface AnnouncedMessage {
  name: string;
  text: string;
}

/** What assistive technology says of messages that have just arrived. */
export function announcementOf(announced: readonly AnnouncedMessage[]): string {
  if (announced.length < fewest) return announced.map(({ name, text }) => `${name}: ${text}`).join('. ');
  const names = [...new Set(announced.map(({ name }) => name))];
  const others = names.length - 1;
  const who = others === 0 ? names[0] : `${names[0]} and ${others} ${others === 1 ? 'other' : 'others'}`;
  return `${announced.length} new messages from ${who}`;
}
