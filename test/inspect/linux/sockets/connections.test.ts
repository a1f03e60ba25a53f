import { expect, test } from 'vitest';
import { countStates, kernelListsBound } from '../../../../src/inspect/linux/sockets/connections.ts';

test('states are sorted into what keeps a port busy', () => {
  const [established, timeWait, close, closeWait, listen] = [1, 6, 7, 8, 10];
  expect(countStates([timeWait, timeWait, established, closeWait, listen, close], 4, true)).toEqual({
    timeWait: 2,
    connected: 2,
    bound: 1,
    connectedUdp: 4,
  });
});

test('a kernel that does not list bound sockets does not make them none', () => {
  expect(countStates([6], 0, false).bound).toBeNull();
  expect(kernelListsBound('6.1.0-28-amd64')).toBe(false);
  expect(kernelListsBound('6.7.12')).toBe(false);
  expect(kernelListsBound('6.8.0-51-generic')).toBe(true);
  expect(kernelListsBound('7.0.0')).toBe(true);
});
