/** The registry of nested types; class-transformer exports it without types. */
declare module 'class-transformer/cjs/storage' {
  export const defaultMetadataStorage: object;
}
