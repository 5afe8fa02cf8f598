// Starts the reference server for one test: own data folder, own port, stopped clock.
import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const program = process.env.COUNTERSIGN_SERVER ?? join(root, "target/release/countersign-server");
const built = process.env.COUNTERSIGN_PAGES ?? join(root, "dist/admin");

/** The moment at which every test takes place. */
export const NOW = "2026-11-23T09:00:00Z";

/** Starts a server with the demo organization; resolves when it listens. */
export async function startServer({ args = [], fixedTime = NOW, listen = "127.0.0.1:0", pages = built } = {}) {
  const data = await mkdtemp(join(tmpdir(), "countersign-e2e-"));
  const child = spawn(
    program,
    ["--listen", listen, "--data", data, "--pages", pages, "--demo", "--seed", "7", "--fixed-time", fixedTime, ...args],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const url = await new Promise((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
      const ready = out.match(/is ready at (\S+)/);
      if (ready) resolve(ready[1]);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready:\n${log}`)));
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  return {
    url,
    log: () => log,
    async stop() {
      child.kill("SIGKILL");
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}
