import { limitKey } from './limit-key';

describe('limitKey', () => {
  it('counts one IPv4 address, and a whole /64 of IPv6', () => {
    expect(limitKey('1.2.3.4')).toBe('1.2.3.4');
    expect(limitKey('2001:db8:1:2:3:4:5:6')).toBe(limitKey('2001:db8:1:2::1'));
    expect(limitKey('2001:db8:1:3::1')).not.toBe(limitKey('2001:db8:1:2::1'));
    expect(limitKey('::1')).toBe('0:0:0:0::/64');
  });

  it('knows an address again however it is written', () => {
    for (const same of ['2001:0DB8:0001:0000:9::1', '2001:db8:1:0:1:2:3:4', '2001:db8:1::7', '2001:db8:1::7%eth0'])
      expect(limitKey(same)).toBe('2001:db8:1:0::/64');
    for (const same of ['::ffff:1.2.3.4', '::FFFF:1.2.3.4', '0:0:0:0:0:ffff:1.2.3.4']) expect(limitKey(same)).toBe('1.2.3.4');
  });
});
