import { envelope } from '../../contract/envelope.ts';
import { knockEventItem } from '../../contract/knock-event-item.ts';
import type { NoticeDocument } from '../../contract/notice.ts';
import type { KnockEvent } from '../../core/knock.ts';
import type { ListenerEvent } from '../../core/listener-event.ts';
import { harmless } from '../../core/text.ts';
import { isoTime } from '../../core/time.ts';

const opened = (host: string, kind: NoticeDocument['kind'], text: string) => ({
  ...envelope('portreeve/notice/1'),
  host,
  kind,
  text: harmless(text),
  id: null,
  knock: null,
  listener: null,
  held: null,
});

export const knockNotice = (host: string, event: KnockEvent, id: string | null): NoticeDocument => ({
  ...opened(host, 'knock', knockWords(event)),
  id,
  knock: knockEventItem(event),
});

export function listenerNotice(host: string, change: ListenerEvent): NoticeDocument {
  const { kind, at, transport, port, address, exposure, holder, before, verdict } = change;
  return {
    ...opened(host, 'listener', changeWords(change)),
    listener: { kind, at: isoTime(at), transport, port, address, exposure, holder, before, verdict },
  };
}

export const heldNotice = (host: string, count: number, since: number): NoticeDocument => ({
  ...opened(host, 'held', `${count} more were not told one by one, to keep within the rate`),
  held: { count, since: isoTime(since) },
});

function knockWords(event: KnockEvent): string {
  switch (event.type) {
    case 'scan': {
      const { kind, source, sourceCount, tool, ports, transport, packets } = event.scan;
      const from = source ?? `${sourceCount} sources`;
      const at = ports.top.slice(0, 5).map(({ port }) => port);
      const many = ports.count > at.length ? `${ports.count} ports` : `port ${at.join(', ')}`;
      const by = tool.name === null ? '' : ` with ${tool.name} (${tool.level})`;
      return `${kind} from ${from}${by}: ${transport}${ports.count === 0 ? '' : ` ${many}`}, ${packets} packets`;
    }
    case 'backscatter':
      return `backscatter: ${event.victim.address} answers ${event.victim.packets} packets that others sent in our name`;
    case 'flood': {
      const { target, port, transport, packets } = event.flood;
      return `flood of ${target} ${transport}${port === null ? '' : ` port ${port}`}: ${packets} packets`;
    }
    case 'drops':
      return `${event.drops.packets} packets were not looked at: ${event.drops.reason}`;
  }
}

function changeWords({
  kind,
  transport,
  port,
  address,
  exposure,
  holder,
  before,
  verdict,
}: ListenerEvent): string {
  const by = holder === null ? 'somebody hidden' : holder;
  const was = kind === 'replaced' && before !== null ? ` (was ${before})` : '';
  return `${kind}: ${port === null ? transport : `${port}/${transport}`} on ${address} (${exposure}) by ${by}${was}: ${verdict}`;
}
