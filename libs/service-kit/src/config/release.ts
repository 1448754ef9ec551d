/** The release that this is a build of: the bundler writes it in, from the package.json of the workspace. Sources that run as they are have none. */
export const RELEASE: string = process.env.HALLWAY_RELEASE ?? 'unreleased';
