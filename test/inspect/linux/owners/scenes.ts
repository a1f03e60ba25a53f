import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { SocketHolder } from '../../../../src/inspect/listener.ts';

/**
 * Real processes that hold sockets. Each scene is a Perl program that says itself who holds what, as lines
 * `INODE PID FD`, then `ready`; it ends, with its children, at the end of its standard input.
 */
const preamble = String.raw`
use strict; use warnings; use Socket; use Fcntl; use POSIX ();
pipe(my $life, my $hold) or die; pipe(my $hear, my $tell) or die; $| = 1;
sub listening {
  my ($port) = @_;
  socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
  setsockopt($socket, SOL_SOCKET, SO_REUSEPORT, 1) or die "reuseport: $!" if defined $port;
  bind($socket, pack_sockaddr_in($port // 0, inet_aton('127.0.0.1'))) or die "bind: $!";
  listen($socket, 4) or die "listen: $!";
  return $socket;
}
sub inode { return (stat $_[0])[1] }
sub report { my ($socket, $pid, $fd) = @_; return sprintf("%d %d %d\n", inode($socket), $pid // $$, $fd // fileno $socket) }
sub child {
  my ($work) = @_;
  my $pid = fork; die "fork: $!" unless defined $pid;
  return $pid if $pid;
  close $hold; close $hear; $work->() if $work; syswrite $tell, "-\n"; close $tell;
  sysread $life, my $nothing, 1; POSIX::_exit(0);
}
sub heard { my $line = <$hear>; die "a child failed\n" unless defined $line; return $line eq "-\n" ? () : ($line, heard()) }
sub done { print @_, "ready\n"; 1 while sysread STDIN, my $nothing, 64; exit }
`;

const scripts = {
  'forked workers share a listening socket': String.raw`
    my $socket = listening();
    my @pids = map { my $pid = child(); heard(); $pid } 1 .. 3;
    done(report($socket), map { report($socket, $_) } @pids);`,
  'two processes of a SO_REUSEPORT group hold a socket each': String.raw`
    my $socket = listening(0); my ($port) = unpack_sockaddr_in(getsockname $socket);
    child(sub { close $socket; my $other = listening($port); syswrite $tell, report($other); our $kept = $other });
    done(report($socket), heard());`,
  'a child with another program inherited the descriptor, the parent closed it': String.raw`
    my $socket = listening(); fcntl($socket, F_SETFD, 0); my $fd = fileno $socket;
    my $pid = fork; die unless defined $pid;
    if (!$pid) {
      open STDIN, '<&', $life; open STDOUT, '>&', $tell;
      exec 'perl', '-e', '$| = 1; print "-\n"; close STDOUT; sysread STDIN, my $nothing, 1' or die;
    }
    heard(); my $line = report($socket, $pid, $fd); close $socket; done($line);`,
  'one process holds a socket by two descriptors, and a connection is none of them': String.raw`
    my $socket = listening(); open(my $again, '<&', $socket) or die;
    socket(my $client, PF_INET, SOCK_STREAM, 0) or die; connect($client, getsockname $socket) or die "connect: $!";
    accept(my $accepted, $socket) or die;
    done(report($socket), report($socket, $$, fileno $again));`,
  'a high descriptor in a large table': String.raw`
    my $socket = listening(); my $fd = fcntl($socket, F_DUPFD, 1000) or die;
    done(report($socket), report($socket, $$, $fd));`,
  'udp, raw-bound and unix sockets are sockets too': String.raw`
    socket(my $udp, PF_INET, SOCK_DGRAM, 0) or die; bind($udp, pack_sockaddr_in(0, inet_aton('127.0.0.1'))) or die;
    socket(my $six, PF_INET6, SOCK_STREAM, 0) or die; socketpair(my $one, my $two, AF_UNIX, SOCK_STREAM, 0) or die;
    done(map { report($_) } $udp, $six, $one, $two);`,
  // Needs root.
  'the holder has changed its user': String.raw`
    my $socket = listening();
    my $pid = child(sub { POSIX::setuid(65534); die "still root\n" if $> == 0 });
    heard(); done(report($socket), report($socket, $pid));`,
  // Needs Perl's threads. The number of exit(2), which ends one thread, is the first argument.
  'the first thread has ended, another lives on': String.raw`
    require threads; my $socket = listening();
    threads->create(sub { done(report($socket)) })->detach();
    select undef, undef, undef, 0.2; syscall($ARGV[0], 0);`,
  // Arguments: two cgroups.
  'made in one cgroup, held there and in another': String.raw`
    my $join = sub { open my $procs, '>', "$_[0]/cgroup.procs" or die "$_[0]: $!"; print $procs '0'; close $procs or die "$!" };
    $join->($ARGV[0]); my $socket = listening(); my $pid = child(); heard(); $join->($ARGV[1]);
    done(report($socket), report($socket, $pid));`,
  'short-lived children come and go': String.raw`
    my $socket = listening(); print report($socket), "ready\n"; my $many = 0;
    my $bits = ''; vec($bits, fileno(STDIN), 1) = 1;
    while ($many++ < 4000 && !select(my $seen = $bits, undef, undef, 0)) {
      my $pid = fork; if (defined $pid && !$pid) { my @own = map { listening() } 1 .. 3; POSIX::_exit(0) }
      waitpid $pid, 0 if defined $pid;
    }
    1 while sysread STDIN, my $nothing, 64;`,
} as const;

export type SceneName = keyof typeof scripts;

export interface Scene {
  readonly pid: number;
  /** What the processes say of themselves. */
  readonly holders: ReadonlyMap<number, readonly SocketHolder[]>;
  end(): Promise<void>;
}

/** Starts a scene and waits until it stands. */
export async function play(name: SceneName, words: readonly string[] = []): Promise<Scene> {
  const perl = spawn('perl', ['-e', preamble + scripts[name], ...words], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(perl, 'exit');
  perl.stdin.on('error', () => undefined);
  const end = async (): Promise<void> => {
    perl.stdin.end();
    const late = setTimeout(() => perl.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
  };
  let text = '';
  for await (const part of perl.stdout) {
    text += String(part);
    if (text.endsWith('ready\n')) return { pid: perl.pid ?? 0, holders: holdersIn(text), end };
  }
  await end();
  throw new Error(`the scene '${name}' did not come to stand: see what perl wrote above`);
}

function holdersIn(text: string): Map<number, SocketHolder[]> {
  const holders = new Map<number, SocketHolder[]>();
  for (const line of text.trim().split('\n').slice(0, -1)) {
    const [inode = 0, pid = 0, fd = 0] = line.split(' ').map(Number);
    holders.set(inode, [...(holders.get(inode) ?? []), { pid, fd }]);
  }
  for (const list of holders.values()) list.sort((a, b) => a.pid - b.pid || a.fd - b.fd);
  return holders;
}

const perlKnows = (module: string): boolean => spawnSync('perl', [`-M${module}`, '-e', '1']).status === 0;

export const hasPerl = perlKnows('Socket');
export const hasThreads = perlKnows('threads');
