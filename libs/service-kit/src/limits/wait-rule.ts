/** Some tries are free; each one after them makes the next wait twice as long. */
export interface WaitRule {
  name: string;
  freeTries: number;
  firstWaitSeconds: number;
  longestWaitSeconds: number;
  /** After so long without a try nothing is remembered. */
  rememberSeconds: number;
}

/** How long one waits after try number `count`. */
export function waitSeconds({ freeTries, firstWaitSeconds, longestWaitSeconds }: WaitRule, count: number): number {
  return count < freeTries ? 0 : Math.min(firstWaitSeconds * 2 ** Math.min(count - freeTries, 30), longestWaitSeconds);
}
