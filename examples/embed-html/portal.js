// A portal of plain HTML: its own session gives the tokens, and it hears what was done.
import "./countersign/auto.js";

const pages = document.querySelector("authorized-applications");
pages.setAttribute("api-base", document.documentElement.dataset.api ?? "/api/v2");

// The backend of the portal keeps the user's tokens; it answers a fresh one where asked for it.
pages.getAccessToken = async (reason, signal) => {
  const answer = await fetch(`/token?reason=${reason}`, { signal });
  return (await answer.json()).access_token;
};

const said = document.querySelector("#said");
pages.addEventListener("cs-authorized", ({ detail }) => (said.textContent = `Authorized ${detail.clientId}`));
pages.addEventListener("cs-revoked", ({ detail }) => (said.textContent = `Revoked ${detail.clientId}`));
