import { IPv6, isValid, parse } from 'ipaddr.js';

/** Whoever has one address of IPv6 has as a rule the whole network of these bits. */
const NETWORK_BITS = 64;

/**
 * An address in the one form by which failures are counted: IPv4 whole, also where it came over IPv6; of IPv6 the network.
 * @param ip as the socket or a trusted proxy gives it; `unknown` for what is none
 */
export function clientAddress(ip: string): string {
  if (!isValid(ip)) return 'unknown';
  const address = parse(ip);
  if (!(address instanceof IPv6)) return address.toString();
  if (address.isIPv4MappedAddress()) return address.toIPv4Address().toString();
  return `${IPv6.networkAddressFromCIDR(`${address.toNormalizedString()}/${NETWORK_BITS}`).toString()}/${NETWORK_BITS}`;
}
