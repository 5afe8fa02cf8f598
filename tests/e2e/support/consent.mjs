// What people do on the consent screen.
import { expect } from "@playwright/test";

const decides = async (page, name) => {
  const button = page.getByRole("button", { name, exact: true });
  await expect(button).toBeVisible();
  const gone = () => page.isClosed() || !page.url().includes("/consent");
  // A click in the first half second gets an answer and no decision, so that it is done again.
  await expect(async () => {
    if (!gone()) await button.click({ timeout: 1_000 }).catch(() => {});
    await expect.poll(gone, { timeout: 500 }).toBe(true);
  }).toPass();
};

export const allows = (page, words) => decides(page, words.allow);
export const denies = (page, words) => decides(page, words.deny);
