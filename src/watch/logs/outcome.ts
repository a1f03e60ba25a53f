/**
 * What became of a line. `notMine`: another format may try. From `record` on the format has decided; `aside` is a
 * line that is no packet but belongs to the log, with its name; the rest are reasons to leave a firewall line out.
 */
export const outcome = {
  notMine: -1,
  record: 0,
  noAddresses: 1,
  notAnAddress: 2,
  cut: 3,
  unknownProtocol: 4,
  otherProgram: 5,
  mixedFamilies: 6,
  malformed: 7,
  noData: 8,
  skippedData: 9,
  unread: 10,
  /** Asides from here on. */
  header: 20,
  comment: 21,
  empty: 22,
  continuation: 23,
  connectionEnd: 24,
  eventsLost: 25,
  firstHalf: 26,
  attack: 27,
  otherMessage: 28,
} as const;

export const firstAside = outcome.header;

/** Names of reasons and asides, as the summary gives them. */
export const outcomeName: Readonly<Record<number, string>> = {
  [outcome.notMine]: 'not a firewall line',
  [outcome.noAddresses]: 'firewall line without both addresses',
  [outcome.notAnAddress]: 'a name or rubbish instead of an address',
  [outcome.cut]: 'cut line',
  [outcome.unknownProtocol]: 'unknown protocol',
  [outcome.otherProgram]: 'firewall words in a line of another program',
  [outcome.mixedFamilies]: 'IPv4 and IPv6 in one line',
  [outcome.malformed]: 'firewall line that does not hold to its format',
  [outcome.noData]: 'flow log without data (NODATA)',
  [outcome.skippedData]: 'flow log that skipped data (SKIPDATA)',
  [outcome.unread]: 'journal entry whose message was left out',
  [outcome.header]: 'header',
  [outcome.comment]: 'comment',
  [outcome.empty]: 'empty line',
  [outcome.continuation]: 'continuation of a kernel message',
  [outcome.connectionEnd]: 'connection or translation that was built or ended',
  [outcome.eventsLost]: 'events that the firewall lost',
  [outcome.firstHalf]: 'first half of a packet in two lines',
  [outcome.attack]: 'attack notice without packets',
  [outcome.otherMessage]: "firewall's message about something else",
};

/** Reasons that mean that the input does not hold all that it was meant to. */
export const isDamage = (what: number): boolean =>
  what === outcome.cut ||
  what === outcome.skippedData ||
  what === outcome.eventsLost ||
  what === outcome.unread;
