// The walk that every host is walked: authorize, edit, revoke, and nothing of the host's is touched.
import { CLIENT, en, expect } from "./host.mjs";

export const row = (page, name) => page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

/** What of the host's page nobody but the host may change. */
export const untouched = (page) =>
  page.evaluate(() => ({
    title: document.title,
    href: location.href,
    length: history.length,
    lang: document.documentElement.lang,
    head: document.head.innerHTML,
    storage: [localStorage.length, sessionStorage.length],
    sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
    links: [...document.querySelectorAll("header a")].map((link) => link.outerHTML),
    cookies: document.cookie,
  }));

/** Walks an admin through the list of a host that was just opened there. */
export async function walk(page, api) {
  await expect(row(page, "Wallboard")).toBeVisible({ timeout: 20_000 });
  const before = await untouched(page);

  // Authorize.
  await page.getByRole("button", { name: en("list.authorize") }).click();
  await page.getByRole("textbox", { name: "Client ID" }).fill(CLIENT.surveyBot);
  await page.getByRole("button", { name: en("authorize.submit") }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Survey Bot" })).toBeVisible();
  await page.getByRole("button", { name: en("effect.approve"), exact: true }).click();
  await expect(page.locator("#said")).toHaveText(`Authorized ${CLIENT.surveyBot}`);

  // Edit.
  await page.getByRole("link", { name: en("nav.applications") }).click();
  await row(page, "Wallboard").getByRole("link", { name: "Wallboard", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Wallboard" })).toBeVisible();
  await page.getByRole("checkbox", { name: /(^|\s)presence:readonly(\s|$)/ }).uncheck();
  await page.getByRole("button", { name: en("effect.save"), exact: true }).click();
  await expect(page.locator("#said")).toHaveText(`Authorized ${CLIENT.wallboard}`);
  expect((await api.authorization(CLIENT.wallboard)).scope).not.toContain("presence:readonly");

  // Revoke.
  await page.getByRole("button", { name: en("revoke.action") }).first().click();
  await page.getByRole("dialog").getByRole("button", { name: en("revoke.action") }).click();
  await expect(page.locator("#said")).toHaveText(`Revoked ${CLIENT.wallboard}`);
  expect((await api.authorization(CLIENT.wallboard)).state).toBe("Revoked");

  expect(await untouched(page)).toEqual(before);
}
