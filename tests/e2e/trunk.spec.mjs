// What a Leptos developer expects: `trunk serve` in a checkout, with nothing built before it. The
// crates that it compiles are shared with the other builds of this machine.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync, mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "./support/fixtures.mjs";
import { LIST } from "./support/people.mjs";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A copy of what git knows of this checkout, as it stands. */
function checkout() {
  const folder = mkdtempSync(join(tmpdir(), "countersign-checkout-"));
  const names = execFileSync("git", ["ls-files", "-z"], { cwd: root, encoding: "utf8" }).split("\0");
  for (const name of names.filter((name) => name && existsSync(join(root, name)))) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(root, name), join(folder, name));
  }
  return folder;
}

const freePort = () =>
  new Promise((resolve) => {
    const listener = createServer().listen(0, "127.0.0.1", () => {
      const { port } = listener.address();
      listener.close(() => resolve(port));
    });
  });

test("trunk serve finds the list in a checkout in which nothing was built", async ({ page, server, signIn }) => {
  test.setTimeout(20 * 60_000);
  const folder = checkout();
  const config = join(folder, "Trunk.toml");
  // Its server is at another address than that of `cargo xtask serve`.
  writeFileSync(config, readFileSync(config, "utf8").replaceAll("http://127.0.0.1:8080", server.url));
  const port = await freePort();
  const env = { ...process.env, PATH: process.env.TRUNK_PATH, CARGO_TARGET_DIR: join(root, "target") };
  delete env.NO_COLOR;
  const trunk = spawn("trunk", ["serve", "--port", String(port)], { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  const ended = new Promise((resolve) => trunk.once("exit", resolve));
  try {
    await new Promise((resolve, reject) => {
      const read = (chunk) => {
        log += chunk;
        if (/server listening/.test(log)) resolve();
      };
      trunk.stdout.on("data", read);
      trunk.stderr.on("data", read);
      ended.then(() => reject(new Error(`Trunk ended:\n${log}`)));
    });
    await signIn("admin");
    await page.goto(`http://127.0.0.1:${port}${LIST}`);
    await expect(page.locator(".apps__row:not([aria-hidden])").first()).toBeVisible();
    // Its style sheets are there, too.
    await expect(page.locator(".shell__top")).toHaveCSS("display", "flex");
    await page.getByRole("button", { name: "Ada Brandt" }).click();
    await expect(page.getByRole("button", { name: "العربية" })).toBeVisible();
  } finally {
    trunk.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  }
});
