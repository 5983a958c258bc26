import { expect, it, vi } from 'vitest';
import { once } from './once.js';

it('once makes its value at the first call, and only then', () => {
  const make = vi.fn(() => undefined);
  const value = once(make);
  expect(make).not.toHaveBeenCalled();
  value();
  value();
  expect(make).toHaveBeenCalledTimes(1);
});
