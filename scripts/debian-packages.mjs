// What the suites need from Debian: installed where we are root and it is missing, else named.
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';

/** A package and the file that shows it is there. */
const needed = {
  iproute2: '/usr/sbin/ip',
  'util-linux': '/usr/bin/unshare',
  procps: '/usr/bin/ps',
  python3: '/usr/bin/python3',
  perl: '/usr/bin/perl',
  'nginx-light': '/usr/sbin/nginx',
  postgresql: '/usr/lib/postgresql',
  'redis-server': '/usr/bin/redis-server',
  'openssh-server': '/usr/sbin/sshd',
  nftables: '/usr/sbin/nft',
  iptables: '/usr/sbin/iptables-save',
  lsof: '/usr/bin/lsof',
  psmisc: '/usr/bin/fuser',
  podman: '/usr/bin/podman',
  netavark: '/usr/lib/podman/netavark',
  'aardvark-dns': '/usr/lib/podman/aardvark-dns',
  runc: '/usr/sbin/runc',
  'busybox-static': '/bin/busybox',
  tcpdump: '/usr/bin/tcpdump',
  tshark: '/usr/bin/tshark',
  nmap: '/usr/bin/nmap',
  masscan: '/usr/bin/masscan',
  zmap: '/usr/sbin/zmap',
  hping3: '/usr/sbin/hping3',
  zstd: '/usr/bin/zstd',
  'libcap2-bin': '/usr/sbin/setcap',
  chromium: '/usr/bin/chromium',
  wrk: '/usr/bin/wrk',
  openssl: '/usr/bin/openssl',
  'fonts-noto-core': '/usr/share/fonts/truetype/noto/NotoSansBengali-Regular.ttf',
  'fonts-noto-color-emoji': '/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf',
};

const noDaemonsStart = '/usr/sbin/policy-rc.d';

/** Brings what the suites need, or the given packages with the file that shows each. */
export function bringPackages(wanted = needed) {
  const missing = Object.keys(wanted).filter((name) => !existsSync(wanted[name]));
  if (missing.length === 0) return;
  const list = missing.join(' ');
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    process.stderr.write(
      `Some suites need these Debian packages and will be skipped without them: ${list}\n`,
    );
    return;
  }
  process.stderr.write(`Installing the Debian packages that the suites need: ${list}\n`);
  // The suites start their own servers on ports of their own; the packages' daemons stay off.
  const guard = !existsSync(noDaemonsStart);
  if (guard) writeFileSync(noDaemonsStart, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    const options = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=300', '--no-install-recommends'];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    spawnSync('apt-get', ['-q', 'update'], { stdio: ['ignore', 'ignore', 'inherit'], env });
    spawnSync('apt-get', ['install', ...options, ...missing], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env,
    });
  } finally {
    if (guard) rmSync(noDaemonsStart, { force: true });
  }
  const still = missing.filter((name) => !existsSync(wanted[name]));
  if (still.length > 0)
    process.stderr.write(`Could not install: ${still.join(' ')}; their suites are skipped.\n`);
}
