import { parseArgs } from 'node:util';

import { installDependencies } from './install-dependencies.mjs';

const HELP = `Puts a backup back, starts the database on it once and looks through it. Hallway must not run on that folder.

  npm run restore -- BACKUP [--replace | --check]

  BACKUP      a folder that "npm run backup" made
  --replace   data that is there already is moved aside; without it, it is refused
  --check     into a folder that is removed again: shows that the backup can be put back, and changes nothing

  DATA_DIR    where it is put (.data)`;

const { values, backup, fault } = read();
if (values?.help) console.log(HELP);
else if (fault) fail(fault);
else await main();

function read() {
  try {
    const options = { replace: { type: 'boolean' }, check: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } };
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (!values.help && positionals.length !== 1) return { fault: 'Say which backup: the folder that "npm run backup" made.' };
    return { values, backup: positionals[0] };
  } catch (error) {
    return { fault: error.message };
  }
}

async function main() {
  await installDependencies({ say: console.log });
  const { restoreBackup, tryBackup } = await import('./backup/restore-backup.mjs');
  const { DATA_DIR, DATABASE_URL, UPLOADS_DIR } = process.env;
  if (DATABASE_URL) return fail('DATABASE_URL names a server that is not ours: restore it by its own means.');
  const target = { dataDir: DATA_DIR || '.data', ...(UPLOADS_DIR && { uploads: UPLOADS_DIR }), replace: values.replace };
  try {
    const found = await (values.check ? tryBackup({ backup, say: console.log }) : restoreBackup({ backup, ...target, say: console.log }));
    for (const path of found.aside) console.log(`what was there is in ${path}`);
    for (const sentence of found.faults) console.error(`Not as it was: ${sentence}`);
    console.log(summary(found));
    if (found.faults.length > 0) process.exitCode = 1;
  } catch (error) {
    fail(error);
  }
}

function summary({ people, conversations, messages, files, last, madeAt }) {
  const latest = last ? `, the last of ${last.toISOString()}` : '';
  return `${values.check ? 'Can be restored' : 'Restored'}, as of ${madeAt}: ${people} people, ${conversations} conversations, ${messages} messages${latest}, ${files} files`;
}

function fail(error) {
  console.error(typeof error === 'string' ? `${error} "npm run restore -- --help" tells what there is.` : error.name === 'StackError' ? error.message : error);
  process.exitCode = 1;
}
