import { afterEach, describe, expect, it, vi } from 'vitest';
import { languages, openLocale } from '../../../src/web/i18n/index.ts';
import { isWritten, withDigits } from '../../../src/web/client/written.ts';

afterEach(() => vi.unstubAllGlobals());

describe("a browser's own numbers and dates", () => {
  it.each(languages.map(({ tag }) => tag))('have the digits that the server writes in %s', (tag) => {
    const digits = new Intl.NumberFormat(withDigits(tag), { useGrouping: false }).format(1234);
    expect(digits).toBe(
      openLocale(tag)
        .number(1234)
        .replaceAll(/\P{Nd}/gu, ''),
    );
  });

  it('ask for digits by name where a browser may know nothing else', () => {
    expect(withDigits('sd')).toBe('sd-u-nu-arab');
    expect(withDigits('bn')).toBe('bn');
  });

  it('are not used for words where months have only numbers', () => {
    expect(isWritten('sd')).toBe(true);
    class Bare {
      format(): string {
        return 'M01';
      }
    }
    vi.stubGlobal('Intl', { DateTimeFormat: Bare });
    expect(isWritten('sd')).toBe(false);
  });
});
