const REPLACED = ['class-validator', 'class-transformer', 'reflect-metadata'];
const MARK = '\0lean-contracts:';
const CONTRACTS = /\/libs\/contracts\/.*\.ts$/;
/** Of an endpoint: what only servers and documents read. The SDK reads its method, its path and for whom it is. */
const UNREAD = ['summary', 'problems', 'body', 'query', 'returns', 'alsoStatus'];

/**
 * The contracts are classes with decorators that only servers use, and say things that only documents show: a
 * browser gets them without, and none of the code behind them.
 *
 * @returns {import('vite').Plugin}
 */
export function leanContracts() {
  return {
    name: 'hallway-lean-contracts',
    enforce: 'pre',
    resolveId: (id) => (REPLACED.includes(id) ? MARK + id : undefined),
    load: async (id) => {
      if (!id.startsWith(MARK)) return undefined;
      const names = Object.keys(await import(id.slice(MARK.length)));
      return ['const none = () => () => undefined;', ...names.filter(isName).map((name) => `export const ${name} = none;`)].join('\n');
    },
    transform: {
      filter: { id: CONTRACTS },
      handler(code) {
        return { code: blank(code, unreadIn(this.parse(code, { lang: 'ts' }))), map: null };
      },
    },
  };
}

/** Blanks take the place, so that every other character stays where it was. */
function blank(code, nodes) {
  return nodes.reduce((text, { type, start, end }) => {
    const comma = type === 'Property' || type === 'Literal' ? (/^\s*,/.exec(text.slice(end))?.[0].length ?? 0) : 0;
    return text.slice(0, start) + text.slice(start, end + comma).replace(/[^\n]/g, ' ') + text.slice(end + comma);
  }, code);
}

function unreadIn(node) {
  if (node === null || typeof node !== 'object') return [];
  if (node.type === 'Decorator') return [node];
  // Whose an endpoint is, only servers ask: what is left is the object, in parentheses.
  if (isApi(node)) return [node.callee, node.arguments[0], ...unreadIn(node.arguments[1])];
  if (isEndpoint(node)) return node.arguments[1].properties.filter(({ key }) => UNREAD.includes(key?.name));
  return Object.values(node).flatMap(unreadIn);
}

function isEndpoint({ type, callee, arguments: [, options] = [] }) {
  return type === 'CallExpression' && ['get', 'post', 'put', 'patch', 'del'].includes(callee.name) && options?.type === 'ObjectExpression';
}

function isApi({ type, callee }) {
  return type === 'CallExpression' && callee.name === 'defineApi';
}

function isName(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default';
}
