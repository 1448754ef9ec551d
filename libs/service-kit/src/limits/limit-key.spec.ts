import { limitKey } from './limit-key';

describe('limitKey', () => {
  it('counts one IPv4 address, and a whole /64 of IPv6', () => {
    expect(limitKey('1.2.3.4')).toBe('1.2.3.4');
    expect(limitKey('2001:db8:1:2:3:4:5:6')).toBe(limitKey('2001:db8:1:2::1'));
    expect(limitKey('2001:db8:1:3::1')).not.toBe(limitKey('2001:db8:1:2::1'));
    expect(limitKey('::1')).toBe('0:0:0:0::/64');
  });
});
