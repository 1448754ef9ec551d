const text = 0x1;
const ping = 0x9;
const pong = 0xa;
const empty = Buffer.alloc(0);

/** A frame of a client. The masking key is zero, which the protocol allows and which leaves the bytes as they are. */
export function clientFrame(payload: string, opcode = text): Buffer {
  const size = Buffer.byteLength(payload);
  const head = size < 126 ? 2 : 4;
  if (size > 0xffff) throw new Error('The load generator sends short frames only');
  const frame = Buffer.alloc(head + 4 + size);
  frame[0] = 0x80 | opcode;
  frame[1] = 0x80 | (size < 126 ? size : 126);
  if (head === 4) frame.writeUInt16BE(size, 2);
  frame.write(payload, head + 4);
  return frame;
}

/** Cuts what a server sends into frames; server frames are not masked. */
export class FrameReader {
  private rest: Buffer = empty;

  constructor(
    private readonly onText: (payload: Buffer) => void,
    private readonly onPing: (pongFrame: Buffer) => void,
  ) {}

  push(chunk: Buffer): void {
    let bytes = this.rest.length > 0 ? Buffer.concat([this.rest, chunk]) : chunk;
    for (let end = frameEnd(bytes); end > 0; end = frameEnd(bytes)) {
      const opcode = bytes[0]! & 0x0f;
      const payload = bytes.subarray(headLength(bytes), end);
      if (opcode === text) this.onText(payload);
      else if (opcode === ping) this.onPing(clientFrame(payload.toString(), pong));
      bytes = bytes.subarray(end);
    }
    this.rest = bytes;
  }
}

function headLength(bytes: Buffer): number {
  const size = bytes[1]! & 0x7f;
  if (size < 126) return 2;
  return size === 126 ? 4 : 10;
}

/** Where the first frame ends, or 0 while it is not complete. */
function frameEnd(bytes: Buffer): number {
  if (bytes.length < 2) return 0;
  const head = headLength(bytes);
  if (bytes.length < head) return 0;
  const short = bytes[1]! & 0x7f;
  const size = head === 2 ? short : head === 4 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return bytes.length >= head + size ? head + size : 0;
}
