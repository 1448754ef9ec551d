import { join } from 'node:path';

import { buildWoven } from '../planted/build-woven';

const SERVICES = ['auth', 'conversations', 'messages', 'uploads', 'realtime', 'api-gateway'];

let built: Promise<string> | undefined;

/** The folder of services with failpoints in them; they are built once a run of the lab. */
export function wovenServices(root: string): Promise<string> {
  const distDir = join(root, 'dist/woven');
  built ??= buildWoven({ root, services: SERVICES, distDir }).then(() => distDir);
  return built;
}
