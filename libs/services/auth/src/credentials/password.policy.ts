import { dictionary } from '@zxcvbn-ts/language-common';

import { userLimits } from '@hallway/contracts-auth';

/** How many of the most used passwords are refused (reliability S01). */
const refusedCount = 10_000;
const productWords = ['hallway', 'hallway1', 'hallwaychat', 'hallway123'];
/** So few digits and signs around a common word do not make it another password. */
const mostDecoration = 4;

const common = new Set([...dictionary.passwords.slice(0, refusedCount), ...productWords].map(String));

/** Signs that stand for letters; `1` and `!` for either of two. */
const lookalikes: Record<string, string> = { '0': 'o', '3': 'e', '4': 'a', '5': 's', '7': 't', '8': 'b', '@': 'a', $: 's' };
const fold = (text: string, one: 'i' | 'l') => [...text].map((sign) => (sign === '1' || sign === '!' ? one : (lookalikes[sign] ?? sign))).join('');

/** Is this one of the passwords that attackers try first, or close to one? Letter case, signs for letters and a few characters around it do not help. */
export function isTooCommon(password: string): boolean {
  const plain = password.toLowerCase();
  if (new Set(plain).size === 1) return true;
  if (common.has(plain) && [...plain].length >= userLimits.passwordMin) return true;
  const core = withoutDecoration(plain);
  if (plain.length - core.length > mostDecoration) return false;
  return [core, plain].some((text) => [text, fold(text, 'i'), fold(text, 'l')].some((word) => /\p{L}/u.test(word) && common.has(word)));
}

/** Is nothing left but digits and signs without the names of the one whom it guards? */
export function isOwnName(password: string, names: string[]): boolean {
  const plain = password.toLowerCase();
  const own = names.flatMap((name) => [name.toLowerCase(), name.toLowerCase().split('@')[0] ?? '']).filter((name) => name.length > 2);
  return own.some((name) => [plain, fold(plain, 'i'), fold(plain, 'l')].some((text) => text.includes(name) && !/\p{L}/u.test(text.replaceAll(name, ''))));
}

/** Without the digits and signs at both ends. */
function withoutDecoration(text: string): string {
  let [start, end] = [0, text.length];
  while (start < end && !/\p{L}/u.test(text.charAt(start))) start += 1;
  while (end > start && !/\p{L}/u.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}
