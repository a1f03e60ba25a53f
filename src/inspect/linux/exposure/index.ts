export { exposureOf } from './exposure.ts';
export { hostAddresses } from './host-addresses.ts';
