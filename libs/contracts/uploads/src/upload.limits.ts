export const uploadLimits = {
  maxBytes: 50 * 1024 * 1024,
  fileName: 255,
  /** Longest edges in pixels. */
  thumb: 320,
  preview: 1600,
  /** Pixels of an image that is decoded at all. */
  pixels: 40_000_000,
} as const;
