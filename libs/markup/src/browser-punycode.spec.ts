import hosts from './browser-punycode.ts';

it.each([
  ['example.org', 'example.org'],
  ['münchen.example', 'xn--mnchen-3ya.example'],
  ['例え.テスト', 'xn--r8jz45g.xn--zckzah'],
  ['xn--mnchen-3ya.example', 'xn--mnchen-3ya.example'],
  ['a b', 'a b'],
])('turns the host %s into %s', (host, ascii) => {
  expect(hosts.toASCII(host)).toBe(ascii);
});
