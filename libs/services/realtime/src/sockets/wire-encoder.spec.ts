import * as standard from 'socket.io-parser';

import { JsonText } from './json-text';
import { WireEncoder } from './wire-encoder';

const { PacketType } = standard;
const ours = new WireEncoder();
const theirs = new standard.Encoder();

describe('what sockets are sent', () => {
  it('writes what Socket.IO would write', () => {
    const packets = [
      { type: PacketType.CONNECT, nsp: '/', data: { sid: 'x' } },
      { type: PacketType.DISCONNECT, nsp: '/' },
      { type: PacketType.EVENT, nsp: '/', data: ['typing', { a: [1, null, 'é"\n'] }] },
      { type: PacketType.EVENT, nsp: '/', id: 7, data: ['typing', {}, undefined] },
      { type: PacketType.ACK, nsp: '/', id: 0, data: [{ ok: true, data: {} }] },
      { type: PacketType.ACK, nsp: '/', id: 12, data: [] },
      { type: PacketType.EVENT, nsp: '/other', id: 3, data: ['x', 1] },
      { type: PacketType.CONNECT_ERROR, nsp: '/', data: { message: 'no' } },
    ];
    for (const packet of packets) expect(ours.encode(packet)).toEqual(theirs.encode(packet));
  });

  it('passes on JSON that is written already', () => {
    const value = { conversationId: 'c', events: [{ rev: 1 }] };
    const text = new JsonText(JSON.stringify(value));
    expect(ours.encode({ type: PacketType.EVENT, nsp: '/', data: ['messages:changed', text] })).toEqual(
      theirs.encode({ type: PacketType.EVENT, nsp: '/', data: ['messages:changed', value] }),
    );
    expect(ours.encode({ type: PacketType.ACK, nsp: '/', id: 4, data: [text] })).toEqual(
      theirs.encode({ type: PacketType.ACK, nsp: '/', id: 4, data: [value] }),
    );
  });
});
