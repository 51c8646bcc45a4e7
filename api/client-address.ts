// Whose address a request has: the socket's, or what a proxy that the configuration trusts says of it.
import { BlockList, isIP } from 'node:net';

/** Addresses of proxies, from `TRUSTED_PROXIES`. */
export type TrustedProxies = (address: string) => boolean;

/**
 * @param proxies - addresses or networks, such as `10.0.0.0/8`
 * @throws RangeError naming what is neither
 */
export function trustedProxies(proxies: readonly string[]): TrustedProxies {
  const list = new BlockList();
  for (const proxy of proxies) {
    const [address = '', prefix] = proxy.split('/');
    const family = familyOf(address);
    const bits = prefix === undefined ? (family === 'ipv4' ? 32 : 128) : Number(prefix);
    if (!family || !/^\d{1,3}$/.test(prefix ?? '0') || bits > (family === 'ipv4' ? 32 : 128))
      throw new RangeError(`${proxy} is neither an address nor a network`);
    list.addSubnet(address, bits, family);
  }
  return (address) => {
    const family = familyOf(address);
    return family !== undefined && list.check(address, family);
  };
}

/**
 * The nearest address that is not a trusted proxy: what stands further left in the header anyone can have written.
 * @param socketAddress - who is connected to us
 * @param forwardedFor - the `X-Forwarded-For` header; not looked at unless a trusted proxy is connected
 */
export function clientAddress(socketAddress: string, forwardedFor: string, trusted: TrustedProxies): string {
  let client = plain(socketAddress);
  const hops = forwardedFor.split(',').map((hop) => plain(hop.trim()));
  while (trusted(client)) {
    const hop = hops.pop();
    if (hop === undefined || familyOf(hop) === undefined) return client;
    client = hop;
  }
  return client;
}

/** What is counted together: an IPv4 address, or the /64 that one IPv6 customer has. */
export function addressGroup(address: string): string {
  if (familyOf(address) !== 'ipv6') return address;
  const [head = '', tail] = address.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0'), ...right];
  return `${groups.slice(0, 4).join(':')}::/64`;
}

/** An IPv4 address as a dual-stack socket writes it is that address. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address;
}

function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
}
