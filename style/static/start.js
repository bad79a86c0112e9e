// Wakes the islands of a page. Loaded only by pages that have one.
//
// Everything is found beside this file and with its query string, so that one version number in the
// page's address of this script reaches the module and the WebAssembly too: caches cannot mix versions.
const beside = (name) => new URL(name + new URL(import.meta.url).search, import.meta.url);

const islands = await import(beside("quintet.js"));
await islands.default({ module_or_path: beside("quintet.wasm") });
islands.hydrate();

for (const element of document.querySelectorAll("leptos-island")) {
  const wake = islands[element.dataset.component];
  if (wake) {
    await wake(element);
  } else {
    // The page is newer or older than the script. What the server sent stays as it is and works.
    console.warn(`No island called ${element.dataset.component}`);
  }
}
