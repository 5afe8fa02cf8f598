// Words from outside that run right to left, that are long, or that name a picture: they change
// nothing around them, and the whole of what is cut is within reach.
import { consentWords, told } from "../support/consent.mjs";
import { Screen, expect, test } from "./scenes.mjs";

const t = consentWords("en");

/** The screen of Partner CRM for somebody, told what `change` makes of the request. */
async function shown({ page, crm, signIn }, change, name = "admin") {
  await signIn(name);
  await crm.asks();
  await told(page, (request) => void change(request));
  await page.reload();
  const screen = new Screen(page, t);
  await expect(screen.heading).toBeVisible();
  return screen;
}

const HEBREW = { client: "יומן (1)", publisher: "תוכנה בע\"מ 2", organization: "נמל 3", account: "אדה 4 - ברנדט", scope: "לקרוא 5 שיחות!", reason: "רואה 6 מספרים." };
const ARABIC = { client: "سجل (1)", publisher: "شركة 2", organization: "ميناء 3", account: "آدا 4 - برانت", scope: "قراءة 5 محادثات!", reason: "يرى 6 أرقام." };

function names(request, words) {
  request.client.name = words.client;
  request.client.publisher = { name: words.publisher, verified: true };
  request.organization.name = words.organization;
  Object.assign(request.user, { name: words.account, email: words.account });
  request.redirect = { kind: "web", host: "crm.partner.example:8443" };
  request.reason = "newApplication";
  for (const scope of request.scopes) {
    Object.assign(scope, { title: words.scope, description: words.scope, riskReason: words.reason, risk: "high", known: true });
  }
}

/** Where each text is found, and what of that is not kept apart from the words around it (UAX 9). */
const mixed = (page, texts) =>
  page.evaluate((texts) => {
    const [FSI, PDI] = ["\u2068", "\u2069"];
    const found = [];
    const faults = [];
    const look = (where, value, isAlone) => {
      for (const text of texts) {
        for (let at = value.indexOf(text); at >= 0; at = value.indexOf(text, at + text.length)) {
          found.push(text);
          const isIsolated = value[at - 1] === FSI && value[at + text.length] === PDI;
          if (!isIsolated && !isAlone(text)) faults.push(`${where}: ${value}`);
        }
      }
    };
    look("title", document.title, () => false);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { data, parentElement } = walker.currentNode;
      if (parentElement.closest("script")) continue;
      look(parentElement.outerHTML, data, (text) => parentElement.closest("bdi")?.textContent === text);
    }
    for (const one of document.querySelectorAll("main, main *")) {
      for (const { name, value } of one.attributes) look(`${one.localName}[${name}]`, value, (text) => value === text);
    }
    return { found: [...new Set(found)].toSorted(), faults };
  }, texts);

for (const [language, words] of [["Hebrew", HEBREW], ["Arabic", ARABIC]]) {
  test(`${language} names are kept apart from the words around them, and the host stays whole`, async ({ page, crm, signIn }) => {
    const screen = await shown({ page, crm, signIn }, (request) => names(request, words));
    await expect(screen.allow).toBeVisible();
    const { found, faults } = await mixed(page, Object.values(words));
    expect(found, "all of them are on screen").toEqual(Object.values(words).toSorted());
    expect(faults).toEqual([]);
    const host = page.locator("main footer bdi").getByText("crm.partner.example:8443", { exact: true });
    await expect(host).toBeInViewport({ ratio: 1 });
  });

  test(`${language} names are kept apart for who asks an administrator, and after the decision`, async ({ page, crm, signIn }) => {
    const screen = await shown({ page, crm, signIn }, (request) => names(request, words), "agent");
    await expect(screen.ask).toBeVisible();
    const { client, publisher, organization, account } = words;
    const asked = await mixed(page, Object.values(words));
    expect(asked.found).toEqual(Object.values(words).toSorted());
    expect(asked.faults).toEqual([]);
    await expect(page.getByRole("button", { name: t("foot.back", { place: "crm.partner.example:8443" }), exact: true })).toBeVisible();

    await page.unrouteAll();
    await told(page, (request) => {
      names(request, words);
      request.state = "denied";
    });
    await page.reload();
    await expect(screen.heading).toHaveText(t("end.title"));
    const ended = await mixed(page, [client, publisher, organization, account]);
    expect(ended.found).toEqual([client, organization].toSorted());
    expect(ended.faults).toEqual([]);
  });
}

test("a host is never cut: its end says whose it is", async ({ page, crm, signIn }) => {
  const host = `${"accounts.harbourline.example.".repeat(8)}evil.example`;
  await shown({ page, crm, signIn }, (request) => void (request.redirect = { kind: "web", host }));
  await expect(page.locator("main footer bdi").getByText(host, { exact: true })).toBeVisible();
  for (const width of [400, 320]) {
    await page.setViewportSize({ width, height: 640 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth), `at ${width}`).toBeLessThanOrEqual(width);
  }
});

const LONG = `${"Wallboard ".repeat(70)}by Evil Corporation`;

for (const [what, change] of [
  ["an application", (request) => void (request.client.name = LONG)],
  ["a publisher", (request) => void (request.client.publisher = { name: LONG, verified: false })],
  ["an organization", (request) => void (request.organization.name = LONG)],
  ["an account", (request) => void (request.user.email = LONG)],
  ["a client ID", (request) => void (request.client.id = LONG)],
  ["a sentence about a scope", (request) => void (request.scopes[0].description = LONG)],
  ["a title of a scope without a sentence", (request) => void Object.assign(request.scopes[0], { description: null, title: LONG })],
  ["an unknown scope", (request) => void Object.assign(request.scopes[0], { known: false, id: LONG })],
  ["the reason of a high risk", (request) => void Object.assign(request.scopes[0], { risk: "high", riskReason: LONG })],
  ["the reason of a medium risk", (request) => void Object.assign(request.scopes[0], { risk: "medium", riskReason: LONG })],
]) {
  test(`the whole of ${what} that is cut is within reach of the keyboard`, async ({ page, crm, signIn }) => {
    const screen = await shown({ page, crm, signIn }, change);
    await expect(screen.allow).toBeVisible();
    await expect(page.getByText(/by Evil Corporation$/).filter({ visible: true }), "it is cut").toHaveCount(0);
    const whole = page.locator("main details").filter({ hasText: /by Evil Corporation$/ });
    await expect(whole).toHaveCount(1);
    await whole.locator("summary").press("Enter");
    await expect(whole.getByText(LONG, { exact: true })).toBeVisible();
  });
}

test("the reason of a medium risk shows what nobody sees, and is cut", async ({ page, crm, signIn }) => {
  const reason = `It reads\u202E nothing\u200B${"!".repeat(1_000)}`;
  await shown({ page, crm, signIn }, (request) => void Object.assign(request.scopes[0], { risk: "medium", riskReason: reason }));
  const mark = page.locator(".mark--medium").first();
  await expect(mark).toHaveAttribute("title", /^It reads� nothing�!+…$/);
  expect((await mark.getAttribute("title")).length).toBeLessThanOrEqual(300);
});

test("a picture that a client names by its own address is not fetched", async ({ page, crm, signIn }) => {
  const fetched = [];
  page.on("request", (request) => new URL(request.url()).host === "evil.example" && fetched.push(request.url()));
  const addresses = { logoUri: "https://evil.example/x.png", homepageUri: "https://evil.example/", iconUri: "https://evil.example/x.png" };
  const screen = await shown({ page, crm, signIn }, (request) => void Object.assign(request.client, addresses));
  await expect(screen.allow).toBeVisible();
  expect(await page.locator("#consent-request").textContent(), "the picture is named").toContain("https://evil.example/x.png");
  await expect(page.locator("img, picture, object, embed, [style*=evil]")).toHaveCount(0);
  expect(await screen.main.innerHTML()).not.toContain("evil.example");
  expect(fetched).toEqual([]);
});
