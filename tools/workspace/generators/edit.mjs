/**
 * Changes a file of the workspace at one place.
 *
 * @param {import('@nx/devkit').Tree} tree
 * @param {RegExp} place what is replaced; it must be there
 * @throws {Error} when the file looks otherwise than the generator knows it
 */
export function edit(tree, path, place, by) {
  const text = tree.read(path, 'utf8');
  if (text === null || !place.test(text)) throw new Error(`${path} has no place that looks like ${place}; write the feature by hand, or mend the generator`);
  tree.write(path, text.replace(place, by));
}

/** Puts import lines behind the last one of a file. */
export function addImports(tree, path, lines) {
  edit(tree, path, /((?:^import [^;]*;\n)+(?:\n?(?:^import [^;]*;\n)+)*)/m, `$1${lines.join('\n')}\n`);
}
