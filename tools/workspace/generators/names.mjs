/** The forms of a name in kebab case that files, classes and tables take. */
export function namesOf(kebab) {
  const pascal = kebab.replace(/(^|-)([a-z])/g, (_all, _dash, letter) => letter.toUpperCase());
  return { kebab, pascal, camel: pascal[0].toLowerCase() + pascal.slice(1), snake: kebab.replaceAll('-', '_'), words: kebab.replaceAll('-', ' ') };
}
