/** A change of one source file, woven into a copy of the services and into nothing that ships. */
export interface Weaving {
  /** From the root of the workspace. */
  file: string;
  /** Must be in the file exactly once. */
  find: string;
  replace: string;
}

/** The file with the weavings in it. A snippet that is not there exactly once fails: the source has moved on. */
export function woven(code: string, weavings: readonly Weaving[]): string {
  return weavings.reduce((text, { file, find, replace }) => {
    const parts = text.split(find);
    if (parts.length !== 2) throw new Error(`${file} has ${parts.length - 1} places like this, not one, so nothing can be woven in:\n${find}`);
    return parts.join(replace);
  }, code);
}
