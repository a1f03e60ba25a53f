import { hajimeRules } from './hajime.ts';
import { hpingRules } from './hping.ts';
import { kernelRules } from './kernel.ts';
import { masscanDatagramRules } from './masscan-datagram.ts';
import { masscanRules } from './masscan.ts';
import { miraiRules } from './mirai.ts';
import { nmapPayloadRules } from './nmap-payload.ts';
import { nmapSystemRules } from './nmap-system.ts';
import { nmapRules } from './nmap.ts';
import type { ToolRule } from './rule.ts';
import { unicornscanRules } from './unicornscan.ts';
import { zmapRules } from './zmap.ts';

/** All rules. The order decides between candidates that are equal in all else: the special before the general. */
export const toolRules: readonly ToolRule[] = [
  ...masscanRules,
  ...masscanDatagramRules,
  ...zmapRules,
  ...miraiRules,
  ...unicornscanRules,
  ...nmapSystemRules,
  ...nmapRules,
  ...nmapPayloadRules,
  ...hpingRules,
  ...hajimeRules,
  ...kernelRules,
];
