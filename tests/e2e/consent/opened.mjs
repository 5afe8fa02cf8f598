// The screen as the tests of what goes wrong open it, and what they look at.
import { CONSENT, refocus, stopClock } from "../support/consent.mjs";
import { CLIENT, consentWords } from "../support/fixtures.mjs";
import { Screen, expect } from "./scenes.mjs";

const t = consentWords("en");

/** The screen of Partner CRM, half a second after it came. */
export async function opened({ page, crm, signIn }, name = "admin", { hasStream = name === "agent" } = {}) {
  await stopClock(page);
  await signIn(name);
  // Whoever waits for an administrator is told at once by the stream, and asks.
  const told = hasStream && page.waitForResponse(CONSENT);
  await crm.asks();
  const screen = new Screen(page, t);
  await expect(screen.heading).toBeVisible();
  await page.clock.runFor(500);
  await told;
  return screen;
}

/** The heading gets the focus in the next turn of the page's clock. */
export async function expectHeadingFocused(screen) {
  await screen.page.clock.runFor(1);
  await expect(screen.heading).toBeFocused();
}

export const idOf = (page) => new URL(page.url()).searchParams.get("request");
export const stateOf = async (api) => (await api.authorization(CLIENT.partnerCrm)).state;
export const consentOf = async (api, id) => (await api.get(`/oauth/consents/${id}`)).body.state;

/** Lets the time of the page go on until what is asked for holds. */
export const pass = (page, check) =>
  expect(async () => {
    await page.clock.runFor(1_000);
    await check();
  }).toPass({ timeout: 15_000, intervals: [50] });

/** Comes back to the window, which is not fresh any more, until what is asked for holds. */
export const looks = (page, check) =>
  expect(async () => {
    await page.clock.runFor(2_000);
    await refocus(page);
    await check();
  }).toPass({ timeout: 15_000 });
