/*
 * Asking nf_tables for its chains, linux/netfilter/nfnetlink.h and linux/netfilter/nf_tables.h.
 *
 *   struct nfgenmsg, before the attributes of question and answers
 *     0  u8   nfgen_family   AF_UNSPEC 0: every family
 *     1  u8   version        NFNETLINK_V0 0
 *     2  u16  res_id         0
 *
 *   message type = NFNL_SUBSYS_NFTABLES 10 << 8 | NFT_MSG_GETCHAIN 4; answers carry NFTA_CHAIN_TYPE 7, text with a
 *   closing NUL, on base chains only.
 */
import { isReeveError } from '../../../core/errors.ts';
import type { Reader } from '../../../bytes/index.ts';
import { openNetlink } from '../../../sys/netlink.ts';
import { eachAttribute } from '../../../sys/nlattr.ts';
import { dump } from '../../../sys/netlink-dump.ts';

const netfilter = 12;
const getChains = (10 << 8) | 4;
const chainType = 7;
const genericHeader = 4;

/**
 * Whether nf_tables has a chain of type nat in our network namespace: without one nothing there is handed on, and no
 * program need be asked (0.1 ms against 10). Null where the kernel refuses to say: it wants CAP_NET_ADMIN.
 */
export function hasNatChains(): boolean | null {
  try {
    const netlink = openNetlink(netfilter);
    try {
      const answer = dump(netlink, { type: getChains, payload: new Uint8Array(genericHeader) }, isNat);
      if (answer.kind === 'absent') return false;
      return answer.kind === 'rows' && answer.damaged === 0 && answer.interrupted === null
        ? answer.rows.includes(true)
        : null;
    } finally {
      netlink.close();
    }
  } catch (error) {
    if (isReeveError(error)) return null;
    throw error;
  }
}

function isNat(message: Reader): boolean {
  message.skip(genericHeader);
  let type = '';
  eachAttribute(message, (attribute, payload) => {
    if (attribute === chainType) type = Buffer.from(payload.bytes(payload.remaining)).toString('latin1');
  });
  return type === 'nat\0';
}
