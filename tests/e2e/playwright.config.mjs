// Started by `cargo xtask test --only e2e`, which names the browser, the server and the pages.
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.mjs",
  // A step of its own, which has the path of Trunk.
  testIgnore: process.env.TRUNK_PATH ? [] : "trunk.spec.mjs",
  outputDir: "test-results/files",
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  workers: 2,
  timeout: 30_000,
  // xtask counts from the JSON report.
  reporter: [["list"], ["json", { outputFile: "test-results/report.json" }]],
  use: {
    browserName: "chromium",
    // Each worker starts its own server, so there is no base URL here: see support/.
    locale: "en-US",
    // A trace takes half as long again: `cargo xtask test --only e2e -- --trace on` makes one.
    trace: "off",
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM || "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
