import { readFileSync } from 'node:fs';

/**
 * Checks the message of a commit, as a commit-msg hook does: `node tools/commit-message.mjs .git/COMMIT_EDITMSG`, or from
 * standard input. To have git ask it: `git config core.hooksPath tools/git-hooks`.
 */
const LONGEST_SUBJECT = 72;
/** What git writes by itself, or takes away again before anybody reads it. */
const NOT_OURS = /^(Merge |Revert "|fixup! |squash! |amend! )/;

const faults = faultsOf(readFileSync(process.argv[2] ?? 0, 'utf8'));
for (const fault of faults) console.error(`commit message: ${fault}`);
process.exitCode = faults.length > 0 ? 1 : 0;

function faultsOf(message) {
  const [text] = message.split(/^# -{10,} >8 -{10,}$/m);
  const [subject = '', second = ''] = text.split('\n').filter((line) => !line.startsWith('#'));
  if (NOT_OURS.test(subject)) return [];
  return [
    !/^[a-z0-9][^:]*: \S/.test(subject) && `the subject is "scope: what it does now", such as "messages: refuse edits after the window"; it is "${subject}"`,
    subject.length > LONGEST_SUBJECT && `the subject has ${subject.length} characters; at most ${LONGEST_SUBJECT}`,
    subject.endsWith('.') && 'the subject ends without a full stop',
    second.trim() !== '' && 'an empty line stands between the subject and what follows',
  ].filter(Boolean);
}
