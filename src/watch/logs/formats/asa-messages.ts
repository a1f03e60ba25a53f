import { action } from '../action.ts';
import { outcome } from '../outcome.ts';

/** How a message names its two ends. */
export const style = { fromTo: 0, srcDst: 1, arrow: 2, built: 3 } as const;

export interface AsaMessage {
  readonly style: number;
  readonly action: number;
  /** Fixed by the message's number; -1 = named in it. */
  readonly protocol: number;
  /** What becomes of the line where the message is no packet; `record` else. */
  readonly aside: number;
}

const { blocked, allowed, unknown } = action;

const packet = (style: number, said: number, protocol = -1): AsaMessage => ({
  style,
  action: said,
  protocol,
  aside: outcome.record,
});
const aside = (what: number): AsaMessage => ({
  style: style.fromTo,
  action: unknown,
  protocol: -1,
  aside: what,
});

/** By the message's number. Others are the firewall's own business. */
export const messages = new Map<number, AsaMessage>([
  [106_001, packet(style.fromTo, blocked, 6)],
  [106_006, packet(style.fromTo, blocked, 17)],
  [106_007, packet(style.fromTo, blocked, 17)],
  [106_010, packet(style.srcDst, blocked)],
  [106_014, packet(style.srcDst, blocked, 1)],
  [106_015, packet(style.fromTo, blocked, 6)],
  [106_021, packet(style.fromTo, blocked)],
  [106_023, packet(style.srcDst, blocked)],
  [106_100, packet(style.arrow, unknown)],
  [106_102, packet(style.arrow, unknown)],
  [302_013, packet(style.built, allowed, 6)],
  [302_015, packet(style.built, allowed, 17)],
  [313_001, aside(outcome.noAddresses)],
  [313_004, packet(style.fromTo, blocked, 1)],
  [313_005, packet(style.srcDst, blocked, 1)],
  [313_008, aside(outcome.noAddresses)],
  [710_002, packet(style.fromTo, allowed)],
  [710_003, packet(style.fromTo, blocked)],
  [710_005, packet(style.fromTo, blocked)],
  // These say no protocol: a record could not be made of them.
  [106_016, aside(outcome.unknownProtocol)],
  [106_017, aside(outcome.unknownProtocol)],
  [302_014, aside(outcome.connectionEnd)],
  [302_016, aside(outcome.connectionEnd)],
  [302_018, aside(outcome.connectionEnd)],
  [302_020, aside(outcome.connectionEnd)],
  [302_021, aside(outcome.connectionEnd)],
  [305_009, aside(outcome.connectionEnd)],
  [305_010, aside(outcome.connectionEnd)],
  [305_011, aside(outcome.connectionEnd)],
  [305_012, aside(outcome.connectionEnd)],
  [733_100, aside(outcome.attack)],
  [733_101, aside(outcome.attack)],
  [733_102, aside(outcome.attack)],
]);
