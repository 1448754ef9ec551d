import { messageLimits } from '@hallway/contracts-messages';

/** From here on the composer counts down. */
const noteFrom = 500;
const number = new Intl.NumberFormat();

/** How much still fits, said only near the end. */
export function lengthNote(text: string): { text: string; over: boolean } | undefined {
  // Characters are never more than code units; counting them is left for long texts.
  if (text.length <= messageLimits.body - noteFrom) return undefined;
  const left = messageLimits.body - [...text].length;
  if (left > noteFrom) return undefined;
  return left < 0 ? { text: `${number.format(-left)} too many`, over: true } : { text: `${number.format(left)} left`, over: false };
}

export function tooLongText(text: string): string {
  const over = [...text].length - messageLimits.body;
  return `This is ${number.format(over)} ${over === 1 ? 'character' : 'characters'} longer than a message may be. Shorten it, or send it in parts.`;
}
