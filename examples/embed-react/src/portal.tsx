// A portal of React: its own router and session, and the pages as one of its places.
import "countersign/auto";
import type { TokenReason } from "countersign";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { BrowserRouter, Link, Route, Routes } from "react-router";
import "./portal.css";

// The backend of the portal keeps the user's tokens; it answers a fresh one where asked for it.
async function token(reason: TokenReason, signal: AbortSignal): Promise<string> {
  const answer = await fetch(`/token?reason=${reason}`, { signal });
  return (await answer.json()).access_token;
}

function Portal() {
  const [said, say] = useState("");
  const applications = (
    <authorized-applications
      api-base={document.documentElement.dataset.api}
      getAccessToken={token}
      oncs-authorized={({ detail }) => say(`Authorized ${detail.clientId}`)}
      oncs-revoked={({ detail }) => say(`Revoked ${detail.clientId}`)}
    />
  );
  return (
    <BrowserRouter>
      <header><b>Harbourline Portal</b> <Link to="/">Reports</Link> <Link to="/applications">Applications</Link></header>
      <main>
        <Routes>
          <Route path="/" element={<h1>Reports</h1>} />
          <Route path="/applications" element={applications} />
        </Routes>
      </main>
      <p id="said" role="status">{said}</p>
    </BrowserRouter>
  );
}

createRoot(document.getElementById("portal")!).render(<Portal />);
