import { contains, latin, startsWithHex, u16 } from './bytes.ts';
import type { PayloadClass, PayloadTool } from './payload-class.ts';

/*
 * SNMP (RFC 1157, 3416, 3412) and CLDAP (RFC 4511) begin alike in BER: SEQUENCE { INTEGER ..., where the integer is
 * SNMP's version or LDAP's message number.
 */
interface Item {
  readonly tag: number;
  /** Of its content; the content may end before its length says so. */
  readonly from: number;
  readonly size: number;
}

/** The item at `at`; lengths of up to four bytes. */
function itemAt(bytes: Uint8Array, at: number): Item | null {
  const tag = bytes[at];
  const first = bytes[at + 1];
  if (tag === undefined || first === undefined) return null;
  if (first < 0x80) return { tag, from: at + 2, size: first };
  const count = first & 0x7f;
  if (count === 0 || count > 4 || at + 2 + count > bytes.length) return null;
  let size = 0;
  for (let index = 0; index < count; index++) size = size * 256 + (bytes[at + 2 + index] ?? 0);
  return { tag, from: at + 2 + count, size };
}

const ldapOperations: Readonly<Record<number, string>> = { 0x60: 'bind', 0x63: 'search', 0x77: 'extended' };
const requests: Readonly<Record<number, string>> = {
  0xa0: 'get',
  0xa1: 'get-next',
  0xa3: 'set',
  0xa5: 'get-bulk',
};

export function classifyBer(bytes: Uint8Array, port: number): PayloadClass | null {
  const outer = itemAt(bytes, 0);
  if (outer?.tag !== 0x30) return null;
  const number = itemAt(bytes, outer.from);
  if (number?.tag !== 0x02 || number.size < 1 || number.size > 4) return null;
  const next = itemAt(bytes, number.from + number.size);
  if (next === null) return null;
  const operation = ldapOperations[next.tag];
  if (operation !== undefined && (port === 389 || next.tag === 0x63)) return cldap(bytes, operation);
  const version = number.size === 1 ? bytes[number.from] : undefined;
  if (version === 3 && next.tag === 0x30) return snmpVersion3(bytes);
  if ((version !== 0 && version !== 1) || next.tag !== 0x04) return null;
  return snmp(bytes, version, next);
}

const cldap = (bytes: Uint8Array, operation: string): PayloadClass => ({
  name: operation === 'search' ? 'cldap-search' : 'cldap',
  service: 'cldap',
  tool: contains(bytes, 'objectClass') && bytes[9] === 7 ? 'nmap' : null,
  amplification: operation === 'search',
  text:
    operation === 'search'
      ? 'a connectionless LDAP search for what the server is'
      : `an LDAP ${operation} request`,
});

const snmpVersion3 = (bytes: Uint8Array): PayloadClass => ({
  name: 'snmp-v3',
  service: 'snmp',
  // The message number 0x4a69 is that of nmap's probe file.
  tool: u16(bytes, 9) === 0x4a69 ? 'nmap' : null,
  amplification: false,
  text: 'asks an SNMPv3 agent for its engine, without a password',
});

function snmp(bytes: Uint8Array, version: number, community: Item): PayloadClass {
  const end = Math.min(bytes.length, community.from + Math.min(community.size, 32));
  const name = latin(bytes.subarray(community.from, end)).replaceAll(/[^\u0020-\u007e]/g, '?');
  const request = requests[bytes[community.from + community.size] ?? 0];
  const protocol = version === 0 ? 'v1' : 'v2c';
  return {
    name: `snmp-${protocol}${request === undefined ? '' : `-${request}`}`,
    service: 'snmp',
    tool: snmpTool(bytes),
    amplification: request === 'get-bulk',
    text: `an SNMP ${protocol} ${request ?? 'request'} with the community "${name}"`,
  };
}

/**
 * ZMap's request for sysDescr, whole: its number is what no other sender has, the rest any client of v1 sends.
 * https://github.com/zmap/zmap/blob/main/examples/udp-probes/snmp1_161.pkt
 */
const zmapRequest = '302902010004067075626c6963a01c0204565adc5d020100020100300e300c06082b060102010101000500';

/** masscan's file has an object that exists nowhere: 1.3.6.1 and then a byte too many. */
const snmpTool = (bytes: Uint8Array): PayloadTool | null => {
  if (contains(bytes, '\u002b\u0006\u0001\u0080\u0002')) return 'masscan';
  return bytes.length === zmapRequest.length / 2 && startsWithHex(bytes, zmapRequest) ? 'zmap' : null;
};
