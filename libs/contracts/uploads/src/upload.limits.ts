export const uploadLimits = {
  maxBytes: 50 * 1024 * 1024,
  /** Characters of a name as it is kept. */
  fileName: 255,
  /** Characters of a name as it is sent: it is cut, not refused. */
  fileNameSent: 1024,
  /** Longest edges in pixels. */
  thumb: 320,
  preview: 1600,
  /** Pixels of an image that is decoded at all. */
  pixels: 40_000_000,
} as const;
