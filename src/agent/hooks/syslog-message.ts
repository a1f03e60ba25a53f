import type { NoticeDocument } from '../../contract/notice.ts';
import { cut } from '../../core/text.ts';

/** daemon(3) of RFC 5424, 6.2.1 */
const facility = 3;
const severities = { warning: 4, notice: 5, information: 6 } as const;
/** What every receiver must take is 480 octets; those there are take 2048 and more. */
const longest = 1800;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

export interface Sender {
  readonly host: string;
  readonly pid: number;
}

const priority = (notice: NoticeDocument): number => facility * 8 + severities[severityOf(notice)];

function severityOf({ kind, knock, listener }: NoticeDocument): keyof typeof severities {
  if (kind === 'held') return 'warning';
  if (listener !== null)
    return listener.verdict === 'suspect' || listener.verdict === 'wrong' ? 'warning' : 'notice';
  if (knock?.type === 'flood' || knock?.type === 'drops') return 'warning';
  return knock?.type === 'scan' && knock.scan.kind !== 'probe' && knock.scan.kind !== 'misdirected'
    ? 'notice'
    : 'information';
}

/** RFC 5424: what receivers over the network expect. Fields are printable ASCII; the text says by its mark that it is UTF-8. */
export const syslogMessage = (notice: NoticeDocument, { host, pid }: Sender): string =>
  `<${priority(notice)}>1 ${notice.generatedAt} ${asciiWord(host, 255)} portreeve ${pid} ${notice.kind} - \u{FEFF}${textOf(notice)}`;

/** RFC 3164 without a host, as syslog(3) writes to `/dev/log`: journald knows no other. Times are local there. */
export function localMessage(notice: NoticeDocument, { pid }: Sender): string {
  const at = new Date(notice.generatedAt);
  const two = (number: number): string => String(number).padStart(2, '0');
  const day = String(at.getDate()).padStart(2, ' ');
  const time = `${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`;
  return `<${priority(notice)}>${months[at.getMonth()] ?? 'Jan'} ${day} ${time} portreeve[${pid}]: ${textOf(notice)}`;
}

/** One line: the sentence is harmless already. */
const textOf = ({ id, text }: NoticeDocument): string =>
  cut(`${id === null ? '' : `${id} `}${text}`, longest);

const asciiWord = (text: string, most: number): string =>
  text.replaceAll(/[^\x21-\x7e]/g, '').slice(0, most) || '-';
