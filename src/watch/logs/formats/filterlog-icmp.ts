/*
 * Three ways in which filterlog tells of ICMP:
 *
 *   pfSense            request,ID,SEQ | reply,ID,SEQ | unreachport,DST,PROTO,PORT | unreachproto,DST,PROTO
 *                      needfrag,DST,MTU | tstamp,ID,SEQ | tstampreply,... | unreach,TEXT | timexceed,TEXT | ...
 *   OPNsense, older    datalength=N
 *   OPNsense, newer    datalength=N,type,code,id,seq,mtu  with the keywords of pf.conf(5)
 *
 * A type whose code is not told (unreach, timexceed) leaves both unknown: the record has no half of the pair.
 */
import { known, word } from '../../record.ts';
import type { Columns } from '../columns.ts';
import type { Line } from '../line.ts';
import type { Records } from '../records.ts';

const oldNames = new Map<string, readonly [type: number, code: number]>([
  ['request', [8, 0]],
  ['reply', [0, 0]],
  ['unreachproto', [3, 2]],
  ['unreachport', [3, 3]],
  ['needfrag', [3, 4]],
  ['tstamp', [13, 0]],
  ['tstampreply', [14, 0]],
]);
const oldEchoes = new Set(['request', 'reply', 'tstamp']);

/** Types of ICMP and ICMPv6 by their keyword in pf.conf(5). */
const types4 = pairs(
  'echorep 0 unreach 3 squench 4 redir 5 althost 6 echoreq 8 routeradv 9 routersol 10 timex 11 paramprob 12 timereq 13 ' +
    'timerep 14 inforeq 15 inforep 16 maskreq 17 maskrep 18 trace 30 dataconv 31 mobredir 32 skip 39 photuris 40',
);
const types6 = pairs(
  'unreach 1 toobig 2 timex 3 paramprob 4 echoreq 128 echorep 129 groupqry 130 listqry 130 grouprep 131 listenrep 131 ' +
    'groupterm 132 listendone 132 routersol 133 routeradv 134 neighbrsol 135 neighbradv 136 redir 137 routrrenum 138',
);
const codes4 = pairs(
  'net-unr 0 host-unr 1 proto-unr 2 port-unr 3 needfrag 4 srcfail 5 net-unk 6 host-unk 7 isolate 8 net-prohib 9 ' +
    'host-prohib 10 net-tos 11 host-tos 12 filter-prohib 13 host-preced 14 cutoff-preced 15 redir-net 0 redir-host 1 ' +
    'redir-tos-net 2 redir-tos-host 3 normal-adv 0 common-adv 16 transit 0 reassemb 1 badhead 0 optmiss 1 badlen 2',
);
const codes6 = pairs(
  'noroute-unr 0 admin-unr 1 notnbr-unr 2 beyond-unr 2 addr-unr 3 port-unr 4 transit 0 reassemb 1 badhead 0 nxthdr 1 ' +
    'redironlink 0 redirrouter 1',
);
/** Types whose echo-like identifier and sequence mean what the record's word says. */
const echoTypes = new Set([8, 0, 128, 129]);

function pairs(text: string): ReadonlyMap<string, number> {
  const map = new Map<string, number>();
  const words = text.split(' ');
  for (let at = 0; at + 1 < words.length; at += 2) map.set(words[at] ?? '', Number(words[at + 1]));
  return map;
}

/** Writes what the columns from `at` on say; the bits that are known by it. */
export function icmpFields(line: Line, columns: Columns, at: number, v6: boolean, records: Records): number {
  const name = columns.text(line, at);
  if (!name.startsWith('datalength=')) {
    const old = oldNames.get(name);
    if (old === undefined || v6) return 0;
    const echo = oldEchoes.has(name) && name !== 'tstamp';
    return put(records, old[0], old[1]) | (echo ? echoFields(line, columns, at + 1, records) : 0);
  }
  const type = keyword(line, columns, at + 1, v6 ? types6 : types4);
  const code = keyword(line, columns, at + 2, v6 ? codes6 : codes4);
  if (type < 0 || type > 255 || code < 0 || code > 255) return 0;
  return put(records, type, code) | (echoTypes.has(type) ? echoFields(line, columns, at + 3, records) : 0);
}

function put(records: Records, type: number, code: number): number {
  records.words[records.base + word.ports] = (type << 8) | code;
  return known.icmp;
}

function echoFields(line: Line, columns: Columns, at: number, records: Records): number {
  const id = columns.number(line, at);
  const sequence = columns.number(line, at + 1);
  if (id < 0 || id > 0xffff || sequence < 0 || sequence > 0xffff) return 0;
  records.words[records.base + word.sequence] = (id << 16) | sequence;
  return known.echo;
}

/** A keyword, a number, or `unknown(N)`; -1 for anything else. */
function keyword(line: Line, columns: Columns, column: number, names: ReadonlyMap<string, number>): number {
  const number = columns.number(line, column);
  if (number >= 0) return number;
  const text = columns.text(line, column);
  const unknown = text.startsWith('unknown(') ? Number.parseInt(text.slice(8), 10) : Number.NaN;
  return names.get(text) ?? (Number.isNaN(unknown) ? -1 : unknown);
}
