// Firefox as it is installed, over WebDriver BiDi. Playwright drives none but a Firefox of its own, so
// the page here is one of Puppeteer.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { launch } from "puppeteer-core";

/** A fixture of a worker: a Firefox with a new profile. */
export const firefoxBrowser = [
  async ({}, use) => {
    const home = await mkdtemp(join(tmpdir(), "countersign-firefox-"));
    const browser = await launch({
      browser: "firefox",
      executablePath: process.env.FIREFOX || "/usr/bin/firefox-esr",
      // Root's Firefox starts in no home of somebody else.
      env: { ...process.env, HOME: home },
      extraPrefsFirefox: {
        "intl.accept_languages": "en-US, en",
        // As Chromium without windows: for no page it asks for an icon that the page does not name.
        "browser.chrome.site_icons": false,
      },
      defaultViewport: { width: 1280, height: 800 },
    });
    await use(browser);
    await browser.close();
    await rm(home, { recursive: true, force: true });
  },
  { scope: "worker", timeout: 60_000 },
];

/** A fixture: a page of its own session, which fails the test on what the console says. */
export async function firefox({ firefoxBrowser }, use, testInfo) {
  const session = await firefoxBrowser.createBrowserContext();
  const troubles = [];
  const page = await session.newPage();
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) troubles.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => troubles.push(`uncaught: ${error.message}`));
  await use(page);
  if (testInfo.status !== testInfo.expectedStatus) {
    const path = testInfo.outputPath("firefox.png");
    await page.screenshot({ path });
    testInfo.attachments.push({ name: "firefox", path, contentType: "image/png" });
  }
  await session.close();
  expect(troubles, "console errors, warnings and policy violations").toEqual([]);
}

/**
 * Waits for the first that is of a kind (a CSS selector), has this name and is seen, in shadow roots
 * as well. Puppeteer's own search by role and name takes Firefox seconds each time, and its others do
 * not see what comes into a shadow root.
 */
export async function find(page, kind, name) {
  const search = (kind, name) => {
    const below = (root) =>
      [...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? [one, ...below(one.shadowRoot)] : [one]));
    const nameOf = (one) => one.ariaLabel ?? one.labels?.[0]?.textContent ?? one.textContent;
    return below(document).find((one) => one.matches(kind) && nameOf(one).trim() === name && one.checkVisibility());
  };
  const found = await page.waitForFunction(search, { polling: "raf" }, kind, name);
  return found.asElement().asLocator();
}
