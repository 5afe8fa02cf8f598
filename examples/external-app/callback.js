// The redirect URI: hands the answer of the authorization server to the page that asked for it.
import { showTexts } from "/texts.js";

showTexts();

const answer = location.search;
const state = new URLSearchParams(answer).get("state");
// The code is in this address, and needs to be in no history.
history.replaceState(null, "", location.pathname);

let pending;
try {
  pending = JSON.parse(sessionStorage.getItem("pending"));
} catch {
  // No storage: then it is a popup, which needs none.
}

if (pending && pending.state === state) {
  // The sign-in took the full page: back to where it started, which finishes it.
  sessionStorage.setItem("pending", JSON.stringify({ ...pending, answer }));
  location.replace(pending.home);
} else if (state) {
  // A popup. Its opener may be out of reach: a page on the way that isolates itself (COOP) cuts the
  // tie for good. A channel has only our own origin in it, and its name is known to who asked alone.
  const channel = new BroadcastChannel(state);
  channel.onmessage = () => window.close();
  channel.postMessage(answer);
}
