import type { Socket } from 'node:net';
import { scopeOf } from '../../core/address.ts';

/** From where a request comes, as the socket tells; nothing of it is the visitor's word. */
export interface Connection {
  /** The owner's unix socket; both ends on loopback; any other. */
  readonly kind: 'owner' | 'loopback' | 'other';
  readonly localAddress: string;
  readonly remoteAddress: string;
  readonly secure: boolean;
  /** The client showed a certificate of the authority that was named. */
  readonly certified: boolean;
}

export const ownerConnection: Connection = {
  kind: 'owner',
  localAddress: '',
  remoteAddress: '',
  secure: true,
  certified: false,
};

/** `::ffff:127.0.0.1` is how a dual-stack socket calls 127.0.0.1. */
const plain = (address: string | undefined): string => (address ?? '').replace(/^::ffff:(?=\d+\.)/, '');

export function connectionOf(socket: Socket): Connection {
  const localAddress = plain(socket.localAddress);
  const remoteAddress = plain(socket.remoteAddress);
  const loopback = scopeOf(localAddress) === 'loopback' && scopeOf(remoteAddress) === 'loopback';
  const tls = socket as Socket & { readonly encrypted?: boolean; readonly authorized?: boolean };
  return {
    kind: loopback ? 'loopback' : 'other',
    localAddress,
    remoteAddress,
    secure: tls.encrypted === true,
    certified: tls.encrypted === true && tls.authorized === true,
  };
}

/** One visitor for all who count attempts: an IPv6 network of 64 bits is one household. */
export function householdOf(address: string): string {
  if (!address.includes(':')) return address;
  const [high = '', low = ''] = address.split('::', 2);
  const left = high.split(':').filter(Boolean);
  const right = low.split(':').filter(Boolean);
  const zeros = address.includes('::') ? Math.max(0, 8 - left.length - right.length) : 0;
  return [...left, ...Array.from({ length: zeros }, () => '0'), ...right].slice(0, 4).join(':');
}
