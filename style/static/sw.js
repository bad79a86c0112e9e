// The service worker of the notebook: has its page open without a network. It keeps nothing else of the site.
//
// Kept, for seven days: the page `/reviews/…/notebook` as the server makes it for devices (without anything that anybody
// has written), and the stylesheet and scripts that it names. The island on the page asks for it, whenever it has come
// from the network. Thrown away: on signing out, on signing in, when the server leads to the sign-in page, and when the
// person may no longer write in that notebook. The notes themselves are not here but in IndexedDB, by person.
//
// One cache a person and a version of the files: a page never meets the scripts of another version.
const PREFIX = "quintet-notebook ";
const PAGE = /^\/reviews\/[^/]+\/notebook$/;
const ENTRANCE = /^\/(?:sign-out|sign-out-everywhere|sign-in\/[^/]+|demo\/become)$/;
const STAYS = 7 * 24 * 60 * 60 * 1000;
// A network that is too slow to answer in this time is no help on a corridor.
const PATIENCE = 8000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  const { keep: path, person, forget } = event.data ?? {};
  if (forget) event.waitUntil(forgetAll());
  if (path && person && PAGE.test(path)) {
    const done = keep(path, person).catch(() => false);
    event.waitUntil(done.then((kept) => event.source?.postMessage({ kept })));
  }
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "POST" && ENTRANCE.test(pathname)) event.waitUntil(forgetAll());
    if (request.method === "GET" && PAGE.test(pathname)) event.respondWith(page(event, pathname));
  } else if (request.method === "GET" && pathname.startsWith("/assets/")) {
    event.respondWith(file(request));
  }
});

const names = async () => (await caches.keys()).filter((name) => name.startsWith(PREFIX));

async function forgetAll() {
  for (const name of await names()) await caches.delete(name);
}

async function forgetPage(path) {
  for (const name of await names()) await (await caches.open(name)).delete(path);
}

/** The page from the network; where there is none, or it is too slow or out of order, as it was kept. */
async function page(event, path) {
  const asked = fetch(event.request);
  asked.catch(() => {});
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  const answer = await Promise.race([asked, late]).catch(() => undefined);
  if (answer && answer.status < 500) {
    // The way to the sign-in page: the session has ended.
    if (answer.type === "opaqueredirect") event.waitUntil(forgetAll());
    else if (answer.status === 403 || answer.status === 404) event.waitUntil(forgetPage(path));
    return answer;
  }
  return (await kept(path)) ?? answer ?? asked;
}

async function kept(path) {
  const answer = await caches.match(path, { ignoreVary: true });
  if (!answer) return undefined;
  if (Date.now() - Number(answer.headers.get("quintet-kept")) <= STAYS) return answer;
  await forgetPage(path);
  return undefined;
}

/** Files carry their version in their address and never change. */
async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

async function keep(path, person) {
  const name = await put(path, person);
  if (!name) return false;
  // Pages of the same person that were kept with older files come along; those of others go.
  for (const old of (await names()).filter((n) => n !== name)) {
    const cache = await caches.open(old);
    const pages = (await cache.keys()).map(({ url }) => new URL(url).pathname).filter((p) => PAGE.test(p));
    await caches.delete(old);
    if (old.startsWith(`${PREFIX}${person} `)) {
      for (const other of pages) if (other !== path) await put(other, person);
    }
  }
  return true;
}

/** Keeps a page with its files; the name of its cache, or nothing when the server did not give the page. */
async function put(path, person) {
  const answer = await fetch(`${path}?copy=device`, { redirect: "manual", cache: "no-store" });
  if (!answer.ok) return undefined;
  const html = await answer.text();
  const files = [...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, at]) => at.replaceAll("&amp;", "&"));
  const script = files.find((at) => at.includes("/start.js"));
  if (!script) return undefined;
  // What start.js loads beside itself.
  for (const beside of ["quintet.js", "quintet.wasm"]) files.push(script.replace("start.js", beside));
  const name = `${PREFIX}${person} ${new URL(script, self.location.origin).searchParams.get("v")}`;
  const cache = await caches.open(name);
  for (const at of new Set(files)) if (!(await cache.match(at))) await cache.add(at);
  const headers = new Headers(answer.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  headers.set("quintet-kept", String(Date.now()));
  await cache.put(path, new Response(html, { status: 200, headers }));
  return name;
}
