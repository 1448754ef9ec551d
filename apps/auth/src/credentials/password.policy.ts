import { dictionary } from '@zxcvbn-ts/language-common';
import { userLimits } from '@hallway/contracts-auth';

/** How many of the most used passwords are refused (reliability S01). */
const refusedCount = 10_000;
const productWords = ['hallway', 'hallway1', 'hallwaychat', 'hallway123'];

const refused = new Set(
  [...dictionary.passwords.slice(0, refusedCount), ...productWords].filter((word) => String(word).length >= userLimits.passwordMin).map(String),
);

/** Is this one of the passwords that everybody tries first? Letter case does not save it. */
export function isTooCommon(password: string): boolean {
  return refused.has(password.toLowerCase()) || new Set(password).size === 1;
}
