// What is published: the files of the tarball, and what a project has that installs it.
import { LANGUAGES, expect, test as base, words } from "./host.mjs";
import { freshProject } from "./project.mjs";
import { row } from "./walk.mjs";

const test = base.extend({
  project: [
    async ({}, use) => {
      const project = await freshProject();
      await use(project);
      project.remove();
    },
    { scope: "worker" },
  ],

  hostOptions: async ({ project }, use) => use({ site: project.site }),
});

// One project for all.
test.describe.configure({ mode: "default" });

test("the tarball has what is meant to be in it and nothing else", ({ project }) => {
  const catalogues = ["pages", "consent", "start"];
  expect(project.files.toSorted()).toEqual(
    [
      "LICENSE-APACHE",
      "LICENSE-MIT",
      "README.md",
      "dist/auto.d.ts",
      "dist/auto.js",
      "dist/consent-style.js",
      "dist/consent.js",
      "dist/consent_bg.wasm",
      "dist/custom-elements.json",
      "dist/index.d.ts",
      "dist/index.js",
      "dist/locales/languages.json",
      ...LANGUAGES.flatMap(({ tag }) => catalogues.map((name) => `dist/locales/${tag}/${name}.json`)),
      "dist/pages.js",
      "dist/pages_bg.wasm",
      "dist/pages_rest.wasm",
      "dist/rest.js",
      "dist/style.js",
      "dist/words.js",
      "package.json",
    ].toSorted(),
  );
});

test("built by Vite without a word of configuration it shows the list; what was set before it was defined counts", async ({ page, project, open, host }) => {
  const warned = await project.build(
    "list",
    `const pages = document.createElement("authorized-applications");
    pages.setAttribute("api-base", document.documentElement.dataset.api);
    pages.getAccessToken = async (reason) => (await (await fetch("/token?reason=" + reason)).json()).access_token;
    document.body.append(pages);
    import("countersign/auto");`,
  );
  expect(warned).toEqual([]);
  await open("/list/index.html");
  await expect(row(page, "Wallboard")).toBeVisible({ timeout: 20_000 });
  expect(host.asked).toEqual(["request"]);
});

test("Vite's development server serves program and French of the installed package", async ({ page, project }) => {
  const server = await project.develop(
    "develop",
    `import "countersign/auto";
    const pages = document.createElement("authorized-applications");
    pages.setAttribute("locale", "fr");
    pages.fetch = async () => new Response("{}", { status: 404 });
    document.body.append(pages);`,
  );
  await page.goto(server.url);
  await expect(page.getByText(words("fr")("access.unavailable"))).toBeVisible({ timeout: 20_000 });
  await page.close();
  await server.stop();
});

for (const [name, script, isDefined] of [
  ["auto", `import "countersign/auto";`, true],
  ["imported", `import { define } from "countersign"; globalThis.later = define;`, false],
  ["called", `import { define } from "countersign"; define();`, true],
]) {
  test(`a build of ${script} ${isDefined ? "registers the element" : "registers nothing"}`, async ({ page, project, open }) => {
    await project.build(name, `${script} globalThis.hasRun = true;`);
    await open(`/${name}/index.html`);
    await expect.poll(() => page.evaluate(() => globalThis.hasRun)).toBe(true);
    expect(await page.evaluate(() => customElements.get("authorized-applications") !== undefined)).toBe(isDefined);
  });
}

test("its types hold without React", ({ project }) => {
  const script = `import { define, type AuthorizedApplications } from "countersign";
    import "countersign/auto";
    define({ applications: "portal-applications" });
    const pages: AuthorizedApplications = document.createElement("authorized-applications");
    pages.getAccessToken = async (reason) => (reason === "unauthorized" ? "another" : "one");
    pages.addEventListener("cs-authorized", ({ detail }) => detail.clientId.length);`;
  const wrong = `${script} pages.addEventListener("cs-authorized", ({ detail }) => detail.route);`;
  const said = project.check({ right: script, wrong });
  expect(said.right).toBe("");
  expect(said.wrong).toContain("'route' does not exist");
});
