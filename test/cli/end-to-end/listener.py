"""A server for tests: binds, prints `PORT PID` once it is ready, and waits. Ends after ten minutes whatever happens."""
import argparse, os, signal, socket, sys, time

words = argparse.ArgumentParser()
words.add_argument('--host', default='127.0.0.1')
words.add_argument('--port', type=int, default=0)
words.add_argument('--udp', action='store_true')
words.add_argument('--reuseport', action='store_true')
words.add_argument('--ignore-term', action='store_true')
words.add_argument('--workers', type=int, default=0)
words.add_argument('--stubborn-worker', action='store_true', help='the last worker ignores SIGTERM')
words.add_argument('--said-at-end', help='a file to which the pid is added on SIGTERM')
words.add_argument('--password', help='never used')
options = words.parse_args()

one = socket.socket(socket.AF_INET, socket.SOCK_DGRAM if options.udp else socket.SOCK_STREAM)
if not options.udp:
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
if options.reuseport:
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
one.bind((options.host, options.port))
if not options.udp:
    one.listen()


def end(*_):
    if options.said_at_end:
        with open(options.said_at_end, 'a') as file:
            file.write(f'{os.getpid()}\n')
    os._exit(0)


signal.signal(signal.SIGTERM, signal.SIG_IGN if options.ignore_term else end)
for number in range(options.workers):
    if os.fork() == 0:
        if options.stubborn_worker and number == options.workers - 1:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        time.sleep(600)
        os._exit(0)
print(one.getsockname()[1], os.getpid(), flush=True)
time.sleep(600)
