import type { IncomingMessage } from 'node:http';

import { clientAddress } from './client-address';

function requestFrom(remoteAddress: string, forwarded?: string): IncomingMessage {
  return { socket: { remoteAddress }, headers: { 'x-forwarded-for': forwarded } } as unknown as IncomingMessage;
}

describe('clientAddress', () => {
  it('is the peer, whatever the caller claims', () => {
    expect(clientAddress(requestFrom('::ffff:10.0.0.1', '1.2.3.4'), 0)).toBe('10.0.0.1');
  });

  it('believes only as many entries as there are proxies of ours', () => {
    expect(clientAddress(requestFrom('10.0.0.9', 'forged, 1.2.3.4'), 1)).toBe('1.2.3.4');
    expect(clientAddress(requestFrom('10.0.0.9', 'forged, 1.2.3.4, 10.0.0.8'), 2)).toBe('1.2.3.4');
  });

  it('falls back to the peer when the proxy said nothing', () => {
    expect(clientAddress(requestFrom('10.0.0.9'), 1)).toBe('10.0.0.9');
  });

  it('falls back to the peer when the chain is shorter than it must be, or holds no address', () => {
    expect(clientAddress(requestFrom('10.0.0.9', '1.2.3.4'), 2)).toBe('10.0.0.9');
    for (const entry of ['unknown', '_hidden', '1.2.3', '', '<script>', '1.2.3.4, x'])
      expect(clientAddress(requestFrom('10.0.0.9', entry), 1)).toBe('10.0.0.9');
  });

  it.each([
    ['1.2.3.4:5678', '1.2.3.4'],
    ['[2001:db8::1]:5678', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['2001:db8::1', '2001:db8::1'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
  ])('reads %s', (entry, address) => {
    expect(clientAddress(requestFrom('10.0.0.9', entry), 1)).toBe(address);
  });
});
