export const userLimits = {
  displayName: 64,
  statusText: 140,
  passwordMin: 8,
  passwordMax: 128,
  deviceName: 100,
  email: 254,
} as const;
