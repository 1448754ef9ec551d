const longPressMs = 500;
const stillPx = 10;
const releaseMs = 100;

interface Place {
  clientX: number;
  clientY: number;
}

/** A finger that stays where it is. What opens under it is not chosen by lifting it. */
export class LongPress {
  private press: { timer: ReturnType<typeof setTimeout>; x: number; y: number } | null = null;

  /** Is a finger down that has not moved? */
  get pending(): boolean {
    return this.press !== null;
  }

  begin({ clientX: x, clientY: y }: Place, held: () => void): void {
    this.end();
    const hold = () => {
      ignoreRelease();
      held();
    };
    this.press = { x, y, timer: setTimeout(hold, longPressMs) };
  }

  readonly move = ({ clientX, clientY }: Place): void => {
    if (this.press && Math.hypot(clientX - this.press.x, clientY - this.press.y) > stillPx) this.end();
  };

  readonly end = (): void => {
    clearTimeout(this.press?.timer);
    this.press = null;
  };
}

function ignoreRelease(): void {
  const swallow = (event: Event) => {
    event.preventDefault();
    event.stopPropagation();
  };
  // A tap is told again as that of a mouse, which would take the focus away.
  const events = ['touchend', 'mousedown', 'click', 'contextmenu'];
  for (const name of events) window.addEventListener(name, swallow, true);
  const stop = () => {
    clearTimeout(timer);
    window.removeEventListener('pointerdown', stop, true);
    for (const name of events) window.removeEventListener(name, swallow, true);
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  const lifted = () => {
    for (const name of ['pointerup', 'pointercancel']) window.removeEventListener(name, lifted, true);
    // The click of a release comes after it, and before anything is pressed anew.
    timer = setTimeout(stop, releaseMs);
    window.addEventListener('pointerdown', stop, true);
  };
  for (const name of ['pointerup', 'pointercancel']) window.addEventListener(name, lifted, true);
}
