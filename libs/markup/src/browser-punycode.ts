/**
 * Stands in for the `punycode.js` package in browser builds (alias `punycode.js` to `@hallway/markup/punycode`):
 * a browser turns names of hosts into ASCII by itself. Names that come in ASCII stay so, which also shows a
 * look-alike for what it is.
 */
const hosts = {
  toASCII: (host: string): string => {
    const address = `http://${host}`;
    return URL.canParse(address) ? new URL(address).hostname : host;
  },
  toUnicode: (host: string): string => host,
};

export { hosts as default };
