export { exposureOf } from './exposure.ts';
export {
  type HostAddress,
  type HostAddresses,
  hostAddresses,
  type HostAddressesOptions,
} from './host-addresses.ts';
