import { HallwayProblem, NetworkProblem } from '@hallway/client';

/** Its message is meant for the person who tried. */
export class ShownProblem extends Error {
  override readonly name = 'ShownProblem';
}

/** What a failed call means, in a sentence for the person who tried. */
export function problemText(error: unknown): string {
  if (error instanceof NetworkProblem) return 'Hallway cannot be reached. Check your connection and try again.';
  if (error instanceof ShownProblem) return error.message;
  if (!(error instanceof HallwayProblem)) return 'That did not work. Try again.';
  if (error.status === 429) return `Too many tries. Try again in ${duration(error.retryAfterSeconds ?? 60)}.`;
  if (error.status >= 500) return 'Hallway has a problem just now. Try again in a moment.';
  return sentence(error.errors[0]?.message ?? (error.detail || error.title));
}

/** What is wrong with each field of a form; `form` for what belongs to none. */
export function fieldProblems(error: unknown): Record<string, string> {
  const fields = error instanceof HallwayProblem ? error.errors : [];
  if (fields.length === 0) return { form: problemText(error) };
  return Object.fromEntries(fields.map(({ path, message }) => [path, sentence(message)]));
}

function duration(seconds: number): string {
  if (seconds > 90) return `${Math.ceil(seconds / 60)} minutes`;
  return seconds === 1 ? 'a second' : `${seconds} seconds`;
}

function sentence(text: string): string {
  const trimmed = text.trim();
  if (trimmed === '') return 'That did not work. Try again.';
  return trimmed.charAt(0).toUpperCase() + trimmed.slice(1) + (/[.!?]$/.test(trimmed) ? '' : '.');
}
