/*
 * Where things lie in the commonest record of a pcap file, seen from the record's beginning. Plain numbers in a file
 * of their own, so that the bundler puts them into the hot loop instead of a look-up each.
 *
 *   0  the record's header    16  Ethernet, with its type at 12    30  IPv4    50  TCP    70  TCP options, padding
 */
export const ethernetAt = 16;
export const ipAt = 30;
export const tcpAt = 50;
export const optionsAt = 70;

/** EtherType 0800, IPv4, a header of five words. */
export const plainIPv4 = 0x080045;
export const tcpProtocol = 6;
/** In the word of fragment field, time to live and protocol: all of the fragment field but DF, and the protocol. */
export const plainTcpMask = 0x3fff00ff;
/** Kind and length of the option that comes alone in most scans. */
export const mssOption = 0x0204;
export const mssAlone = 2;
export const hasMss = 1;

/** What such a record knows: all but what belongs to ICMP. */
export const commonFields = 0x33fff;
