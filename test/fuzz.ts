/** How many cases a property test runs: few in the tests, 100,000 in `npm run fuzz`. */
export const fuzzRuns = (usual: number): number => (process.env['REEVE_FUZZ'] === '1' ? 100_000 : usual);
