import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { keptByHelper, uses } from '../../../src/agent/split/lacking.ts';

/** systemd.unit(5): sections, `Name=value`, comments; a name may be repeated. */
function parseUnit(text: string): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  let section = '';
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const header = /^\[(\w+)\]$/.exec(line)?.[1];
    if (header !== undefined) {
      section = header;
      continue;
    }
    const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined || section === '') throw new Error(`no setting: ${line}`);
    found.set(`${section}.${name}`, [...(found.get(`${section}.${name}`) ?? []), value]);
  }
  return found;
}

const unit = parseUnit(readFileSync('packaging/systemd/portreeve.service', 'utf8'));
const one = (name: string): string => unit.get(name)?.join(' ') ?? '';

describe('the systemd unit', () => {
  it('gives just the capabilities that the agent uses, but for the one that is as good as root', () => {
    const used = new Set(uses.flatMap(({ needs }) => needs).filter((name) => name !== 'CAP_SYS_ADMIN'));
    expect(new Set(one('Service.AmbientCapabilities').split(' '))).toEqual(used);
    expect(one('Service.CapabilityBoundingSet')).toBe(one('Service.AmbientCapabilities'));
    const kept = new Set<string>(keptByHelper);
    expect([...used].filter((name) => !kept.has(name))).toEqual(['CAP_NET_RAW']);
  });

  it.each([
    ['DynamicUser', 'yes'],
    ['NoNewPrivileges', 'yes'],
    ['ProtectSystem', 'strict'],
    ['ProtectHome', 'read-only'],
    ['PrivateTmp', 'yes'],
    ['PrivateDevices', 'yes'],
    ['RestrictNamespaces', 'yes'],
    ['SystemCallArchitectures', 'native'],
    ['StateDirectory', 'portreeve'],
    ['RuntimeDirectory', 'portreeve'],
  ])('%s is %s', (name, value) => {
    expect(one(`Service.${name}`)).toBe(value);
  });

  it('leaves open what it has to', () => {
    const families = one('Service.RestrictAddressFamilies').split(' ');
    expect(families).toEqual(['AF_UNIX', 'AF_INET', 'AF_INET6', 'AF_NETLINK', 'AF_PACKET']);
    expect(one('Service.SystemCallFilter').split(' ')).toContain('bpf');
    for (const name of [
      'MemoryDenyWriteExecute',
      'PrivateNetwork',
      'PrivateUsers',
      'ProtectProc',
      'WatchdogSec',
    ]) {
      expect(unit.has(`Service.${name}`)).toBe(false);
    }
  });

  it('puts everything where systemd makes the folders, and docs/agent.md shows the table of privileges', () => {
    const environment = unit.get('Service.Environment') ?? [];
    expect(environment).toContain('REEVE_SOCKET=/run/portreeve/agent.sock');
    expect(environment.filter((pair) => pair.includes('/var/lib/portreeve'))).toHaveLength(2);
    const guide = readFileSync('docs/agent.md', 'utf8');
    for (const { needs, lost } of uses) {
      expect(guide).toContain(`| ${needs.join(', ')} | ${lost} |`);
    }
  });
});
