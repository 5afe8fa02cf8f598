// For everybody who is signed in: the launcher, and what they allowed.
import { answer, changed } from "./support/faults.mjs";
import { APPS, CLIENT, FAILED_ANSWER, MINE, en, expect, test } from "./support/fixtures.mjs";

const WORDS = {
  en: {
    locale: "en-US",
    apps: "Apps",
    mine: "My applications",
    account: /, account$/,
    active: "Can act for you",
    withdraw: "Withdraw Wallboard",
    withdrawNow: "Withdraw",
    done: "Wallboard cannot act for you any more.",
    empty: "You have not allowed any application",
  },
  fr: {
    locale: "fr-FR",
    apps: "Applications",
    mine: "Mes applications",
    account: /, compte$/,
    active: "Peut agir pour vous",
    withdraw: "Retirer Wallboard",
    withdrawNow: "Retirer",
    done: "Wallboard ne peut plus agir pour vous.",
    empty: "Vous n’avez autorisé aucune application",
  },
};

const APPS_API = /\/oauth\/apps\/me(\?|$)/;
const GRANTS = /\/oauth\/grants\/me$/;
const GRANT = /\/oauth\/grants\/me\/[^/]+$/;

const list = (entities) => ({ json: { total: entities.length, entities, selfUri: "/x" } });

const app = (id, name, launchUri) => ({ client: { id, name }, launchUri });

/** The applications from one number to another. */
const numbered = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, at) => app(`${from + at}`, `App ${from + at}`, "https://web.example/"));

/** 120 applications on two pages. One came before the others meanwhile: both pages have the hundredth. */
const PAGES = [numbered(1, 100), numbered(100, 120)];

/** The number of the page that is asked for. */
const asked = (request) => Number(new URL(request.url()).searchParams.get("pageNumber"));

const pageOfApps = (number) => ({
  json: { entities: PAGES[number - 1], pageSize: 100, pageNumber: number, total: 120, pageCount: 2, selfUri: "/x" },
});

/** What the launcher shows of two pages. */
function launcher(page) {
  const main = page.getByRole("main");
  return {
    items: main.getByRole("listitem"),
    count: main.getByText(en("apps.shown", { shown: 100, total: 120 })),
    more: main.getByRole("button", { name: en("apps.more") }),
    firstOfSecond: main.getByRole("heading", { name: "App 101", exact: true }),
  };
}

/** One consent, until it is withdrawn. */
async function oneGrant(page) {
  const grant = {
    client: { id: CLIENT.wallboard, name: "Wallboard" },
    user: { id: "me", name: "Me" },
    scope: ["presence:readonly", "no:such:scope"],
    dateCreated: "2026-10-01T10:00:00Z",
    dateModified: "2026-10-01T10:00:00Z",
    lastUsed: "2026-11-23T08:00:00Z",
    active: true,
  };
  let grants = [grant];
  await answer(page, "GET", GRANTS, () => list(grants));
  return answer(page, "DELETE", GRANT, () => {
    grants = [];
    return { status: 204 };
  });
}

for (const [tag, t] of Object.entries(WORDS)) {
  test.describe(`in ${tag}`, () => {
    test.use({ locale: t.locale });

    test("an agent finds both pages, and nothing of the administration around them", async ({ page, signIn }) => {
      await signIn("agent");
      await page.goto(APPS);
      await expect(page.getByRole("heading", { level: 1, name: t.apps })).toBeVisible();
      await expect(page.getByRole("navigation", { name: "Admin" })).toHaveCount(0);
      await expect(page.getByRole("link", { name: "Admin", exact: true })).toHaveCount(0);
      await page.getByRole("button", { name: t.account }).click();
      await page.getByRole("link", { name: t.mine }).click();
      await expect(page.getByRole("heading", { level: 1, name: t.mine })).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`${MINE}$`));
    });

    test("what was allowed is withdrawn after a question, and the list says so", async ({ page, signIn }) => {
      const sent = await oneGrant(page);
      await signIn("agent");
      await page.goto(MINE);
      const item = page.getByRole("listitem", { name: /^Wallboard/ });
      await expect(item).toContainText(t.active);
      await expect(item).toContainText("no:such:scope");
      await page.getByRole("button", { name: t.withdraw }).click();
      await page.getByRole("dialog").getByRole("button", { name: t.withdrawNow }).click();
      await expect(page.getByText(t.done)).toBeVisible();
      await expect(page.getByText(t.empty)).toBeVisible();
      expect(sent).toHaveLength(1);
    });
  });
}

test("the launcher shows what the server lets the user use", async ({ page, signIn, api }) => {
  await signIn("agent");
  const { entities } = (await api.get("/oauth/apps/me")).body;
  await page.goto(APPS);
  const items = page.getByRole("main").getByRole("listitem");
  await expect(items).toHaveCount(entities.length);
  for (const { client } of entities) await expect(page.getByRole("heading", { name: client.name })).toBeVisible();
});

test("an application is opened in a tab of its own, and never by a script", async ({ page, signIn }) => {
  await answer(page, "GET", APPS_API, list([
    app("1", "Web", "https://web.example/start"),
    app("2", "Local", "http://127.0.0.1:8090/"),
    app("3", "Plain", "http://web.example/"),
    app("4", "Script", "javascript:alert(1)"),
    app("5", "None", undefined),
  ]));
  await signIn("agent");
  await page.goto(APPS);
  const link = (name) => page.getByRole("listitem", { name }).getByRole("link");
  for (const [name, href] of [["Web", "https://web.example/start"], ["Local", "http://127.0.0.1:8090/"]]) {
    await expect(link(name)).toHaveAttribute("href", href);
    await expect(link(name)).toHaveAttribute("target", "_blank");
    await expect(link(name)).toHaveAttribute("rel", /noopener noreferrer/);
  }
  for (const name of ["Plain", "Script", "None"]) {
    await expect(page.getByRole("listitem", { name }).getByText(en("apps.no_address"))).toBeVisible();
    await expect(link(name)).toHaveCount(0);
  }
});

test("a user without any application is told what the page is for", async ({ page, signIn }) => {
  await answer(page, "GET", APPS_API, list([]));
  await signIn("agent");
  await page.goto(APPS);
  await expect(page.getByText(en("apps.empty"))).toBeVisible();
});

test("the launcher shows a hundred, says how many there are, and shows more when asked", async ({ page, signIn }) => {
  const sent = await answer(page, "GET", APPS_API, (route) => pageOfApps(asked(route.request())));
  await signIn("agent");
  await page.goto(APPS);
  const { items, count, more, firstOfSecond } = launcher(page);
  await expect(items).toHaveCount(100);
  await expect(count).toBeVisible();
  await more.focus();
  await page.keyboard.press("Enter");
  await expect(items).toHaveCount(120);
  await expect(firstOfSecond).toBeFocused();
  await expect(count).toBeHidden();
  await expect(more).toHaveCount(0);
  expect(sent.map(asked)).toEqual([1, 2]);
});

test("the list of a backend without pages is whole at once", async ({ page, signIn }) => {
  await answer(page, "GET", APPS_API, list(numbered(1, 120)));
  await signIn("agent");
  await page.goto(APPS);
  const { items, more } = launcher(page);
  await expect(items).toHaveCount(120);
  await expect(more).toHaveCount(0);
});

test.describe("when it goes wrong", () => {
  test.use({ provokes: [FAILED_ANSWER] });

  test("a next page that fails leaves what is shown, and is tried again", async ({ page, signIn }) => {
    let broken = true;
    await answer(page, "GET", APPS_API, (route) => {
      const number = asked(route.request());
      return broken && number === 2 ? { status: 503, body: "no" } : pageOfApps(number);
    });
    await signIn("agent");
    await page.goto(APPS);
    const { items, count, more, firstOfSecond } = launcher(page);
    await more.click();
    const failure = page.getByRole("alert").getByText(en("apps.more_failed"));
    await expect(failure).toBeVisible({ timeout: 10_000 });
    await expect(items).toHaveCount(100);
    await expect(count).toBeVisible();
    broken = false;
    await page.getByRole("button", { name: en("error.retry") }).click();
    await expect(items).toHaveCount(120);
    await expect(firstOfSecond).toBeFocused();
    await expect(failure).toHaveCount(0);
  });

  test("a withdrawal whose outcome is unknown is looked at", async ({ page, signIn }) => {
    await oneGrant(page);
    let tries = 0;
    await answer(page, "DELETE", GRANT, (route) => void (tries++ ? route.fallback() : route.abort("connectionreset")));
    await signIn("agent");
    await page.goto(MINE);
    await page.getByRole("button", { name: "Withdraw Wallboard" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Withdraw", exact: true }).click();
    await expect(dialog.getByText(en("grants.unknown"))).toBeVisible();
    await dialog.getByRole("button", { name: en("save.check") }).click();
    await expect(dialog.getByText(en("grants.not_stored"))).toBeVisible();
    await dialog.getByRole("button", { name: "Withdraw", exact: true }).click();
    await expect(page.getByText("Wallboard cannot act for you any more.")).toBeVisible();
  });

  test("a withdrawal that a cut list says nothing about stays unknown", async ({ page, signIn }) => {
    const other = { client: { id: "other", name: "Other" }, scope: [], user: { id: "me", name: "Me" }, active: true };
    const dates = { dateCreated: "2026-10-01T10:00:00Z", dateModified: "2026-10-01T10:00:00Z" };
    const of = (client) => ({ ...other, ...dates, client });
    let shown = of({ id: CLIENT.wallboard, name: "Wallboard" });
    await answer(page, "GET", GRANTS, () => ({ json: { total: 501, entities: [shown], selfUri: "/x" } }));
    await answer(page, "DELETE", GRANT, (route) => void route.abort("connectionreset"));
    await signIn("agent");
    await page.goto(MINE);
    await expect(page.getByText(/^500 more applications are not shown/)).toBeVisible();
    await page.getByRole("button", { name: "Withdraw Wallboard" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Withdraw", exact: true }).click();
    await expect(dialog.getByText(en("grants.unknown"))).toBeVisible();
    shown = of(other.client);
    await dialog.getByRole("button", { name: en("save.check") }).click();
    await expect(dialog.getByRole("button", { name: en("save.check") })).toHaveCount(0);
    await expect(dialog.getByText(en("grants.unknown"))).toBeVisible();
    await expect(page.getByText("Wallboard cannot act for you any more.")).toHaveCount(0);
  });

  test("a list that fails offers to try again", async ({ page, signIn }) => {
    let broken = true;
    await answer(page, "GET", GRANTS, () => (broken ? { status: 503, body: "no" } : list([])));
    await signIn("agent");
    await page.goto(MINE);
    await expect(page.getByRole("alert").getByText(en("grants.failed"))).toBeVisible({ timeout: 10_000 });
    broken = false;
    await page.getByRole("button", { name: en("error.retry") }).click();
    await expect(page.getByText(en("grants.empty"))).toBeVisible();
  });
});

test("a backend without them has neither the entries nor the pages", async ({ page, signIn }) => {
  await changed(page, /\/oauth\/capabilities$/, (all) => ({
    ...all,
    features: all.features.filter((one) => one !== "apps" && one !== "grants"),
  }));
  await signIn("admin");
  for (const address of [APPS, MINE]) {
    await page.goto(address);
    await expect(page.getByText(en("not_found.title"))).toBeVisible();
    await expect(page.getByRole("link", { name: en("nav.mine") })).toHaveCount(0);
  }
});
