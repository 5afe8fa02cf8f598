// When the consent screen can be used, on this machine and over a slow line with a slow processor,
// and when the form of the sign-in page can, which needs no program.
import { RUNS, median, signedIn, slowDown, span } from "./measure.mjs";

const AUTHORIZE = new URLSearchParams({
  response_type: "code",
  client_id: "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d01",
  redirect_uri: "http://127.0.0.1:8090/callback",
  code_challenge: "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
  code_challenge_method: "S256",
});

const SETTINGS = [
  { where: "cold", target: 350 },
  { where: "slow line", target: 1500, isSlow: true },
];

/** In the page: when a button of this name is painted and enabled. */
const watch = (name) => {
  const usable = () =>
    [...document.querySelectorAll("button")].some((one) => one.textContent.trim() === name && !one.disabled);
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  window.usable = (async () => {
    while (!usable()) await frame();
    await frame();
    return performance.now();
  })();
};

async function measure(context, address, button, setting) {
  const page = await context.newPage();
  if (setting.isSlow) await slowDown(context, page);
  await page.addInitScript(watch, button);
  await page.goto(address, { waitUntil: "commit" });
  const time = await page.evaluate(() => window.usable);
  await page.close();
  return time;
}

/** Lines to print. */
export async function measureConsent(browser, url) {
  const lines = [];
  for (const setting of SETTINGS) {
    const taken = { ours: [], form: [] };
    for (let run = 0; run < RUNS; run += 1) {
      const context = await signedIn(browser, url);
      const asked = await context.request.get(`${url}/oauth/authorize?${AUTHORIZE}`, { maxRedirects: 0 });
      taken.ours.push(await measure(context, url + asked.headers().location, "Allow", setting));
      await context.close();
      const nobody = await browser.newContext({ locale: "en-US" });
      taken.form.push(await measure(nobody, `${url}/login`, "Sign in", setting));
      await nobody.close();
    }
    const ratio = (median(taken.ours) / median(taken.form)).toFixed(1);
    lines.push(
      `consent screen usable, ${setting.where}: ${span(taken.ours)} (target ${setting.target} ms); ` +
        `sign-in form ${span(taken.form)}, ratio ${ratio}`,
    );
  }
  return lines;
}
