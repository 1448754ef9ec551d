import { existsSync } from 'node:fs';
import { aptInstall, onPath } from './local-stack/redis-binary.mjs';

/** The nginx for the tests with several replicas: NGINX_PATH, one that is installed, or (as root on Debian) one put there by apt; else undefined. */
export function findNginx(say) {
  const { NGINX_PATH } = process.env;
  const found = NGINX_PATH && existsSync(NGINX_PATH) ? NGINX_PATH : onPath('nginx');
  if (found) return found;
  if (process.getuid?.() !== 0 || !onPath('apt-get')) return undefined;
  say('nginx is missing: installing the Debian package nginx-light with apt-get (once)');
  return aptInstall('nginx-light') ? onPath('nginx') : undefined;
}
