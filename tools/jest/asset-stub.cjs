/** Stands for style sheets and pictures; a CSS module answers each class with its own name. */
module.exports = new Proxy({}, { get: (_target, name) => (name === '__esModule' ? false : String(name)) });
