import { describe, expect, test } from 'vitest';
import { checkRows, checkText } from '../../../src/registry/source/iana-check.ts';
import { parseIanaCsv } from '../../../src/registry/source/iana-csv.ts';
import { syntheticCsv } from '../synthetic.ts';

const rowsOf = async (text: string) => (await parseIanaCsv(text, 'a test')).records;

describe('the text', () => {
  test.each([
    ['', /it is empty/],
    ['<!DOCTYPE html>\n<html>', /it is a web page/],
    ['\n  <html lang="en">\n', /it is a web page/],
    ['a,b\u0000c\n', /it is not text: byte 3/],
    ['a,\ufffd\n', /it is not text: byte 2/],
    ['a,b\nc', /it ends in the middle of a line/],
  ])('%j is refused', (text, reason) => {
    expect(() => checkText(text, 'a test')).toThrow(reason);
  });

  test('a true one passes', () => {
    expect(() => checkText(syntheticCsv(), 'a test')).not.toThrow();
  });
});

describe('the rows', () => {
  test('a true one passes, first and after another', async () => {
    const rows = await rowsOf(syntheticCsv(10_100));
    expect(() => checkRows(rows, 'a test', null)).not.toThrow();
    expect(() => checkRows(rows, 'a test', 11_000)).not.toThrow();
  });

  test('too few, and far fewer than before', async () => {
    const few = await rowsOf(syntheticCsv(9_999));
    expect(() => checkRows(few, 'a test', null)).toThrow(/it has 9999 rows/);
    const fewer = await rowsOf(syntheticCsv(10_100));
    expect(() => checkRows(fewer, 'a test', 14_474)).toThrow(/10100 rows where the present record has 14474/);
  });

  test.each([
    ['ssh,22,tcp', 'ssh at 22/tcp'],
    ['x11,6000-6063,tcp', 'x11 at 6063/tcp'],
    ['iqobject,48619,tcp', 'iqobject at 48619/tcp'],
  ])('one that lacks %s', async (row, named) => {
    const rows = await rowsOf(syntheticCsv().replace(row, `not-${row}`));
    expect(() => checkRows(rows, 'a test', null)).toThrow(`it lacks ${named}`);
  });
});
