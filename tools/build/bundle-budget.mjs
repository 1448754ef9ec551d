import { gzipSync } from 'node:zlib';

/** What a visit may cost, in KiB after gzip. */
const BUDGETS = {
  /** Until a user can sign in. */
  entry: { js: 115, css: 12 },
  /** Until the first message is on screen. */
  chat: { js: 210, css: 28 },
  /** Anything that is loaded later. */
  chunk: 80,
};

/**
 * Fails the build of the web app when a route grows beyond its budget.
 *
 * @param {{ entry: string, chat: string }} pages how the ids of the modules end that are loaded right after the first:
 *   to sign in, or to chat
 * @returns {import('vite').Plugin}
 */
export function bundleBudget(pages) {
  return {
    name: 'hallway-bundle-budget',
    apply: 'build',
    writeBundle(_options, bundle) {
      const { report, faults } = weigh(bundle, pages);
      if (faults.length > 0) this.error(`Over the bundle budget: ${faults.join('; ')}`);
      if (process.env.BUNDLE_REPORT) this.warn(report.join('; '));
    },
  };
}

function weigh(bundle, pages) {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const first = chunks.find((chunk) => chunk.isEntry);
  const routes = Object.entries(pages).map(([route, module]) => {
    const page = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(module));
    return { route, module, names: first && page && reached(bundle, [first.fileName, page.fileName]) };
  });
  const missing = routes.filter(({ names }) => !names);
  if (missing.length > 0) return { report: [], faults: missing.map(({ module }) => `there is no ${module}`) };
  const atOnce = new Set(routes.flatMap(({ names }) => [...names]));
  const later = chunks.filter((chunk) => !atOnce.has(chunk.fileName));
  const costs = [
    ...routes.flatMap(({ route, names }) => costsOf(bundle, route, names)),
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
