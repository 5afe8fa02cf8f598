// Starts the programs of examples/.
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const path = (name) => fileURLToPath(new URL(name, import.meta.url));
const built = process.env.COUNTERSIGN_PAGES ?? path("../../../../dist/pages");

function run(example, args) {
  const program = path(`../../../../examples/${example}/server.mjs`);
  const child = spawn(process.execPath, ["--import", new URL("resolve.mjs", import.meta.url).href, program, ...args], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = { out: "", err: "" };
  child.stdout.on("data", (chunk) => (output.out += chunk));
  child.stderr.on("data", (chunk) => (output.err += chunk));
  const ended = new Promise((resolve) => child.once("close", resolve));
  return { child, output, ended };
}

/** Runs it to its end: the exit code and what it said. */
export async function ends(example, ...args) {
  const { output, ended } = run(example, args);
  return { code: await ended, ...output };
}

async function start(example, ...args) {
  const { child, output, ended } = run(example, args);
  const url = await new Promise((resolve, reject) => {
    child.stdout.on("data", () => {
      const ready = output.out.match(/is ready at (\S+)/);
      if (ready) resolve(ready[1]);
    });
    ended.then((code) => reject(new Error(`${example} ended with ${code} before it was ready:\n${output.err}`)));
  });
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
  };
  return { url, stop };
}

/** Partner CRM, which signs people in at `issuer`. */
export const startExternalApp = (issuer, listen = "127.0.0.1:0") =>
  start("external-app", "--listen", listen, "--issuer", issuer);

/** oidc-provider in front of the consent page. */
export const startOidcProvider = () => start("oidc-provider", "--listen", "127.0.0.1:0", "--pages", built);
