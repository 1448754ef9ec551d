import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One message a line, of the kind that people write to each other. */
const lines = readFileSync(join(__dirname, 'chat-texts.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '');

const blocks = [
  '```hello world\nsecond\n```',
  '```select * from t;\nwhere x```',
  '```ts\nconst a = `b`;\n```',
  '```\nplain *code* _here_ \\d @ana\n```\nafter',
  '~~~ hello ~~~\nyes',
  'before\n```js\nfoo(*p);\n',
  '- one\n- two\n  - three *x*\n\n1. a\n2. b\n7. c',
  '007. Bond\n008. next',
  '| a | b |\n|---|:-:|\n| 1 | 2 |\n| `x` | *y* |',
  '| a | b |\n|---|---|\n| 1 | 2 | 3 |',
  '| a\\|b | c |\n|---|---|\n| d | e\\|f |',
  '# Title\n\ntext\n## Two ##\n#not',
  '> quote\n> more\n\nanswer',
  '> - nested\n>   1. deep\n> > deeper',
  'one\n\n##\n\ntwo',
  'a\n---\nb\n***\nc',
  'title\n===\nbody',
  '    four spaces\n\ttab',
  'cmd \\\n  --flag \\\n  --other',
  'line one  \nline two\\\nline three',
  '[note]: https://ex.test/x\n[note]',
  'Hi,\n\nthe *plan*:\n\n* first_thing\n* second_thing\n\nBye,\n-- \nAna',
  'diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-old *line*\n+new _line_',
  'Traceback:\n  File "<stdin>", line 1, in <module>\nKeyError: \'__x__\'',
  '"""\ndocstring\n"""',
  'a:\n  - b: *anchor\n  - c: &x y\n  <<: *x',
  '+-----+\n| box |\n+-----+',
  '  .--.\n |o_o |\n |:_/ |\n//   \\ \\\n(|     | )',
  '1) one\n2) two',
  '* a\n* b\n\n- c\n+ d',
  '> @ana said:\n>\n> _hello @bo_\n\n@kai?',
  '- [docs](https://ex.test/d)\n- <https://ex.test/e>\n- ![p](https://ex.test/p.png)',
  '**bold\nover lines**',
  '*a*b*c*',
  '**a*b**c*',
  '__a_b__',
  '~~a~b~~',
  '***a** b*',
  '**a `b** c` d**',
  '[**a**](https://ex.test/a) *[b](https://ex.test/b)*',
  '**https://ex.test/a**: _https://ex.test/b_ ~~https://ex.test/c~~',
];

/** Texts as people write them in chats: talk in many languages, code, paths, patterns, addresses, faces, marks. */
export const chatTexts: readonly string[] = [...lines, ...blocks];
