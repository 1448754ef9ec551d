const NONE = '\0websocket-only';
const OTHERS = /\/(polling-xhr(\.node)?|polling-fetch|webtransport)\.js$/;

/**
 * The SDK speaks WebSocket only: the other transports that engine.io brings along stay out of the bundle.
 *
 * @returns {import('vite').Plugin}
 */
export function websocketOnly() {
  return {
    name: 'hallway-websocket-only',
    enforce: 'pre',
    apply: 'build',
    resolveId: (id, importer) => (OTHERS.test(id) && importer?.includes('/engine.io-client/') ? NONE : undefined),
    load: (id) => (id === NONE ? 'export const XHR = undefined; export const Fetch = undefined; export const WT = undefined;' : undefined),
  };
}
