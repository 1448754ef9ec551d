import { join } from 'node:path';
import { parseArgs } from 'node:util';

import { installDependencies } from './install-dependencies.mjs';

const HELP = `Copies everything that is kept in the data folder, while Hallway runs or not: database, files and secrets.

  npm run backup [-- --to FOLDER --keep-days 30]

  --to          where backups lie (backups in the data folder); best on another disk
  --keep-days   older backups of that folder are removed once the new one is whole (30)

  DATA_DIR      what is backed up (.data)

A backup holds everything people wrote and the secrets that guard it: keep it as safe as the machine itself.
"npm run restore -- BACKUP --check" shows that it can be put back.`;

const { values, fault } = read();
if (values?.help) console.log(HELP);
else if (fault) fail(fault);
else await main();

function read() {
  try {
    const options = { to: { type: 'string' }, 'keep-days': { type: 'string', default: '30' }, help: { type: 'boolean', short: 'h' } };
    const { values } = parseArgs({ options });
    if (!/^\d{1,4}$/.test(values['keep-days'])) return { fault: `--keep-days must be a number of days; it is "${values['keep-days']}".` };
    return { values };
  } catch (error) {
    return { fault: error.message };
  }
}

async function main() {
  await installDependencies({ say: console.log });
  const { makeBackup } = await import('./backup/make-backup.mjs');
  const { DATA_DIR, DATABASE_URL, UPLOADS_STORE, UPLOADS_DIR } = process.env;
  if (DATABASE_URL) return fail('DATABASE_URL names a server that is not ours: back it up by its own means, such as pg_dump, and files after it.');
  const dataDir = DATA_DIR || '.data';
  const elsewhere = UPLOADS_STORE === 's3';
  try {
    const { backup, bytes, removed } = await makeBackup({
      dataDir,
      uploads: elsewhere ? undefined : UPLOADS_DIR || join(dataDir, 'uploads'),
      to: values.to || join(dataDir, 'backups'),
      keepDays: Number(values['keep-days']),
      say: console.log,
    });
    if (elsewhere) console.log('Files are in the S3 store and not in this backup; let the store keep versions of them.');
    if (removed > 0) console.log(`${removed} older than ${values['keep-days']} days removed`);
    console.log(`Backed up to ${backup} (${Math.ceil(bytes / 1e6)} MB)`);
  } catch (error) {
    fail(error);
  }
}

function fail(error) {
  console.error(typeof error === 'string' ? `${error} "npm run backup -- --help" tells what there is.` : error.name === 'StackError' ? error.message : error);
  process.exitCode = 1;
}
