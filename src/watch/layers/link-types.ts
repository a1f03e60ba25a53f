/** Numbers of the link layers that are read, https://www.tcpdump.org/linktypes.html */
export const linkType = {
  null: 0,
  ethernet: 1,
  ppp: 9,
  /** Raw IP as some systems number it in files. */
  raw12: 12,
  raw14: 14,
  pppHdlc: 50,
  raw: 101,
  loop: 108,
  linuxCooked: 113,
  pflog: 117,
  ipv4: 228,
  ipv6: 229,
  nflog: 239,
  linuxCooked2: 276,
} as const;
