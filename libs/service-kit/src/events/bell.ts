/** Wakes one waiting loop; a ring while nobody waits is kept for the next wait. */
export class Bell {
  private rung = false;
  private awaken: (() => void) | undefined;

  ring(): void {
    this.rung = true;
    this.awaken?.();
  }

  /** Until the next ring, at most `ms`. */
  async wait(ms: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.awaken = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.awaken = undefined;
    this.rung = false;
  }
}
