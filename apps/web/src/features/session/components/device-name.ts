const browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/Firefox\//, 'Firefox'],
  [/(Chrome|CriOS)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
];

/** This device as its owner would call it in the list of devices, such as `Firefox on Windows`. */
export function deviceName(userAgent = navigator.userAgent): string {
  const named = (list: [RegExp, string][], fallback: string) => list.find(([pattern]) => pattern.test(userAgent))?.[1] ?? fallback;
  return `${named(browsers, 'Browser')} on ${named(systems, 'an unknown system')}`;
}
