import { existsSync } from 'node:fs';

import { aptInstall, onPath } from './redis-binary.mjs';
import { StackError } from './stack-error.mjs';

/** The nginx for the tests with several replicas: NGINX_PATH, one that is installed, or (as root on Debian) one put there by apt. */
export function findNginx(say) {
  const { NGINX_PATH } = process.env;
  const found = NGINX_PATH && existsSync(NGINX_PATH) ? NGINX_PATH : onPath('nginx');
  if (found) return found;
  if (process.getuid?.() === 0 && onPath('apt-get')) {
    say('nginx is missing: installing the Debian package nginx-light with apt-get (once)');
    const installed = aptInstall('nginx-light') && onPath('nginx');
    if (installed) return installed;
  }
  throw new StackError('The tests with several replicas need nginx: install it (on Debian nginx-light), or set NGINX_PATH.');
}
