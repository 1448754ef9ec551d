import { messages } from './dashboards/messages.mjs';
import { overview } from './dashboards/overview.mjs';
import { processes } from './dashboards/processes.mjs';
import { realtime } from './dashboards/realtime.mjs';
import { stores } from './dashboards/stores.mjs';

/** By the file in deploy/grafana/dashboards. */
export const dashboards = {
  'messages.json': messages,
  'overview.json': overview,
  'processes.json': processes,
  'realtime.json': realtime,
  'stores.json': stores,
};
