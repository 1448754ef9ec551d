const REPLACED = ['class-validator', 'class-transformer', 'reflect-metadata'];
const MARK = '\0without-validation:';

/**
 * The contracts are classes with decorators that only servers use: a browser gets decorators that do
 * nothing, and none of the code behind them.
 *
 * @returns {import('vite').Plugin}
 */
export function withoutValidation() {
  return {
    name: 'hallway-without-validation',
    enforce: 'pre',
    resolveId: (id) => (REPLACED.includes(id) ? MARK + id : undefined),
    load: async (id) => {
      if (!id.startsWith(MARK)) return undefined;
      const names = Object.keys(await import(id.slice(MARK.length)));
      return ['const none = () => () => undefined;', ...names.filter(isName).map((name) => `export const ${name} = none;`)].join('\n');
    },
  };
}

function isName(name) {
  return /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default';
}
