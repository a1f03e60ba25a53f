import type { NoteSource } from '../../look/components.ts';

const accessed = '2026-11-21';

/** What the page's general sentences rest on; each was looked up on the day given. */
export const general = {
  rfc6335: {
    title: 'RFC 6335: procedures for the service name and port number registry',
    url: 'https://www.rfc-editor.org/info/rfc6335',
    accessed,
  },
  ianaNote: {
    title: 'IANA port registry, notes at its head',
    url: 'https://www.iana.org/assignments/service-names-port-numbers?search=3145',
    accessed,
  },
  linuxRange: {
    title: 'Linux, Documentation/networking/ip-sysctl: ip_local_port_range, 32768 to 60999 by default',
    url: 'https://git.zx2c4.com/linux-dev/diff/?id=07f4c90062f8fc7c8c26f8f95324cbe8fa3145a5',
    accessed,
  },
  linuxPrivileged: {
    title: 'Linux, Documentation/networking/ip-sysctl: ip_unprivileged_port_start',
    url: 'https://tangled.org/tjh.dev/kernel/commit/ac71676c493f738ed04b0db9dc67aa03de7f2722',
    accessed,
  },
  linuxPortZero: {
    title: 'Linux manual page IP_BIND_ADDRESS_NO_PORT(2const), on bind(2) with port 0',
    url: 'https://www.man7.org/linux/man-pages/man2/IP_BIND_ADDRESS_NO_PORT.2const.html',
    accessed,
  },
  windowsRange: {
    title: 'Microsoft KB 929851: the default dynamic port range for TCP/IP has changed',
    url: 'http://support.microsoft.com/kb/929851/',
    accessed,
  },
  fetch: {
    title: 'Fetch Standard, port blocking (Review Draft of June 2026)',
    url: 'https://fetch.spec.whatwg.org/#port-blocking',
    accessed,
  },
  honeyports: {
    title: 'Honeyports',
    url: 'https://blue.tymyrddin.dev/docs/active/honeyports/honeyports.html',
    accessed,
  },
} as const satisfies Record<string, NoteSource>;

/** Where IANA shows the entries of a port itself. */
export const ianaPage = (port: number): string =>
  `https://www.iana.org/assignments/service-names-port-numbers/service-names-port-numbers.xhtml?search=${port}`;
