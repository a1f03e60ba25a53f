import { IntlMessageFormat } from 'intl-messageformat';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

/** What a message asks for, taken apart. */
export interface Anatomy {
  /** `count: number`, `port: argument`, `a: tag`, `status: select(assigned|other)`: each once, sorted. */
  readonly needs: readonly string[];
  /** The categories of each plural in it, without exact ones (`=0`). */
  readonly plurals: readonly (readonly string[])[];
  /** The text outside of placeholders. */
  readonly words: string;
}

const kinds = ['literal', 'argument', 'number', 'date', 'time', 'select', 'plural', 'pound', 'tag'] as const;

export function anatomy(message: string, intl: string): Anatomy {
  const needs = new Set<string>();
  const plurals: string[][] = [];
  let words = '';
  const walk = (elements: readonly Element[]): void => {
    for (const element of elements) {
      const kind = kinds[element.type] ?? 'literal';
      if (kind === 'literal' && 'value' in element) words += element.value;
      if (kind === 'literal' || kind === 'pound' || !('value' in element)) continue;
      if ('options' in element) {
        const options = Object.keys(element.options);
        // Where no word changes with a count, a number will do; the choices of a select are the program's.
        const need = kind === 'select' ? `select(${options.toSorted().join('|')})` : 'number';
        needs.add(`${element.value}: ${need}`);
        if (kind === 'plural') plurals.push(options.filter((option) => !option.startsWith('=')));
        for (const { value } of Object.values(element.options)) walk(value);
      } else needs.add(`${element.value}: ${kind}`);
      if ('children' in element) walk(element.children);
    }
  };
  walk(new IntlMessageFormat(message, intl).getAst());
  return { needs: [...needs].toSorted(), plurals, words };
}
