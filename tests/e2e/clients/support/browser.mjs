// What people do with the pages of the sign-in, by roles and labels.
import { expect } from "@playwright/test";
import { PASSWORD } from "../../support/people.mjs";

const ENGLISH = { mail: "Email address", password: "Password", signIn: "Sign in" };

/** Signs in on the sign-in page that is shown. */
export async function signInOn(page, name, words = ENGLISH) {
  await page.getByLabel(words.mail).fill(`${name}@demo.example`);
  await page.getByLabel(words.password).fill(PASSWORD);
  await page.getByRole("button", { name: words.signIn, exact: true }).click();
}

/** Presses *Allow* or *Deny* on the consent page, once it is there. */
export async function decideOn(page, name) {
  const button = page.getByRole("button", { name, exact: true });
  await expect(button).toBeVisible({ timeout: 20_000 });
  const left = () => page.isClosed() || !page.url().includes("/consent");
  // The page takes no click in its first half second, and a popup may be gone before the click returns.
  await expect(async () => {
    if (!left()) await button.click({ timeout: 1_000 }).catch(() => {});
    expect(left()).toBe(true);
  }).toPass({ intervals: [50, 100, 200], timeout: 15_000 });
}

/** Presses what opens a window: the window. */
export async function opens(page, button) {
  const [popup] = await Promise.all([page.waitForEvent("popup"), button.click()]);
  return popup;
}

/** Waits until a window closed itself. */
export async function closes(popup) {
  if (!popup.isClosed()) await popup.waitForEvent("close");
}
