export const uploadLimits = {
  maxBytes: 50 * 1024 * 1024,
  /** Characters of a name as it is kept. */
  fileName: 255,
  /** Characters of a name as it is sent: it is cut, not refused. */
  fileNameSent: 1024,
  mimeType: 255,
  /** Characters of an address to send bytes to; those of object stores carry a signature. */
  url: 4_000,
  /** Longest edges in pixels. */
  thumb: 320,
  preview: 1600,
  /** Of an image that is decoded at all: pixels of a frame, its longest edge, and frames. */
  pixels: 40_000_000,
  edge: 30_000,
  frames: 500,
} as const;
