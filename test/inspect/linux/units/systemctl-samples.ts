/**
 * `systemctl show --no-pager -p … -- nginx.service ssh.service *.socket`, in the form systemctl(1) of systemd 255 gives
 * (properties in systemd's own order, one `Listen=` line an address, empty values kept), put together from published samples.
 */
export const shownByUbuntu = `Type=forking
Restart=no
MainPID=812
Id=nginx.service
Description=A high performance web server and a reverse proxy server
LoadState=loaded
ActiveState=active
SubState=running
FragmentPath=/usr/lib/systemd/system/nginx.service
Triggers=
TriggeredBy=

Type=notify
Restart=on-failure
MainPID=0
Id=ssh.service
Description=OpenBSD Secure Shell server
LoadState=loaded
ActiveState=inactive
SubState=dead
FragmentPath=/usr/lib/systemd/system/ssh.service
Triggers=
TriggeredBy=ssh.socket

Accept=no
Listen=/run/dbus/system_bus_socket (Stream)
Id=dbus.socket
Description=D-Bus System Message Bus Socket
LoadState=loaded
ActiveState=active
SubState=running
FragmentPath=/usr/lib/systemd/system/dbus.socket
Triggers=dbus.service

Accept=no
Listen=0.0.0.0:22 (Stream)
Listen=[::]:22 (Stream)
Id=ssh.socket
Description=OpenBSD Secure Shell server socket
LoadState=loaded
ActiveState=active
SubState=listening
FragmentPath=/usr/lib/systemd/system/ssh.socket
Triggers=ssh.service

Accept=yes
Listen=vsock:4294967295:22 (Stream)
Id=sshd-vsock.socket
Description=OpenSSH Server Socket (systemd-ssh-generator, AF_VSOCK)
LoadState=loaded
ActiveState=active
SubState=listening

Accept=yes
Listen=[::]:69 (Datagram)
Id=tftpd.socket
Description=TFTP
LoadState=loaded
ActiveState=inactive
SubState=dead
Triggers=
`;

/** The same of `rt.service gone.service *.socket`, recorded from systemd 252 (Debian 12) with one connection to `acc.socket`; paths shortened. */
export const shownByDebian = `Type=simple
Restart=on-failure
MainPID=26165
Id=rt.service
Triggers=
TriggeredBy=rt.socket
Description=RT test service
LoadState=loaded
ActiveState=active
SubState=running
FragmentPath=/root/.config/systemd/user/rt.service

Type=
Restart=no
MainPID=0
Id=gone.service
Triggers=
TriggeredBy=
Description=gone.service
LoadState=not-found
ActiveState=inactive
SubState=dead
FragmentPath=

Accept=no
Listen=/run/user/0/gnupg/S.gpg-agent (Stream)
Id=gpg-agent.socket
Triggers=gpg-agent.service
TriggeredBy=
Description=GnuPG cryptographic agent and passphrase cache
LoadState=loaded
ActiveState=active
SubState=listening
FragmentPath=/usr/lib/systemd/user/gpg-agent.socket

Accept=no
Listen=127.0.0.1:28471 (Stream)
Listen=[::1]:28471 (Stream)
Listen=127.0.0.1:28472 (Datagram)
Listen=/run/user/0/rt.sock (Stream)
Id=rt.socket
Triggers=rt.service
TriggeredBy=
Description=RT test socket
LoadState=loaded
ActiveState=active
SubState=running
FragmentPath=/root/.config/systemd/user/rt.socket

Accept=yes
Listen=127.0.0.1:28473 (Stream)
Id=acc.socket
Triggers=acc@0-127.0.0.1:28473-127.0.0.1:40022.service
TriggeredBy=
Description=acc.socket
LoadState=loaded
ActiveState=active
SubState=listening
FragmentPath=/root/.config/systemd/user/acc.socket
`;
