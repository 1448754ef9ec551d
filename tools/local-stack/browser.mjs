import { existsSync } from 'node:fs';

import { aptInstall, onPath } from './redis-binary.mjs';
import { StackError } from './stack-error.mjs';

const MAC_CHROME = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The browser for the browser tests: CHROMIUM_PATH, one that is installed, or (as root on Debian) one put there by apt. */
export function findBrowser(say) {
  const found = installed();
  if (found) return found;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    say('A browser is missing: installing the Debian package chromium with apt-get (once)');
    if (aptInstall('chromium')) return installed();
  }
  throw new StackError('The browser tests need Chromium or Chrome: install one, or set CHROMIUM_PATH.');
}

function installed() {
  const { CHROMIUM_PATH } = process.env;
  if (CHROMIUM_PATH && existsSync(CHROMIUM_PATH)) return CHROMIUM_PATH;
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return names.map(onPath).find(Boolean) ?? (existsSync(MAC_CHROME) ? MAC_CHROME : undefined);
}
