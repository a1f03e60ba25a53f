import { known } from '../record.ts';

const shapes = known.window | known.flags;
const anyRelation = known.sequence | known.ports;

/** What would add the missing fields, by the input's format. */
const remedies: readonly {
  readonly format: RegExp;
  readonly remedy: string | null;
  readonly what: string;
}[] = [
  {
    format: /iptables|nftables|ufw|firewalld|netfilter/,
    what: 'this log',
    remedy:
      'add --log-tcp-sequence --log-tcp-options to its LOG rules (in nftables: log flags tcp sequence,options)',
  },
  {
    format: /pfirewall|windows/,
    what: 'this log',
    remedy: 'it has no more to give; a capture of the packets has',
  },
  { format: /filterlog/, what: 'this log', remedy: 'the values of its options need a capture' },
  {
    format: /asa|vpc|pf-?text|\bpf\b|syslog/,
    what: 'this log',
    remedy: 'it has no more to give; a capture of the packets has',
  },
  {
    format: /pcap/,
    what: 'this capture',
    remedy: 'it was cut inside the headers: capture at least 96 bytes of each packet (-s 96)',
  },
];

/**
 * What an input with these fields in its SYN records (bits of `known`, any record) cannot tell apart, in sentences
 * with the remedy. Nothing where there was no SYN: there was nothing to tell.
 */
export function cannotTell(fieldsOfSyn: number, format: string): readonly string[] {
  // A flow log by default has no flags, so no line of it is known as a SYN.
  if (fieldsOfSyn === 0 && format !== 'vpcflow') return [];
  const has = (bits: number): boolean => (fieldsOfSyn & bits) === bits;
  const found = remedies.filter((entry) => entry.format.test(format.toLowerCase()));
  const what = found[0]?.what ?? 'this input';
  const remedy = [...new Set(found.map((entry) => entry.remedy))].join('; ');
  const advised = (sentence: string): string =>
    remedy === '' ? `${what} ${sentence}` : `${what} ${sentence}; ${remedy}`;
  if (!has(shapes) && !has(anyRelation))
    return [advised('cannot tell any tool from another: it has addresses and ports alone')];
  const sentences: string[] = [];
  if (!has(known.sequence)) {
    const names = has(known.optionKinds)
      ? 'tells nmap from masscan by form alone and cannot prove either: it has no sequence numbers'
      : 'cannot tell nmap from masscan, nor Mirai from other senders of bare headers';
    sentences.push(advised(names));
  } else if (!has(known.ipId)) {
    // A TTL without an identification: that is IPv6, where no input could give one.
    sentences.push(
      has(known.ttl)
        ? `${what} cannot prove masscan or ZMap: its packets are IPv6, which has no identification`
        : advised('cannot prove masscan or ZMap: it has no IP identification'),
    );
  }
  if (has(known.sequence) && !has(known.optionKinds))
    sentences.push(
      advised("cannot tell a kernel's connect() from other senders with options, nor ZMap since 4.1"),
    );
  else if (has(known.optionKinds) && !has(known.optionValues))
    sentences.push(advised('cannot recognise ZMap since 4.1: it names options without their values'));
  return sentences;
}
