export const userLimits = {
  displayName: 64,
  statusText: 140,
  passwordMin: 8,
  passwordMax: 128,
  /** A password may be typed with its accents apart, four characters for one. */
  passwordTyped: 512,
  deviceName: 100,
  email: 254,
  username: 32,
  /** Characters of an address within Hallway. */
  url: 300,
  /** Characters of an access token. */
  token: 4096,
} as const;
