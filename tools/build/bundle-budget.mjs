import { gzipSync } from 'node:zlib';

/** What a visit may cost, in KiB after gzip. */
const BUDGETS = {
  /** Until somebody can sign in. */
  entry: { js: 115, css: 12 },
  /** Until the first message is on screen. */
  chat: { js: 210, css: 28 },
  /** Anything that is loaded later. */
  chunk: 80,
};

/**
 * Fails the build of the web app when a route grows beyond its budget.
 *
 * @param {string} chatModule how the id of the chat's module ends
 * @returns {import('vite').Plugin}
 */
export function bundleBudget(chatModule) {
  return {
    name: 'hallway-bundle-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const { report, faults } = weigh(bundle, chatModule);
      if (faults.length > 0) this.error(`Over the bundle budget: ${faults.join('; ')}`);
      if (process.env.BUNDLE_REPORT) this.warn(report.join('; '));
    },
  };
}

function weigh(bundle, chatModule) {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const entry = chunks.find((chunk) => chunk.isEntry);
  const chat = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(chatModule));
  if (!entry || !chat) return { report: [], faults: [`there is no entry or no ${chatModule}`] };
  const atChat = reached(bundle, [entry.fileName, chat.fileName]);
  const later = chunks.filter((chunk) => !atChat.has(chunk.fileName));
  const costs = [
    ...costsOf(bundle, 'entry', reached(bundle, [entry.fileName])),
    ...costsOf(bundle, 'chat', atChat),
    ...later.map((chunk) => ({ what: chunk.fileName, kib: sizeOf(chunk.code), budget: BUDGETS.chunk })),
  ];
  const inWords = ({ what, kib, budget }) => `${what} is ${kib.toFixed(1)} KiB of ${budget}`;
  return { report: costs.map(inWords), faults: costs.filter(({ kib, budget }) => kib > budget).map(inWords) };
}

/** The chunks that these load at once. */
function reached(bundle, from) {
  const seen = new Set();
  const waiting = [...from];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name) || bundle[name]?.type !== 'chunk') continue;
    seen.add(name);
    waiting.push(...bundle[name].imports);
  }
  return seen;
}

function costsOf(bundle, route, names) {
  const chunks = [...names].map((name) => bundle[name]);
  const styles = new Set(chunks.flatMap((chunk) => [...(chunk.viteMetadata?.importedCss ?? [])]));
  const sum = (sizes) => sizes.reduce((total, size) => total + size, 0);
  return [
    { what: `${route} JavaScript`, kib: sum(chunks.map((chunk) => sizeOf(chunk.code))), budget: BUDGETS[route].js },
    { what: `${route} CSS`, kib: sum([...styles].map((name) => sizeOf(bundle[name].source))), budget: BUDGETS[route].css },
  ];
}

function sizeOf(content) {
  return gzipSync(content, { level: 9 }).length / 1024;
}
