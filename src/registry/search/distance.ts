/** How a word of the question and a word of the vocabulary are alike. */
export interface Distances {
  /** Edits from the one to the other. */
  readonly whole: number;
  /** Edits from the question's word to the best beginning of the other. */
  readonly beginning: number;
}

/**
 * Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each one edit.
 * Rows of a fixed length are reused; words are at most `maxTokenLength` letters.
 */
export class EditDistance {
  #before = new Uint8Array(64);
  #last = new Uint8Array(64);
  #next = new Uint8Array(64);

  /** Gives up (both 99) as soon as nothing within `limit` edits can be reached. */
  between(asked: string, word: string, limit: number): Distances {
    const columns = Math.min(word.length, asked.length + limit);
    for (let column = 0; column <= columns; column++) this.#last[column] = column;
    for (let row = 1; row <= asked.length; row++) {
      if (this.#row(asked, word, row, columns) > limit) return { whole: 99, beginning: 99 };
      [this.#before, this.#last, this.#next] = [this.#last, this.#next, this.#before];
    }
    let beginning = 99;
    for (let column = 0; column <= columns; column++)
      beginning = Math.min(beginning, this.#last[column] ?? 99);
    return { whole: columns === word.length ? (this.#last[columns] ?? 99) : 99, beginning };
  }

  /** Fills one row and returns its least value. */
  #row(asked: string, word: string, row: number, columns: number): number {
    const [before, last, next] = [this.#before, this.#last, this.#next];
    const letter = asked.charCodeAt(row - 1);
    next[0] = row;
    let least = row;
    for (let column = 1; column <= columns; column++) {
      const other = word.charCodeAt(column - 1);
      let value = (last[column - 1] ?? 99) + (letter === other ? 0 : 1);
      value = Math.min(value, (last[column] ?? 99) + 1, (next[column - 1] ?? 99) + 1);
      const swapped = row > 1 && column > 1 && letter === word.charCodeAt(column - 2);
      if (swapped && asked.charCodeAt(row - 2) === other)
        value = Math.min(value, (before[column - 2] ?? 99) + 1);
      next[column] = value;
      if (value < least) least = value;
    }
    return least;
  }
}
