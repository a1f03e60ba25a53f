import { ofAnn, owner, packaged, service, tcp, udp } from '../machine.ts';
import type { Row } from './row.ts';

const local = { address: '127.0.0.1' } as const;

/** What a desktop brings. */
export const desktop: readonly Row[] = [
  [
    'CUPS',
    tcp(631, {
      ...local,
      unit: service('cups', { socketUnit: 'cups.socket' }),
      by: [packaged('/usr/sbin/cupsd', 'cups-daemon')],
    }),
    ['ipp'],
    'expected',
  ],
  [
    'Avahi',
    udp(5353, {
      unit: service('avahi-daemon'),
      by: [
        packaged('/usr/sbin/avahi-daemon', 'avahi-daemon', {
          uid: 104,
          cmdline: ['avahi-daemon: running [host.local]'],
        }),
      ],
    }),
    ['mdns'],
    'expected',
  ],
  [
    'Avahi answering from a passing port',
    udp(47_321, { unit: service('avahi-daemon'), by: [packaged('/usr/sbin/avahi-daemon', 'avahi-daemon')] }),
    [],
    'plausible',
  ],
  [
    'Chrome sharing mDNS',
    udp(5353, {
      address: '224.0.0.251',
      by: [packaged('/opt/google/chrome/chrome', 'google-chrome-stable', { uid: 1000 })],
      group: { workers: 2, reuseport: 3, outsiders: [77], inodes: [1, 2, 3] },
    }),
    ['mdns'],
    'expected',
  ],
  ['dhclient', udp(68, { by: [packaged('/usr/sbin/dhclient', 'isc-dhcp-client')] }), ['bootpc'], 'expected'],
  [
    'NetworkManager, DHCPv6',
    udp(546, {
      unit: service('NetworkManager'),
      by: [packaged('/usr/sbin/NetworkManager', 'network-manager')],
    }),
    ['dhcpv6-client'],
    'expected',
  ],
  [
    'Steam from a home folder',
    tcp(27_036, { by: [ofAnn('/home/ann/.local/share/Steam/ubuntu12_32/steam')] }),
    [],
    'plausible',
  ],
  [
    'Spotify as a snap',
    udp(57_621, {
      by: [
        owner('/snap/spotify/80/usr/share/spotify/spotify', {
          package: null,
          uid: 1000,
          sandbox: 'snap.spotify',
        }),
      ],
    }),
    [],
    'expected',
  ],
  [
    'a flatpak',
    tcp(8384, {
      ...local,
      by: [
        owner('/app/bin/syncthing', {
          package: null,
          uid: 1000,
          sandbox: 'flatpak com.github.zocker_160.SyncThingy',
        }),
      ],
    }),
    [],
    'expected',
  ],
  [
    'homebrew',
    tcp(8384, {
      ...local,
      by: [
        owner('/home/linuxbrew/.linuxbrew/Cellar/syncthing/1.27.0/bin/syncthing', {
          package: null,
          uid: 1000,
          user: 'ann',
        }),
      ],
    }),
    [],
    'expected',
  ],
  [
    'AppImage on loopback',
    tcp(1234, {
      ...local,
      by: [ofAnn('/tmp/.mount_LM-StuA1b2/lm-studio', { ancestry: [{ pid: 2000, comm: 'gnome-shell' }] })],
    }),
    ['search-agent'],
    'plausible',
  ],
  [
    'LibreOffice started from the desktop, exposed',
    tcp(2002, {
      unit: { name: 'app-gnome-soffice-44.scope', type: 'scope', socketUnit: null, source: 'cgroup' },
      by: [ofAnn('/home/ann/apps/office/soffice.bin')],
    }),
    ['globe'],
    'plausible',
  ],
  [
    'macOS AirPlay',
    tcp(5000, {
      by: [
        owner('/System/Library/CoreServices/ControlCenter.app/Contents/MacOS/ControlCenter', {
          uid: 501,
          user: 'ann',
        }),
      ],
    }),
    ['commplex-main'],
    'expected',
  ],
  [
    'Windows svchost',
    tcp(135, {
      by: [owner('C:\\Windows\\System32\\svchost.exe', { comm: 'svchost.exe', uid: null, user: null })],
    }),
    ['epmap'],
    'expected',
  ],
];
