import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const src = join(__dirname, '../..');

/** What modules may hold, because it belongs to no user: looks of the device, facts about it, notices that are cleared at the end of a session. */
const unowned = [
  'app/app.tsx', // the client and its page user, who clear themselves
  'features/timeline/components/markup-view.tsx', // texts and what they mean
  'features/timeline/hooks/pending-changes.ts', // nothing
  'lib/device/device-storage.ts', // looks
  'lib/emoji/emoji-data.ts',
  'lib/emoji/supports-emoji.ts',
  'lib/preferences.ts',
  'lib/toasts.ts',
];

const holding = /^(?:export )?(?:let \w|const \w+(?:: [^=]+)? = new (?!Intl\.|Set\(\[)\w+)/m;

it('no module holds what belongs to a person: stores hang on UserStores, which goes with the session', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/\.spec\./.test(file));
  const holders = files.filter((file) => holding.test(readFileSync(join(src, file), 'utf8')));
  expect(holders.map((file) => relative('.', file)).filter((file) => !unowned.includes(file))).toEqual([]);
});
