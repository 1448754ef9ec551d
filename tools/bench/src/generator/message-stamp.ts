const mark = '"body":"t';
const markBytes = Buffer.from(mark);
const digits = 16;
const rest = ' a line of chat as people write it, neither short nor very long';

/** A message text that says when it was due, in microseconds. */
export function stampedBody(micros: number): string {
  return `t${String(micros).padStart(digits, '0')}${rest}`;
}

/** Calls `found` with the stamp of every message in a frame; the frame is never turned into text. */
export function readStamps(frame: Buffer, found: (micros: number) => void): void {
  for (let at = frame.indexOf(markBytes); at >= 0; at = frame.indexOf(markBytes, at)) {
    at += markBytes.length;
    let micros = 0;
    for (let place = 0; place < digits; place += 1) micros = micros * 10 + (frame[at + place]! - 48);
    at += digits;
    found(micros);
  }
}
