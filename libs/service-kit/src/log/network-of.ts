import { isIPv4 } from 'node:net';

import { limitKey } from '../limits/limit-key';

/** From where, without naming a household: the /24 of an IPv4 address, the /64 of IPv6. */
export function networkOf(address: string): string {
  const key = limitKey(address);
  return isIPv4(key) ? key.replace(/\d+$/, '0/24') : key;
}
