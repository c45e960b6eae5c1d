// What a phone keeps of this site for times without a network. The build writes SITE before this, and leaves out these
// remarks and the blanks that lines begin with.
"use strict";
const root = self.registration.scope, mine = `dizao ${root} `, FILES = mine + SITE.version, PAGES = `${FILES} pages`;
let asked = 0;

self.oninstall = event => event.waitUntil(install());
self.onactivate = event => event.waitUntil(activate());
self.onfetch = event => {
  const { request } = event, url = request.url.split(/[?#]/)[0];
  if (url.startsWith(`${root}assets/`)) event.respondWith(caches.match(request).then(file => file || fetch(request)));
  else if (request.mode === "navigate") {
    event.respondWith(page(event, url));
    event.waitUntil(forget());
  }
};

async function install() {
  const files = await caches.open(FILES);
  await files.addAll(SITE.keep.map(url => new Request(root + url, { cache: "reload" })));
  await skipWaiting();
}

async function activate() {
  for (const name of await caches.keys())
    if (name.startsWith(mine) && !name.startsWith(FILES)) await caches.delete(name);
  await forget();
  await clients.claim();
  for (const { url } of await clients.matchAll()) await keep(url.split(/[?#]/)[0], await fetch(url));
}

async function page(event, url) {
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keep(url, answer.clone()));
    return answer;
  } catch {
    const folder = SITE.folders.find(folder => url.startsWith(root + folder));
    return await caches.match(url, { cacheName: PAGES }) || caches.match(`${root}${folder}offline/`);
  }
}

// A page about a care case, or with a way to one, is never kept.
async function keep(url, answer) {
  const pages = await caches.open(PAGES), text = await answer.clone().text();
  await pages.delete(url);
  if (!answer.ok || !/(\/|\.html)$/.test(url)) return;
  if (/\/care\//.test(url.slice(root.length - 1)) || /["/]care\/(?!index\.html)[^"#]/.test(text)) return;
  await pages.put(url, answer);
  for (const old of (await pages.keys()).slice(0, -60)) await pages.delete(old);
}

// At most once an hour: where something was taken down, every kept page goes, as any of them may speak of it.
async function forget() {
  if (Date.now() - asked < 36e5) return;
  const list = `${root}gone.json`, answer = await fetch(list, { cache: "no-store" }).catch(() => 0);
  if (!answer.ok && answer.status !== 404) return;
  asked = Date.now();
  const files = await caches.open(FILES), before = await files.match(list), gone = answer.ok ? await answer.text() : "";
  if (before && await before.text() === gone) return;
  await caches.delete(PAGES);
  await files.put(list, new Response(gone));
}
