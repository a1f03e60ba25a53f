import { retiredAt } from '../retired.ts';
import type { Subject } from '../subject.ts';
import { type Judgement, plausible, type Rule, suspect } from './rule.ts';

export const retiredRegistration: Rule = {
  name: 'retired-registration',
  text: 'The port is registered for a product that is gone, so the registered name does not say what listens.',
  judge(subject) {
    const { listener, owner } = subject;
    if (owner === null || listener.port === null || (listener.kind !== 'tcp' && listener.kind !== 'udp'))
      return null;
    if (subject.client || onWindows(owner.exe)) return null;
    const retired = retiredAt(listener.port);
    return retired === null ? null : judgeOne(subject, retired);
  },
};

/** There the registered product itself may still run. */
const onWindows = (exe: string | null): boolean => exe !== null && /^[a-z]:\\/i.test(exe);

function judgeOne(
  { where, label, program, exposed, account }: Subject,
  { product, gone, classic }: NonNullable<ReturnType<typeof retiredAt>>,
): Judgement {
  const evidence = { product, program: program?.name ?? label, account: account?.by ?? null };
  if (classic && (program?.name === 'Portreeve' || program?.name === 'NATS')) {
    return plausible(
      `${where} belongs to the classic ports of a Portreeve array, taken from ${product}; ${label} serves it here.`,
      evidence,
    );
  }
  const text = `${where} is known for ${product}, and ${label} is not that: ${gone}.`;
  return exposed && account === null ? suspect(text, evidence) : plausible(text, evidence);
}
