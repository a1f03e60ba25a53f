/**
 * The program of the load, for `perl -e` (perl-base, always there on Debian; 3,000 forks of it are cheap).
 * Arguments: processes, fds, listeners, listener processes, folder of the cgroups ('' = none), cgroups.
 * It prints `ready`, then one line `PID PORT...` a process, and takes everything down at the end of its
 * standard input, whatever ended the other side. The children end when the master does, even by SIGKILL:
 * each reads a pipe that only the master holds open for writing.
 */
export const loadProgram = String.raw`
use strict; use warnings; use Socket;
my ($processes, $fds, $listeners, $holders, $folder, $cgroups) = @ARGV;
$SIG{INT} = $SIG{TERM} = $SIG{HUP} = 'IGNORE';
my (@pids, @folders);
pipe(my $life, my $hold) or die "pipe: $!"; pipe(my $hear, my $tell) or die "pipe: $!";
sub clear {
  close $hold;
  for my $pid (@pids) {
    for (1 .. 200) { last if waitpid($pid, 1); select undef, undef, undef, 0.01 }
    kill 'KILL', $pid; waitpid $pid, 0;
  }
  for my $path (reverse @folders) { for (1 .. 200) { last if rmdir $path or !-d $path; select undef, undef, undef, 0.01 } }
}
sub child {
  my ($number) = @_;
  close $hold; close $hear; close STDIN; open STDIN, '<', '/dev/null';
  if (@folders) {
    my $path = $folders[1 + int($number * $cgroups / $processes)] . '/cgroup.procs';
    open my $join, '>', $path or die "$path: $!"; print $join '0'; close $join or die "$path: $!";
  }
  my (@kept, @ports);
  my $every = $holders ? int($processes / $holders) : 0;
  if ($holders && $number % $every == 0 && $number / $every < $holders) {
    my $turn = $number / $every;
    my $share = int(($turn + 1) * $listeners / $holders) - int($turn * $listeners / $holders);
    for (1 .. $share) {
      socket(my $socket, PF_INET, SOCK_STREAM, 0) or die "socket: $!";
      bind($socket, pack_sockaddr_in(0, inet_aton('127.0.0.1'))) or die "bind: $!"; listen($socket, 16) or die "listen: $!";
      push @ports, (unpack_sockaddr_in(getsockname $socket))[0]; push @kept, $socket;
    }
  }
  for (1 .. $fds) { open my $null, '<', '/dev/null' or die "open: $!"; push @kept, $null }
  syswrite $tell, join(' ', $$, @ports) . "\n"; close $tell;
  sysread $life, my $nothing, 1;
}
my $fine = eval {
  if ($folder ne '') {
    for my $path ($folder, map { "$folder/$_" } 1 .. $cgroups) { mkdir $path or die "$path: $!"; push @folders, $path }
  }
  for my $number (0 .. $processes - 1) {
    my $pid = fork; die "fork: $!" unless defined $pid;
    if (!$pid) { eval { child($number); 1 } or print STDERR $@; require POSIX; POSIX::_exit(0) }
    push @pids, $pid;
  }
  close $tell; my @lines = <$hear>;
  die "only " . @lines . " of $processes processes came up\n" if @lines != $processes;
  $| = 1; print @lines, "ready\n"; 1;
};
print STDERR $@ unless $fine;
1 while $fine && sysread STDIN, my $nothing, 4096;
clear(); exit($fine ? 0 : 1);
`;
