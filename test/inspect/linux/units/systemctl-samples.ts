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
