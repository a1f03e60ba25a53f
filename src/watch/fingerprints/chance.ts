/** Below this a chance is only said to be smaller. */
const least = 1e-300;

/**
 * The chance that at least `matches` of `tried` packets match by coincidence, each with `perPacket`: the number of
 * ways to choose them times the chance that these match, which is never less than the true tail.
 */
export function coincidence(matches: number, tried: number, perPacket: number): number {
  if (matches <= 0) return 1;
  const of = Math.max(matches, tried);
  if (matches === of) return Math.max(least, perPacket ** matches);
  const logarithm = logChoose(of, matches) + matches * Math.log(perPacket);
  return Math.min(1, Math.max(least, Math.exp(logarithm)));
}

const logChoose = (of: number, taken: number): number =>
  logFactorial(of) - logFactorial(taken) - logFactorial(of - taken);

/** Stirling's series; exact enough from 10 on, summed below. */
function logFactorial(number: number): number {
  if (number < 10) {
    let sum = 0;
    for (let factor = 2; factor <= number; factor++) sum += Math.log(factor);
    return sum;
  }
  return number * Math.log(number) - number + Math.log(2 * Math.PI * number) / 2 + 1 / (12 * number);
}

/** A coincidence this rare is practically excluded. */
export const provenBelow = 1e-9;
