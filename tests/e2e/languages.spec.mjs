// Languages are data: one that is added to the folder of the built pages is everywhere, and nothing
// is built for it.
import { Application } from "./support/application.mjs";
import { CLIENT, LIST, consentWords, en, expect, serverWords, test as base } from "./support/fixtures.mjs";
import { MADE_UP, marked, pagesWithMadeUp } from "./support/language.mjs";
import { Review } from "./support/faults.mjs";
import { PAGES } from "./support/server.mjs";

const MARKED = /^⟦.*⟧$/s;
const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });

const test = base.extend({
  pages: [async ({}, use) => use(await pagesWithMadeUp(PAGES)), { scope: "worker" }],
  serverOptions: async ({ pages }, use) => use({ pages }),
});

test("it is in the switch of the account menu, works there, and is remembered", async ({ page, signIn }) => {
  await signIn("admin");
  await page.goto(LIST);
  await page.getByRole("button", { name: /^Ada Brandt/ }).click();
  await page.getByRole("button", { name: MADE_UP.name, exact: true }).click();
  await expect(heading(page, marked(en("nav.applications")))).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", MADE_UP.tag);

  await page.goto(`${LIST}/${CLIENT.wallboard}`);
  await expect(page.getByRole("region", { name: marked(en("effect.title")) })).toBeVisible();
  // What the server says of a scope: its title and its group.
  const scope = new Review(page).scope("presence:readonly");
  await expect(scope).toBeVisible();
  await expect(scope).toHaveAccessibleName(/⟦[^⟧]+⟧/);
});

test.describe("a browser that wants it", () => {
  test.use({ locale: MADE_UP.tag });

  test("has it on the sign-in page", async ({ page }) => {
    await page.goto("/login");
    await expect(page.locator("html")).toHaveAttribute("lang", MADE_UP.tag);
    await expect(heading(page, marked(serverWords("en")("sign_in")))).toBeVisible();
    await expect(page.getByLabel(marked(serverWords("en")("password")))).toBeVisible();
  });

  test("has it in the pages at once", async ({ page, signIn }) => {
    await signIn("admin");
    await page.goto(LIST);
    await expect(heading(page, marked(en("nav.applications")))).toBeVisible();
  });

  test("has it on the consent screen, the scopes included", async ({ page, context, server, signIn }) => {
    const crm = new Application(page, server);
    await crm.waits(context);
    await signIn("admin");
    await crm.asks();
    await expect(page.getByRole("button", { name: marked(consentWords("en")("decide.allow")), exact: true })).toBeVisible();
    await expect(page.locator("html")).toHaveAttribute("lang", MADE_UP.tag);
    const scopes = page.getByRole("checkbox");
    await expect(scopes).toHaveCount(6);
    for (const scope of await scopes.all()) await expect(scope).toHaveAccessibleName(/⟦[^⟧]+⟧/);
  });
});

test("Accept-Language picks it by its quality, for pages and for scopes", async ({ server, signIn, context }) => {
  await signIn("admin");
  for (const [wanted, tag] of [
    ["xx", "xx"],
    ["de;q=0.3, xx;q=0.8", "xx"],
    ["xx;q=0.3, de;q=0.8", "de"],
    ["tlh, xx-AQ;q=0.9, fr;q=0.8", "xx"],
    ["xx;q=0, ar;q=0.1", "ar"],
    ["tlh", "en"],
  ]) {
    const headers = { "accept-language": wanted };
    const login = await (await context.request.get(`${server.url}/login`, { headers })).text();
    expect(login, wanted).toContain(`<html lang="${tag}"${tag === "ar" ? ' dir="rtl"' : ""}>`);
    const answer = await context.request.get(`${server.url}/api/v2/oauth/scopes`, { headers });
    expect(answer.headers()["content-language"], wanted).toBe(tag);
    const [scope] = (await answer.json()).entities;
    for (const text of [scope.title, scope.description, scope.group]) {
      if (tag === MADE_UP.tag) expect(text, wanted).toMatch(MARKED);
      else expect(text, wanted).not.toMatch(MARKED);
    }
  }
});
