// Approval requests: who asks and why, deciding them, two admins at once, who may see them.
import { CAPABILITIES, answer, changed, refusal } from "./support/faults.mjs";
import { CLIENT, FAILED_ANSWER, LIST, REQUESTS, en, expect, test } from "./support/fixtures.mjs";

const WORDS = {
  en: {
    locale: "en-US",
    admin: "Admin",
    requests: "Approval requests",
    entry: /^Approval requests \d+ open$/,
    approve: "Approve… Survey Bot",
    approveNow: "Approve",
    saved: "Authorization of Survey Bot saved.",
    deny: "Deny… Survey Bot",
    reason: "Reason for denying",
    send: "Deny 2 requests",
    missing: /Enter a reason/,
    done: "2 requests for Survey Bot denied.",
    handled: "Handled lately",
    denied: "Denied",
    nobody: "Nobody waits for an approval",
  },
  fr: {
    locale: "fr-FR",
    admin: "Admin",
    requests: "Demandes d’approbation",
    entry: /^Demandes d’approbation \d+ ouvertes$/,
    approve: "Approuver… Survey Bot",
    approveNow: "Approuver",
    saved: "Autorisation de Survey Bot enregistrée.",
    deny: "Refuser… Survey Bot",
    reason: "Motif du refus",
    send: "Refuser 2 demandes",
    missing: /Saisissez un motif/,
    done: "2 demandes pour Survey Bot refusées.",
    handled: "Traitées récemment",
    denied: "Refusée",
    nobody: "Personne n’attend d’approbation",
  },
};

const EVENTS = /\/oauth\/requests\/events$/;
const DECISION = /\/oauth\/requests\/[^/]+\/decision$/;

/** The open requests for an application, newest first. */
const openFor = async (api, id) =>
  (await api.get("/oauth/requests?state=open")).body.entities.filter((one) => one.client.id === id);

const card = (page, name = "Survey Bot") => page.getByRole("article", { name });

for (const [tag, t] of Object.entries(WORDS)) {
  test.describe(`in ${tag}`, () => {
    test.use({ locale: t.locale });

    test("the menu counts the requests, and the page says who asks and why", async ({ page, signIn, api }) => {
      await signIn("admin");
      await page.goto(LIST);
      await page.getByRole("navigation", { name: t.admin, exact: true }).getByRole("link", { name: t.entry }).click();
      await expect(page.getByRole("heading", { level: 1, name: t.requests })).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`${REQUESTS}$`));
      for (const one of await openFor(api, CLIENT.surveyBot)) {
        const asker = card(page).getByRole("listitem").filter({ hasText: one.user.name });
        await expect(asker).toContainText(one.reason.split("\n")[0]);
      }
    });

    test("approve opens the review with what is asked for ticked, and answers who asked", async ({ page, signIn, api }) => {
      await signIn("admin");
      const asked = (await openFor(api, CLIENT.surveyBot)).flatMap((one) => one.scope);
      await page.goto(REQUESTS);
      await page.getByRole("link", { name: t.approve }).click();
      await page.getByRole("button", { name: t.approveNow, exact: true }).click();
      await expect(page.getByText(t.saved)).toBeVisible();
      const { state, scope } = await api.authorization(CLIENT.surveyBot);
      expect(state).toBe("Authorized");
      for (const id of asked) expect(scope).toContain(id);
    });

    test("denying needs a reason, closes all requests for the application, and is told", async ({ page, signIn, api }) => {
      await signIn("admin");
      const asked = await openFor(api, CLIENT.surveyBot);
      await page.goto(REQUESTS);
      await page.getByRole("button", { name: t.deny }).click();
      await page.getByRole("button", { name: t.send }).click();
      await expect(page.getByRole("alert").filter({ hasText: t.missing })).toBeVisible();
      await page.getByRole("textbox", { name: t.reason }).fill("Use the built-in surveys.");
      await page.getByRole("button", { name: t.send }).click();
      await expect(page.getByText(t.done)).toBeVisible();
      await expect(page.getByRole("textbox", { name: t.reason })).toHaveCount(0);
      const row = page.getByRole("table", { name: t.handled }).getByRole("row", { name: "Survey Bot" }).filter({ hasText: asked[0].user.name });
      await expect(row).toContainText(t.denied);
      await expect(row).toContainText("Use the built-in surveys.");
      expect(await openFor(api, CLIENT.surveyBot)).toEqual([]);
    });
  });
}

test("a block closes all requests by one call", async ({ page, signIn, api }) => {
  await signIn("admin");
  await page.goto(REQUESTS);
  const sent = await answer(page, "POST", DECISION, (route) => void route.fallback());
  await page.getByRole("button", { name: "Block… Survey Bot" }).click();
  await page.getByRole("textbox", { name: "Reason for blocking" }).fill("Not from this vendor.");
  await page.getByRole("button", { name: "Block application" }).click();
  await expect(page.getByText("Survey Bot blocked.")).toBeVisible();
  expect(sent).toHaveLength(1);
  expect(await openFor(api, CLIENT.surveyBot)).toEqual([]);
});

test("what another administrator decides is on the page at once, with who did", async ({ page, signIn, api }) => {
  await signIn("admin");
  await page.goto(REQUESTS);
  await expect(card(page)).toBeVisible();
  for (const one of await openFor(api, CLIENT.surveyBot)) {
    await api.post(`/oauth/requests/${one.id}/decision`, { decision: "deny", reason: "No." });
  }
  await expect(card(page).getByText("Ada Brandt denied this.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Deny… Survey Bot" })).toHaveCount(0);
});

test.describe("without events", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  test("who was too late is told who was first, and nothing of theirs is sent twice", async ({ page, signIn, api }) => {
    await page.route(EVENTS, (route) => route.abort());
    await signIn("admin");
    await page.goto(REQUESTS);
    await page.getByRole("button", { name: "Deny… Survey Bot" }).click();
    await page.getByRole("textbox", { name: "Reason for denying" }).fill("Mine.");
    for (const one of await openFor(api, CLIENT.surveyBot)) {
      await api.post(`/oauth/requests/${one.id}/decision`, { decision: "deny", reason: "Theirs." });
    }
    await page.getByRole("button", { name: "Deny 2 requests" }).click();
    await expect(card(page).getByRole("status").filter({ hasText: "Ada Brandt denied this." }).first()).toBeVisible();
    const { entities } = (await api.get("/oauth/requests")).body;
    for (const one of entities.filter((one) => one.client.id === CLIENT.surveyBot)) expect(one.answer).toBe("Theirs.");
  });

  test("an unknown outcome is looked at before anything is sent again", async ({ page, signIn, api }) => {
    await page.route(EVENTS, (route) => route.abort());
    await signIn("admin");
    await page.goto(REQUESTS);
    await answer(page, "POST", DECISION, async (route) => {
      await route.fetch();
      await route.abort("connectionreset");
    });
    await page.getByRole("button", { name: "Block… Survey Bot" }).click();
    await page.getByRole("textbox", { name: "Reason for blocking" }).fill("No.");
    await page.getByRole("button", { name: "Block application" }).click();
    await expect(page.getByText(en("requests.unknown"))).toBeVisible();
    await page.getByRole("button", { name: en("save.check") }).click();
    await expect(card(page).getByText("Ada Brandt blocked this.")).toBeVisible();
    expect(await openFor(api, CLIENT.surveyBot)).toEqual([]);
  });

  test("a refusal says that nothing was changed, and the reason stays", async ({ page, signIn }) => {
    await signIn("admin");
    await page.goto(REQUESTS);
    await answer(page, "POST", DECISION, refusal(429, "too.many.requests.retry.after", {}, { "retry-after": "7" }));
    await page.getByRole("button", { name: "Deny… Survey Bot" }).click();
    const reason = page.getByRole("textbox", { name: "Reason for denying" });
    await reason.fill("Typed once.");
    await page.getByRole("button", { name: "Deny 2 requests" }).click();
    await expect(page.getByText(/Nothing was changed/)).toBeVisible();
    await expect(reason).toHaveValue("Typed once.");
  });
});

for (const name of ["viewer", "agent"]) {
  test(`${name} is neither shown the requests nor answered`, async ({ page, signIn, api }) => {
    await signIn(name);
    await page.goto(REQUESTS);
    await expect(page.getByRole("heading", { name: en("access.forbidden") })).toBeVisible();
    await expect(page.getByRole("link", { name: "Approval requests" })).toHaveCount(0);
    expect((await api.get("/oauth/requests")).status).toBe(403);
  });
}

test("a backend without requests has neither the entry nor the page", async ({ page, signIn }) => {
  await changed(page, CAPABILITIES, (all) => ({ ...all, features: all.features.filter((one) => one !== "requests") }));
  await signIn("admin");
  await page.goto(LIST);
  await expect(page.getByRole("link", { name: "Wallboard", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: /Approval requests/ })).toHaveCount(0);
  await page.goto(REQUESTS);
  await expect(page.getByText(en("not_found.title"))).toBeVisible();
});
