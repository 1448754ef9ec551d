import { Histogram } from './histogram';
import { readStamps, stampedBody } from './message-stamp';
import { clientFrame, FrameReader } from './websocket-frames';

/** As a server sends it: not masked. */
function serverFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.from([0x81, 126, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, payload]);
}

describe('the load generator', () => {
  it('reads frames however they are cut on the way', () => {
    const texts = ['short', 'x'.repeat(300), '', 'last'];
    const bytes = Buffer.concat(texts.map(serverFrame));
    for (const step of [1, 2, 3, 7, 100, bytes.length]) {
      const read: string[] = [];
      const reader = new FrameReader(
        (payload) => read.push(payload.toString()),
        () => undefined,
      );
      for (let at = 0; at < bytes.length; at += step) reader.push(bytes.subarray(at, at + step));
      expect(read).toEqual(texts);
    }
  });

  it('writes frames that a WebSocket server can unmask', () => {
    const frame = clientFrame('é'.repeat(100));
    expect([frame[0], frame[1], frame.readUInt16BE(2)]).toEqual([0x81, 0x80 | 126, 200]);
    expect(frame.subarray(4, 8)).toEqual(Buffer.alloc(4));
    expect(frame.subarray(8).toString()).toBe('é'.repeat(100));
  });

  it('finds the stamp of every message in a frame', () => {
    const frame = Buffer.from(`42["messages:changed",${JSON.stringify([123, 9_007_199_254_740].map((micros) => ({ body: stampedBody(micros) })))}]`);
    const found: number[] = [];
    readStamps(frame, (micros) => found.push(micros));
    expect(found).toEqual([123, 9_007_199_254_740]);
  });

  it('knows quantiles to about one percent, also of counts that were added', () => {
    const [one, other] = [new Histogram(), new Histogram()];
    for (let micros = 1; micros <= 10_000; micros += 1) (micros % 2 === 0 ? one : other).add(micros * 10);
    const sum = Histogram.sum([one.counts, other.counts]);
    expect(sum.total).toBe(10_000);
    expect(sum.quantile(0.5)).toBeGreaterThan(49);
    expect(sum.quantile(0.5)).toBeLessThan(51);
    expect(sum.quantile(0.99)).toBeGreaterThan(98);
    expect(sum.quantile(0.99)).toBeLessThan(100.5);
    expect(new Histogram().quantile(0.5)).toBeNaN();
  });
});
