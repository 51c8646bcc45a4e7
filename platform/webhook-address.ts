// Which addresses a webhook may go to: partners name the URL, so it must not reach into our own network (SSRF).
import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

const MAX_URL_LENGTH = 2048;

/**
 * Why a URL cannot be a webhook's, or undefined when it can. Says nothing about where its name leads: that is checked
 * at every delivery.
 * @param production - https only
 */
export function webhookUrlProblem(text: string, production: boolean): string | undefined {
  if (text.length > MAX_URL_LENGTH) return `must be at most ${MAX_URL_LENGTH} characters`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url) return 'must be an absolute URL';
  if (url.protocol !== 'https:' && (production || url.protocol !== 'http:'))
    return production ? 'must begin with https://' : 'must begin with https:// or http://';
  if (url.username !== '' || url.password !== '') return 'must not hold a user name or password';
  if (url.hash !== '') return 'must not have a fragment';
  if (production && isIP(bareHost(url)) !== 0 && isInternal(bareHost(url))) return 'must not be an internal address';
  return undefined;
}

export type CheckedAddress = { address: string; family: 4 | 6 };
/** All addresses of a host name or of an address in any spelling. @throws the resolver's error */
export type ResolveHost = (host: string) => Promise<{ address: string; family: number }[]>;

const systemResolver: ResolveHost = (host) => lookup(host, { all: true, verbatim: true });

/**
 * Resolves a URL's host once and checks every answer.
 * @param allowInternal - loopback and private addresses pass: development only
 * @param resolve - asked exactly once
 * @returns the address to connect to, or why there is none
 */
export async function checkedAddress(
  url: URL,
  allowInternal: boolean,
  resolve: ResolveHost = systemResolver,
): Promise<CheckedAddress | { problem: string }> {
  const found = await resolve(bareHost(url)).then(
    (addresses) => addresses,
    (error: NodeJS.ErrnoException) => error.code ?? error.name,
  );
  if (typeof found === 'string') return { problem: `the host name cannot be resolved (${found})` };
  if (!allowInternal && found.some(({ address }) => isInternal(address)))
    return { problem: 'the host name leads to an internal address' };
  const first = found[0];
  if (!first) return { problem: 'the host name has no address' };
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}

/** `[::1]` in a URL is `::1` to the resolver. */
function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Everything that is not the public internet. IPv4 written inside IPv6 is judged as the IPv4 it is. */
export function isInternal(address: string): boolean {
  const family = isIP(address);
  if (family === 0) return true;
  return INTERNAL.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

const INTERNAL = new BlockList();
// IANA special-purpose registries: "this" network, private, shared, loopback, link-local, protocol assignments, test
// nets, 6to4 relay, benchmarking, multicast, reserved and broadcast.
for (const [net, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  INTERNAL.addSubnet(net, prefix, 'ipv4');
// Unspecified, loopback and IPv4 inside, SIIT's translated IPv4, NAT64 and 6to4 (they can carry a private IPv4), discard, Teredo and other assignments,
// documentation, segment routing, unique local, link-local, site-local, multicast.
for (const [net, prefix] of [
  ['::', 96],
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
  ['5f00::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  INTERNAL.addSubnet(net, prefix, 'ipv6');
