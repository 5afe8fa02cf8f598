// The demo application of another company (examples/external-app), and the people who let it in.
import { once } from "node:events";
import { createServer } from "node:net";
import { expectAccessible } from "../support/axe.mjs";
import { closes, decideOn, opens, signInOn } from "./support/browser.mjs";
import { ends, startExternalApp } from "./support/examples.mjs";
import { ASKED, CLIENT, expect, FAILED_ANSWER, test as base } from "./support/fixtures.mjs";
import { PartnerCrm } from "./support/partner-crm.mjs";

/** A port that is free now: server and application need to know each other's address. */
async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}

const test = base.extend({
  address: async ({}, use) => use(`127.0.0.1:${await freePort()}`),
  serverOptions: ({ address }, use) => use({ args: ["--allow-origin", `http://${address}`] }),
  crm: async ({ address, server, page }, use) => {
    const app = await startExternalApp(server.url, address);
    await use(new PartnerCrm(page, app.url));
    await app.stop();
  },
});

const SELECTED = ASKED.filter((id) => id !== "recordings");

test("an administrator lets it in with a window", async ({ crm }) => {
  await crm.open();
  await crm.allowInPopup("admin");
  // Optional and of high risk: it starts unticked.
  await crm.expectMay(...SELECTED);
  await crm.expectMayNot("recordings");
  await crm.call.click();
  await expect(crm.page.getByText('"email": "admin@demo.example"')).toBeVisible();
});

test("an administrator lets it in on the full page, and nothing is left in address or storage", async ({ crm, page }) => {
  await crm.open();
  await crm.signInHere.click();
  await signInOn(page, "admin");
  await decideOn(page, "Allow");
  await crm.expectSignedIn("admin");
  expect(page.url()).toBe(`${crm.url}/?poll=100`);
  expect(await page.evaluate(() => JSON.stringify([sessionStorage, localStorage]))).toBe("[{},{}]");
});

test("somebody denies, and is told so", async ({ crm }) => {
  await crm.open();
  const popup = await opens(crm.page, crm.signIn);
  await signInOn(popup, "admin");
  await decideOn(popup, "Deny");
  await closes(popup);
  await expect(crm.trouble).toContainText("Access was denied.");
  await expect(crm.trouble).toContainText("access_denied");
  await expect(crm.signIn).toBeFocused();
});

test("a sign-in that comes to no answer: the window is closed by hand, or blocked, or somebody else's state comes", async ({ crm, page, context }) => {
  await crm.open();
  await test.step("a window that is closed by hand is not an answer", async () => {
    const popup = await opens(crm.page, crm.signIn);
    await popup.close();
    await expect(crm.cancel).toBeFocused();
    await expect(crm.trouble).toBeEmpty();
    await crm.cancel.click();
    await expect(crm.status).toHaveText("The sign-in was cancelled here.");
    await expect(crm.signIn).toBeFocused();
  });

  await test.step("an answer with somebody else's state changes nothing", async () => {
    const popup = await opens(page, crm.signIn);
    const forged = await context.newPage();
    await forged.goto(`${crm.url}/callback?code=made-up&state=made-up`);
    await expect(forged.getByText("This window can be closed.")).toBeVisible();
    await expect(crm.cancel).toBeVisible();
    await expect(crm.trouble).toBeEmpty();
    await popup.close();
    await forged.close();
    await crm.cancel.click();
  });

  await test.step("where the browser blocks the window the full page is offered", async () => {
    await page.evaluate(() => (window.open = () => null));
    await crm.signIn.click();
    await expect(crm.trouble).toContainText("The browser blocked the window.");
    await expect(crm.signInHere).toBeFocused();
  });
});

test("fewer scopes can be asked for, and more later", async ({ crm, page }) => {
  await crm.open();
  for (const id of ["external-contacts", "analytics:readonly", "recordings"]) {
    await page.getByRole("checkbox", { name: id }).uncheck();
  }
  await crm.allowInPopup("admin");
  await expect(crm.scopes).toHaveCount(3);
  await crm.expectMay("user-basic-info", "conversations:readonly", "presence:readonly");

  await crm.signOut.click();
  await expect(crm.status).toContainText("You are signed out.");
  await page.getByRole("checkbox", { name: "external-contacts" }).check();
  const popup = await opens(page, crm.signIn);
  await decideOn(popup, "Allow");
  await crm.expectSignedIn("admin");
  await crm.expectMay("external-contacts");
});

test("a token is refreshed, and gone after signing out", async ({ crm, server, bearer, page }) => {
  await crm.open();
  const used = [];
  page.on("request", (request) => {
    const token = request.headers().authorization?.replace("Bearer ", "");
    if (token && !used.includes(token)) used.push(token);
  });
  await crm.allowInPopup("admin");
  await crm.refresh.click();
  await expect(crm.status).toHaveText("The token was refreshed.");
  await expect.poll(() => used.length).toBe(2);
  await crm.signOut.click();
  await expect(crm.status).toHaveText("You are signed out. The tokens were revoked.");
  for (const token of used) expect((await bearer(token, "/tokens/me")).status, server.url).toBe(401);
});

test.describe("the API refuses", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  test("what its scopes do not allow is shown as the API's refusal", async ({ crm, page }) => {
    await crm.open();
    await crm.allowInPopup("admin");
    await page.getByLabel("Call the API").selectOption("/api/v2/oauth/authorizations");
    await crm.call.click();
    await expect(page.getByText("app.not.authorized.for.scope")).toBeVisible();
  });

  test("an administrator revokes it: it notices, says so and can ask again", async ({ crm, page, somebody, server }) => {
    await crm.open();
    await crm.allowInPopup("admin");
    const admin = await somebody("admin");
    await admin.signIn("/signed-in");
    const answer = await admin.http.delete(`${server.url}/api/v2/oauth/authorizations/${CLIENT.partnerCrm}`, {
      headers: admin.own,
    });
    expect(answer.status()).toBe(204);
    await expect(crm.trouble).toHaveText("Access was taken away. Sign in again to ask for it.");
    await expect(crm.signIn).toBeFocused();

    const popup = await opens(page, crm.signIn);
    await decideOn(popup, "Allow");
    await crm.expectSignedIn("admin");
  });
});

for (const [width, scheme, locale] of [
  [1280, "light", "en-US"],
  [320, "dark", "fr-FR"],
]) {
  test.describe(`${width} px, ${scheme}, ${locale}`, () => {
    test.use({ viewport: { width, height: 720 }, colorScheme: scheme, locale });

    test("its page is accessible and fits", async ({ crm, page }) => {
      await page.goto(crm.url);
      await expect(page.getByRole("checkbox")).toHaveCount(ASKED.length);
      await expectAccessible(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      const language = locale.slice(0, 2);
      await expect(page.locator("html")).toHaveAttribute("lang", language);
      const signIn = language === "fr" ? "Se connecter" : "Sign in";
      await expect(page.getByRole("button", { name: signIn, exact: true })).toBeVisible();
    });
  });
}

test("a wrong start is told in one sentence", async ({ crm, address }) => {
  for (const args of [
    ["--listen", "nowhere"],
    ["--what"],
    ["--issuer", "http://portal.example"],
    ["--listen", address],
  ]) {
    const { code, err } = await ends("external-app", ...args);
    expect(code, args.join(" ")).toBe(2);
    expect(err.trim().split("\n")).toHaveLength(1);
  }
  expect(crm.url).toBe(`http://${address}`);
});
