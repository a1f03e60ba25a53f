import { readdirSync, readlinkSync } from 'node:fs';
import { networkInterfaces } from 'node:os';

export interface HostAddress {
  readonly address: string;
  readonly family: 4 | 6;
  readonly device: string;
}

/** The addresses of our own network namespace's interfaces that are up. */
export interface HostAddresses {
  /** Null where the kernel did not tell. */
  readonly all: readonly HostAddress[] | null;
  /** Devices that belong to a VRF or bridge by this name, looked up only when asked. */
  readonly membersOf: (device: string) => readonly string[];
}

export interface HostAddressesOptions {
  readonly interfaces?: typeof networkInterfaces;
  readonly sysRoot?: string;
}

/** Reads the addresses once; holds for one look. */
export function hostAddresses({
  interfaces = networkInterfaces,
  sysRoot = '/sys',
}: HostAddressesOptions = {}): HostAddresses {
  return { all: addressesOf(interfaces), membersOf: (device) => membersOf(device, sysRoot) };
}

function addressesOf(interfaces: typeof networkInterfaces): readonly HostAddress[] | null {
  try {
    return Object.entries(interfaces()).flatMap(([device, list]) =>
      (list ?? []).map(({ address, family }) => ({ address, family: family === 'IPv4' ? 4 : 6, device })),
    );
  } catch {
    return null;
  }
}

/** Interfaces whose `master` link names the device. */
function membersOf(device: string, sysRoot: string): readonly string[] {
  try {
    return readdirSync(`${sysRoot}/class/net`).filter((name) => masterOf(name, sysRoot) === device);
  } catch {
    return [];
  }
}

function masterOf(name: string, sysRoot: string): string | null {
  try {
    return readlinkSync(`${sysRoot}/class/net/${name}/master`).split('/').at(-1) ?? null;
  } catch {
    return null;
  }
}
