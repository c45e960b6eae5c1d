// A site that was once served from this address may have left a worker behind. This one takes its place and goes.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name.startsWith("dizao ")) await caches.delete(name);
  await self.registration.unregister();
})()));
