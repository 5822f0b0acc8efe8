/**
 * Where deliveries may go: not to this machine, nor to the network behind it, which whoever may make a webhook could ask
 * questions by way of the gateway otherwise. Names are looked up, every address is checked, and the connection is made to what
 * was checked: a second look-up could answer otherwise.
 */
import { type LookupAddress, type LookupAllOptions, lookup as lookUp } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export interface AddressRule {
  /** @returns why nothing is sent to this host, as far as its name tells; undefined where that depends on its addresses */
  refusalOf(hostname: string): string | undefined;
  /** For an agent: fails where any address of the host is refused. */
  readonly lookup: LookupFunction;
}

const ranges: readonly (readonly [network: string, prefix: number])[] = [
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
  // What holds an IPv4 address within, but for `::ffff:0:0/96`, which the list sees through.
  ['::', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 23],
  ['2002::', 16],
  ['100::', 64],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
];

const refused = new BlockList();
for (const [network, prefix] of ranges) refused.addSubnet(network, prefix, isIP(network) === 6 ? 'ipv6' : 'ipv4');

export function isPublic(address: string): boolean {
  const version = isIP(address);
  // A zone (`fe80::1%eth0`) is of this machine only.
  if (version === 0 || address.includes('%')) return false;
  return !refused.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

const never =
  'is not on the public Internet: the gateway sends nothing there unless WEBHOOK_PRIVATE_ADDRESSES allows it.';

/** Names that mean this machine or its network, whatever they are looked up as. */
const ownName = /(^|\.)(localhost|local|internal)\.?$/i;

export type Resolve = (
  hostname: string,
  options: LookupAllOptions,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Any address. */
export const everywhere: AddressRule = { refusalOf: () => undefined, lookup: lookUp };

/** @param resolve how names are looked up */
export const publicAddresses = (resolve: Resolve = lookUp): AddressRule => ({
  refusalOf(hostname) {
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const isRefused = isIP(host) === 0 ? ownName.test(host) : !isPublic(host);
    return isRefused ? `${host} ${never}` : undefined;
  },
  lookup(hostname, options, callback) {
    resolve(hostname, { ...options, all: true }, (error, addresses: LookupAddress[]) => {
      if (error) return callback(error, '');
      const wrong = addresses.find(({ address }) => !isPublic(address));
      if (wrong) return callback(new Error(`${hostname} (${wrong.address}) ${never}`), '');
      if (options.all) return callback(null, addresses);
      return callback(null, addresses[0]?.address ?? '', addresses[0]?.family);
    });
  },
});

export const addressRule = ({ privateAllowed }: { readonly privateAllowed: boolean }): AddressRule =>
  privateAllowed ? everywhere : publicAddresses();
