// Who sees what; and for all that the client hides, that the server refuses it.
import { CLIENT, CLIENTS, LIST, en, expect, test, withoutAnswers } from "./support/fixtures.mjs";

const side = (page) => page.getByRole("navigation", { name: "Admin" });

for (const name of ["viewer", "supervisor", "agent"]) {
  test.describe(() => {
    test(`${name} is refused by the server what the pages do not show`, async ({ signIn, api }) => {
      await signIn(name);
      const body = { scope: ["users"], roles: [] };
      const path = `/oauth/authorizations/${CLIENT.wallboard}`;
      for (const answer of [
        await api.get("/oauth/authorizations"),
        await api.get(path),
        await api.put(path, body),
        await api.delete(path),
      ]) {
        expect(answer.status).toBe(403);
        expect(answer.body.code).toBe("missing.any.permissions");
        expect(answer.body.message).toContain("[oauth:client:authorize]");
        expect(answer.body.contextId).toBe(answer.headers["inin-correlation-id"]);
      }
      const clients = await api.get("/oauth/clients");
      expect(clients.status).toBe(name === "viewer" ? 200 : 403);
    });

    test(`${name} meets the forbidden page in place, which names the permission`, async ({ page, signIn }) => {
      await signIn(name);
      await page.goto(LIST);
      await expect(page.getByRole("heading", { name: en("access.forbidden") })).toBeVisible();
      await expect(page.getByText("OAuth > Client > Authorize")).toBeVisible();
      await expect(page.getByText("oauth:client:authorize", { exact: true })).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`${LIST}$`));
      await expect(side(page).getByRole("link", { name: "Authorized Applications" })).toHaveCount(0);
      await expect(side(page).getByRole("link", { name: "OAuth" })).toHaveCount(name === "viewer" ? 1 : 0);
      await page.getByRole("button", { name: "Menu", exact: true }).click();
      await expect(page.getByRole("link", { name: "Authorized Applications" })).toHaveCount(0);
    });

    test(`${name} is not shown a review by its link either`, async ({ page, signIn }) => {
      await signIn(name);
      await page.goto(`${LIST}/${CLIENT.wallboard}`);
      await expect(page.getByRole("heading", { name: en("access.forbidden") })).toBeVisible();
      await expect(page.getByText("Wallboard")).toHaveCount(0);
    });
  });
}

test("a viewer reads the clients, and is not offered to authorize them", async ({ page, signIn }) => {
  await signIn("viewer");
  await page.goto(CLIENTS);
  await expect(page.getByRole("row", { name: /Nightly Export/ })).toBeVisible();
  await expect(page.getByRole("main").getByRole("link", { name: /Authorize|Open|Review/ })).toHaveCount(0);
  expect(await page.content()).not.toContain("demo-export-secret");
});

test("an agent is told which permission the page of clients needs", async ({ page, signIn }) => {
  await signIn("agent");
  await page.goto(CLIENTS);
  await expect(page.getByText("OAuth > Client > View")).toBeVisible();
});

test("nobody is nobody: without a session the pages lead to the sign-in page and back", async ({ page, api }) => {
  await page.goto(`${LIST}?state=Revoked`);
  await expect(page).toHaveURL(/\/login\?next=/);
  expect((await api.get("/oauth/authorizations")).status).toBe(401);
  await page.getByLabel("Email address").fill("admin@demo.example");
  await page.getByLabel("Password").fill("countersign-demo");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(new RegExp(`${LIST}\\?state=Revoked$`));
  await expect(page.getByRole("row", { name: /Old Dialer/ })).toBeVisible();
});

test("not known yet is not no: nothing is called forbidden before the answer is there", async ({ page, signIn }) => {
  await signIn("admin");
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await withoutAnswers(page);
  await page.route("**/api/v2/users/me*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(LIST);
  await expect(page.getByText(en("access.checking"))).toBeVisible();
  await expect(page.getByText(en("access.forbidden"))).toHaveCount(0);
  answer();
  await expect(page.getByRole("row", { name: /Survey Bot/ })).toBeVisible();
});

test("what the page brought along is not asked for, and what is asked again is asked of the server", async ({ page, signIn, api }) => {
  await signIn("admin");
  const asked = [];
  page.on("request", (request) => {
    const { pathname, search } = new URL(request.url());
    if (/\/(users\/me|oauth\/capabilities|oauth\/authorizations)$/.test(pathname)) asked.push(pathname + search);
  });
  await page.goto(LIST);
  const wallboard = page.getByRole("row", { name: /^Wallboard [^T]/ });
  await expect(wallboard).toBeVisible();
  expect(asked).toEqual([]);

  // Changed behind the page's back: the same list, asked again, is the new one.
  await api.delete(`/oauth/authorizations/${CLIENT.wallboard}`);
  await page.getByRole("searchbox").fill("wallb");
  await expect(wallboard).toContainText(en("state.revoked"));
  await page.getByRole("searchbox").fill("");
  await expect(page.getByRole("row", { name: /Survey Bot/ })).toBeVisible();
  await expect(wallboard).toContainText(en("state.revoked"));
  expect(asked.filter((one) => one.includes("/oauth/authorizations?"))).toHaveLength(2);
});
