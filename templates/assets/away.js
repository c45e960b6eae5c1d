// The site away from its server: kept on the phone for times without a network, and opened from a folder.
"use strict";
if (location.protocol === "file:") {
  for (const link of document.links)
    if (link.protocol === "file:") link.href = link.href.replace(/\/(?=[?#]|$)/, "/index.html");
} else if ("serviceWorker" in navigator && isSecureContext && !document.getElementById("dizao-page")) {
  navigator.serviceWorker.register(new URL("../sw.js", document.currentScript.src)).catch(() => {});
}
