// The examples of other teams, built: our pages as one place of a portal that has a router of its own.
import { en, expect, test, words } from "./host.mjs";
import { expectAccessible } from "../support/axe.mjs";
import { row, walk } from "./walk.mjs";

const HOSTS = [
  { name: "React", site: "embed-react/dist" },
  { name: "Vue", site: "embed-vue/dist", policies: ["vue"] },
  { name: "Angular", site: "embed-angular/dist" },
];

const place = (page, name) => page.locator("header").getByRole("link", { name, exact: true });
const pages = (page) => page.locator("authorized-applications");

for (const { name, ...hostOptions } of HOSTS) {
  test.describe(() => {
    test.use({ hostOptions });

    test(`${name}: an admin authorizes, edits and revokes inside the portal, which stays as it was`, async ({ page, open, api }) => {
      await open("/applications");
      await walk(page, api);
    });

    test(`${name}: the portal's router leaves the pages and comes back; French comes out of its build, and axe finds nothing`, async ({ page, open, host }) => {
      await open("/");
      await expect(page.getByRole("heading", { name: "Reports" })).toBeVisible();
      const head = await page.locator("head").innerHTML();
      await place(page, "Applications").click();
      expect(page.url()).toBe(`${host.url}/applications`);
      await expect(row(page, "Wallboard")).toBeVisible({ timeout: 20_000 });
      await expectAccessible(page);
      await row(page, "Wallboard").getByRole("link", { name: "Wallboard", exact: true }).click();
      await expect(page.getByRole("heading", { level: 1, name: "Wallboard" })).toBeVisible();
      await expect(page.getByRole("button", { name: en("revoke.action") }).first()).toBeVisible();
      await expectAccessible(page);

      await place(page, "Reports").click();
      await expect(pages(page)).toHaveCount(0);
      await page.goBack();
      await expect(row(page, "Wallboard")).toBeVisible();
      expect(page.url()).toBe(`${host.url}/applications`);
      await page.goBack();
      await expect(page.getByRole("heading", { name: "Reports" })).toBeVisible();
      await expect(pages(page)).toHaveCount(0);
      expect(page.url()).toBe(`${host.url}/`);
      expect(await page.locator("head").innerHTML()).toBe(head);

      await place(page, "Applications").click();
      await expect(row(page, "Wallboard")).toBeVisible();
      await page.evaluate(() => document.querySelector("authorized-applications").setAttribute("locale", "fr"));
      await expect(page.getByRole("heading", { name: words("fr")("nav.applications") })).toBeVisible();
    });
  });
}
