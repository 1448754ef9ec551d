import { Encoder, type Packet, PacketType } from 'socket.io-parser';

import { JsonText } from './json-text';

const write = (value: unknown): string => (value instanceof JsonText ? value.json : (JSON.stringify(value) ?? 'null'));

/** Socket.IO's own, but for `JsonText`, and without looking for binary data in everything that is sent: nothing of ours has any. */
export class WireEncoder extends Encoder {
  override encode(packet: Packet): string[] {
    const { type, nsp, id, data } = packet;
    const isOrdinary = (type === PacketType.EVENT || type === PacketType.ACK) && nsp === '/' && Array.isArray(data);
    return isOrdinary ? [`${type}${id ?? ''}[${(data as unknown[]).map(write).join(',')}]`] : (super.encode(packet) as string[]);
  }
}
