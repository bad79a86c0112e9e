// A page as text: what came, what it weighs, where it leads, what it is made of.
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { HtmlValidate } from 'html-validate';
import { ask } from './demonstration.mjs';

/** Fetches a page. `size` is in bytes as sent, compressed. */
export async function page(url, cookie) {
  const answer = await ask(url, { cookie });
  const raw = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(answer.bytes) : answer.bytes;
  return {
    status: answer.status,
    type: answer.headers['content-type'] ?? '',
    location: answer.headers.location,
    size: answer.bytes.length,
    body: raw.toString('utf8'),
  };
}

const plain = (text) => text.replaceAll('&amp;', '&').replaceAll('&quot;', '"').replaceAll('&#x27;', "'");

/** Addresses that the page's links lead to, on this site, without the part after “#”. */
export function links(body, url) {
  const found = [...body.matchAll(/<a\s[^>]*?href="([^"]*)"/g)].map(([, href]) => new URL(plain(href), url));
  const here = new URL(url).origin;
  const own = found.filter((to) => to.origin === here && !to.pathname.startsWith('/assets/'));
  return [...new Set(own.map((to) => to.pathname + to.search))];
}

/** Places on the same page that links lead to and that are not there. */
export function lostAnchors(body) {
  const ids = new Set([...body.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
  const wanted = [...body.matchAll(/\shref="#([^"]+)"/g)].map(([, id]) => plain(id));
  return wanted.filter((id) => !ids.has(id));
}

/** Styles, scripts and icons that a first visit loads with the page. */
export function parts(body) {
  const found = [...body.matchAll(/<(?:link|script)\s[^>]*?(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, at]) => plain(at));
  return [...new Set(found)];
}

/** What a page is made of, whatever its words: two pages of one shape are one page to a tool that looks at markup. */
export function shape(body) {
  const kinds = new Set();
  for (const [, tag, attributes] of body.matchAll(/<([a-z][a-z0-9-]*)((?:\s[^>]*)?)>/g)) {
    const classes = /class="([^"]*)"/.exec(attributes)?.[1] ?? '';
    const names = [...attributes.matchAll(/\s((?:aria|role|type)[a-z-]*)(?:="([a-z]*)")?/g)].map(([, name, value]) => (name === 'type' ? `type=${value}` : name));
    kinds.add(`${tag} ${classes} ${names.join(' ')}`);
  }
  return createHash('sha1').update([...kinds].sort().join('\n')).digest('hex');
}

const validator = new HtmlValidate({
  extends: ['html-validate:standard'],
  rules: {
    // Rules about how HTML is typed, not about whether it is valid; the pages are rendered by Leptos.
    'no-trailing-whitespace': 'off',
    'attribute-boolean-style': 'off',
    'attribute-empty-style': 'off',
    'doctype-style': 'off',
    'void-style': 'off',
    'no-inline-style': 'error',
  },
});

/** Faults of the markup, in words. */
export async function faults(body) {
  const report = await validator.validateString(body);
  return report.results.flatMap((r) => r.messages).map((m) => `${m.ruleId}: ${m.message}${m.selector ? ` (${m.selector})` : ''}`);
}
