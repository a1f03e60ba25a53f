import type { LogFormat } from '../format.ts';
import type { LogFormatName, LogOptions } from '../options.ts';
import { Asa } from './asa.ts';
import { Filterlog } from './filterlog.ts';
import { Netfilter } from './netfilter.ts';
import { Pf } from './pf.ts';
import { Pfirewall } from './pfirewall.ts';
import { VpcFlow } from './vpcflow.ts';

/** The readers to try, the likeliest first; one where a format was asked for. */
export function readersFor({ format, columns }: LogOptions): readonly LogFormat[] {
  if (format !== undefined) return [readerOf(format, columns)];
  return [new Netfilter(), new Filterlog(), new Asa(), new Pf(), new Pfirewall(), new VpcFlow(columns)];
}

function readerOf(format: LogFormatName, columns: readonly string[] | undefined): LogFormat {
  switch (format) {
    case 'iptables':
    case 'ufw':
    case 'firewalld':
      return new Netfilter();
    case 'filterlog':
      return new Filterlog();
    case 'pf':
      return new Pf();
    case 'pfirewall':
      return new Pfirewall();
    case 'vpcflow':
      return new VpcFlow(columns);
    case 'asa':
      return new Asa();
  }
}
