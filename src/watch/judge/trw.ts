import type { Thresholds } from '../thresholds.ts';

export type TrwDecision = 'scanner' | 'honest' | 'undecided';

/**
 * The sequential test of J. Jung, V. Paxson, A. W. Berger, H. Balakrishnan, "Fast Portscan Detection Using Sequential
 * Hypothesis Testing", IEEE S&P 2004 ("Threshold Random Walk"): each first contact with a target and port moves the
 * ratio of two likelihoods, a failure up, a success down. The order of the contacts is no longer known here, so the
 * walk's end decides, not its first crossing: a source must have failed clearly more often than it succeeded.
 */
export function sequentialTest(successes: number, failures: number, thresholds: Thresholds): TrwDecision {
  const { trwTheta0, trwTheta1, trwDetection, trwFalse } = thresholds;
  // Thetas set the wrong way round tell nothing apart.
  if (trwTheta1 >= trwTheta0) return 'undecided';
  const walk =
    failures * Math.log((1 - trwTheta1) / (1 - trwTheta0)) + successes * Math.log(trwTheta1 / trwTheta0);
  if (walk >= Math.log(trwDetection / trwFalse)) return 'scanner';
  return walk <= Math.log((1 - trwDetection) / (1 - trwFalse)) ? 'honest' : 'undecided';
}
