const long = 16_000;
const fill = (unit: string) => unit.repeat(Math.ceil(long / unit.length)).slice(0, long);

/** Scripts in every place a scheme or a tag could hide. */
const scripts = [
  '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg/onload=alert(1)>', '<iframe src="javascript:alert(1)">',
  '<a href="javascript:alert(1)">x</a>', '<math><mi xlink:href="data:x,<script>alert(1)</script>">', '<!--<script>-->',
  '<![CDATA[<script>]]>', '<?php echo 1 ?>', '</textarea><script>alert(1)</script>', '"><script>alert(1)</script>',
  "';alert(1)//", '`<script>alert(1)</script>`', '```<script>\nalert(1)\n```', '<style>*{display:none}</style>',
  '[x](javascript:alert(1))', '[x](JaVaScRiPt:alert(1))', '[x](java\tscript:alert(1))', '[x](java&#10;script:alert(1))',
  '[x](javascript&colon;alert(1))', '[x](javascript&#58;alert(1))', '[x](&#x6A;avascript:alert(1))', '[x](\\javascript:alert(1))',
  '[x](%6A%61vascript:alert(1))', '[x]( javascript:alert(1))', '[x](<javascript:alert(1)>)', '[x](\u0001javascript:alert(1))',
  '[x](\u200Bjavascript:alert(1))', '[x](vbscript:msgbox(1))', '[x](data:text/html,<script>alert(1)</script>)',
  '[x](data:text/html;base64,PHNjcmlwdD4=)', '[x](file:///etc/passwd)', '[x](blob:https://a.example/1)', '[x](about:blank)',
  '[x](ftp://a.example)', '[x](//a.example)', '[x](/a)', '[x](#a)', '[x](?a)', '[x](https:)', '[x](https://)', '[x](https:///)',
  '[x](http:javascript:alert(1))', '[x](https://a.example" onclick="alert(1))', "[x](https://a.example' onclick='alert(1))",
  '[x](https://a.example "t\\" onclick=\\"alert(1)")', '[x](mailto:a@b.example?subject=<script>)', '[x](mailto:javascript:alert(1))',
  '![x](javascript:alert(1))', '![x](data:image/svg+xml,<svg onload=alert(1)>)', '![x](https://a.example/x onerror=alert(1))',
  '![<script>](https://a.example/x.png)', '[![x](javascript:a)](https://b.example)', '[![x](https://a.example)](javascript:b)',
  '<javascript:alert(1)>', '<vbscript:x>', '<data:text/html,x>', '<JAVASCRIPT:alert(1)>', '<https://a.example/<script>>',
  'javascript:alert(1)', 'javascript://a.example/%0aalert(1)', 'https://javascript:alert(1)@a.example', 'http://a.example/"onmouseover="x',
  '[x][y]\n\n[y]: javascript:alert(1)', '[x]: javascript:alert(1)\n[x]', '[x\n](javascript:alert(1))', '[x](\njavascript:alert(1)\n)',
  '# <script>', '> <script>', '- <script>', '| <script> |\n|---|\n| [x](javascript:a) |', '~~~"><img src=x onerror=alert(1)>\n~~~',
  '```js onload=alert(1)\n```', '@<script>', '@ana<script>', '@"onclick="x', '@javascript:alert(1)', '@constructor', '@__proto__', '@toString',
];

/** Characters that break careless code. */
const characters = [
  '\u0000', 'a\u0000b', '\uFFFD', '\uD800', '\uDC00', 'a\uD800b', '\uD83D', '\u202Egnp.exe', '\u2066\u2067\u2068\u2069', '\u200B\u200C\u200D',
  '\uFEFF', '\u2028\u2029', '\r', '\r\n\r', '\v\f', '\u0085', 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘', '\u0300'.repeat(500), 'ﷺ', '𒐫', '👩‍👩‍👧‍👦'.repeat(50),
  '\u{E0001}', '\u{10FFFF}', 'İ', 'ß', '@İstanbul', '@ＡＮＡ', '＠ana', 'http://ex\u00ADample.com', 'http://аррӏе.com', 'https://[::1]/', 'https://1.1.1.1:99999/',
  'https://%', 'https://a.example/%zz', 'https://a.example/\uD800', 'https://xn--a', 'https://xn--\u00FF', 'mailto:%', '[x](https://%zz)', '[x](https://a:b:c)',
];

/** Long runs that make a careless parser slow or deep. */
const runs = [
  '>', '> ', '- ', '* ', '1. ', '> - ', '>\n', '[', ']', '[[', '![', '[a](', '[](', '![](', '[a](<b', '[a](b "c', '![a](b', '[a][b]', '[a]: b\n', '*', '**', '*a ', '**a ', '*a_',
  '_', '_a', '~~', '~', '`', '``a', '` `` ', '```\n', '~~~\n', '<', '<a', '<a ', '<!', '<!--', '<?', '<![CDATA[', '</a', '&', '&amp;', '&#', '\\', '\\\\', '\\*', '|', '|-', '|a|\n|-|\n', '|a',
  '@', '@a', '@ana', '@ana ', '@ana.', '_@ana', 'a@', 'a@b', 'a@b.', 'ana@b.example ', ':', '://', 'http://', 'https://a', 'http://a.example ', 'www.', 'www.a.example ', 'mailto:', 'mailto:a@b.example ', 'a.', 'a-',
  '#', '# a\n', '-', '---\n', '=', 'a\n===\n', ' ', '\t', '\n', ' \n', '\u00A0', '(', ')', '((', '"', "'", '\u0000', '😀', '🇩', '\u200D', '*a **b ', '*a **b~~c ', '- a\n  - b\n', '1) a\n', '[x](https://a.example) ',
].map(fill);

const mixed = [
  `${'['.repeat(8_000)}${']'.repeat(8_000)}`, `${'('.repeat(8_000)}${')'.repeat(8_000)}`, `[a](${'('.repeat(8_000)}`, `[a](${'('.repeat(30)}b${')'.repeat(30)})`,
  `${'*'.repeat(8_000)}a${'*'.repeat(7_999)}`, `${'*a '.repeat(2_600)}${'a* '.repeat(2_600)}`, `${'**a *b '.repeat(1_000)}${'c* d** '.repeat(1_000)}`,
  `${'`'.repeat(7_000)}a${'`'.repeat(6_999)}`, `|a${'|b'.repeat(2_000)}|\n|-${'|-'.repeat(2_000)}|\n${'x\n'.repeat(3_000)}`, `https://a.example/${'a'.repeat(15_000)}`,
  `[x](https://a.example/${'a'.repeat(15_000)})`, `https://${'a.'.repeat(7_000)}example`, `${'a'.repeat(8_000)}@${'b'.repeat(7_000)}.example`, `@${'a'.repeat(15_999)}`, `@${'.'.repeat(15_999)}`,
  Array.from({ length: 100 }, (_, n) => `${'  '.repeat(n)}- a`).join('\n'), Array.from({ length: 100 }, (_, n) => `${'>'.repeat(n)} a`).join('\n'), `${'> '.repeat(100)}${'- '.repeat(100)}\`\`\`\n@ana`,
];

/** Text that attackers send. */
export const hostileStrings: readonly string[] = [...scripts, ...characters, ...runs, ...mixed];
