const fuzzing = process.env['REEVE_FUZZ'] === '1';

/** How many cases a property test runs: few in the tests, 100,000 in `npm run fuzz`. */
export const fuzzRuns = (usual: number): number => (fuzzing ? 100_000 : usual);

/** The same for the decoders of what comes from outside (captures, logs, payloads): 1,000,000 in `npm run fuzz`. */
export const decoderRuns = (usual: number): number => (fuzzing ? 1_000_000 : usual);
