import { isIPv4, isIPv6 } from 'node:net';

/** What limits count as one caller: an IPv4 address, and a whole /64 of IPv6, which one household or server has. */
export function limitKey(address: string): string {
  if (!isIPv6(address)) return address;
  const mapped = /^(?:0{0,4}:){2,5}ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped && isIPv4(mapped)) return mapped;
  return `${network(address)}::/64`;
}

/** The first four groups, each written in one way. */
function network(address: string): string {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::');
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  return [...left, ...Array<string>(zeros).fill('0'), ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}
