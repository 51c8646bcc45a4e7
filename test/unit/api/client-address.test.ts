// Whose address a request has.
import { expect } from 'chai';
import { addressGroup, clientAddress, trustedProxies } from '../../../api/client-address.js';

describe('client address', () => {
  const trusted = trustedProxies(['10.0.0.0/8', '192.0.2.1', 'fd00::/8']);

  it('is the socket’s unless a trusted proxy is connected', () => {
    expect(clientAddress('203.0.113.9', '198.51.100.1', trusted)).to.equal('203.0.113.9');
    expect(clientAddress('::ffff:203.0.113.9', '198.51.100.1', trusted)).to.equal('203.0.113.9');
    expect(clientAddress('127.0.0.1', '198.51.100.1', trustedProxies([]))).to.equal('127.0.0.1');
  });

  it('is the last one in the header that is no trusted proxy', () => {
    expect(clientAddress('10.0.0.1', '198.51.100.1', trusted)).to.equal('198.51.100.1');
    expect(clientAddress('::ffff:10.0.0.1', 'forged, 198.51.100.1, 192.0.2.1', trusted)).to.equal('198.51.100.1');
    expect(clientAddress('fd00::1', '2001:db8::5', trusted)).to.equal('2001:db8::5');
  });

  it('stays with the proxy when the header says nothing that is an address', () => {
    for (const header of ['', 'unknown', '198.51.100.1, ', '_hidden'])
      expect(clientAddress('10.0.0.1', header, trusted), header).to.equal('10.0.0.1');
  });

  it('counts the /64 of an IPv6 address as one', () => {
    expect(addressGroup('198.51.100.1')).to.equal('198.51.100.1');
    expect(addressGroup('2001:db8:1:2:3:4:5:6')).to.equal('2001:db8:1:2::/64');
    expect(addressGroup('2001:db8::5')).to.equal('2001:db8:0:0::/64');
    expect(addressGroup('::1')).to.equal('0:0:0:0::/64');
  });

  it('refuses what is no network', () => {
    for (const wrong of ['proxy', '10.0.0.0/33', '10.0.0.0/x', ''])
      expect(() => trustedProxies([wrong]), wrong).to.throw(RangeError);
  });
});
