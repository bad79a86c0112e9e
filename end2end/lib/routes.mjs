// The patterns of the pages' addresses, read from the sources, so that two schools are recognised as one kind of page.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../../server/src/http');

/** Every GET pattern, such as `/reviews/{id}/plan/{action}`. */
export const patterns = [...new Set(readdirSync(folder, { recursive: true })
  .filter((file) => file.endsWith('.rs'))
  .flatMap((file) => [...readFileSync(path.join(folder, file), 'utf8').matchAll(/\.get\(\s*"(\/[^"]*)"/g)].map(([, p]) => p)))].sort();

const split = patterns.map((pattern) => ({ pattern, parts: pattern.split('/') }));
const varies = (part) => part.startsWith('{');

/** The pattern that an address follows, the one with the fewest parts that vary; with the names of its query. */
export function patternOf(address) {
  const url = new URL(address, 'http://site');
  const given = url.pathname.split('/');
  const fits = split.filter(({ parts }) => parts.length === given.length && parts.every((p, i) => varies(p) || p === given[i]));
  fits.sort((a, b) => a.parts.filter(varies).length - b.parts.filter(varies).length);
  const names = [...new Set(url.searchParams.keys())].sort();
  return (fits[0]?.pattern ?? url.pathname) + (names.length ? `?${names.join('&')}` : '');
}
