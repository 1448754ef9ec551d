/** A fault a person can act on: its message is the one sentence to print, without a stack. */
export class StackError extends Error {
  name = 'StackError';
}
