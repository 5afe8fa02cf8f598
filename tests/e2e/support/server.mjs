// Starts the reference server for one test: own data folder, own port, stopped clock.
import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const program = process.env.COUNTERSIGN_SERVER ?? join(root, "target/release/countersign-server");
export const PAGES = process.env.COUNTERSIGN_PAGES ?? join(root, "dist/pages");

/** The moment at which every test takes place. */
export const NOW = "2026-11-23T09:00:00Z";

const folder = () => mkdtemp(join(tmpdir(), "countersign-e2e-"));

/** Starts the program over a data folder; resolves when it listens. */
async function start({ data, args, fixedTime, listen, pages }) {
  const child = spawn(
    program,
    ["--listen", listen, "--data", data, "--pages", pages, "--demo", "--seed", "7", "--fixed-time", fixedTime, ...args],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let log = "";
  child.stderr.on("data", (chunk) => (log += chunk));
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const url = await new Promise((resolve, reject) => {
    let out = "";
    child.stdout.on("data", (chunk) => {
      out += chunk;
      const ready = out.match(/is ready at (\S+)/);
      if (ready) resolve(ready[1]);
    });
    child.once("exit", (code) => reject(new Error(`the server ended with ${code} before it was ready:\n${log}`)));
  });
  return { child, ended, url, log: () => log };
}

let filled;

/** A data folder with the demo organization as it is at `NOW`, filled once and copied for each test. */
async function demo() {
  filled ??= (async () => {
    const data = await folder();
    process.once("exit", () => rmSync(data, { recursive: true, force: true }));
    const { child, ended } = await start({ data, args: [], fixedTime: NOW, listen: "127.0.0.1:0", pages: PAGES });
    child.kill("SIGTERM");
    await ended;
    return data;
  })();
  const data = await folder();
  await cp(await filled, data, { recursive: true });
  return data;
}

/** Starts a server with the demo organization; resolves when it listens. */
export async function startServer({ args = [], fixedTime = NOW, listen = "127.0.0.1:0", pages = PAGES } = {}) {
  const data = fixedTime === NOW ? await demo() : await folder();
  const { child, ended, url, log } = await start({ data, args, fixedTime, listen, pages });
  return {
    url,
    data,
    log,
    async stop() {
      child.kill("SIGKILL");
      await ended;
      await rm(data, { recursive: true, force: true });
    },
  };
}
