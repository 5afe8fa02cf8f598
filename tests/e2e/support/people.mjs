// Facts of the demo organization and the addresses of its pages.
export const PASSWORD = "countersign-demo";
export const LIST = "/admin/integrations/authorized-applications";
export const CLIENTS = "/admin/integrations/oauth";
export const REQUESTS = `${LIST}/requests`;
export const APPS = "/apps";
export const MINE = "/me/applications";
const DEMO = "0b2f6a51-7c1e-4d55-9a67-1f0f5b1c9d0";

/** Clients of the demo organization that stay the same. */
export const CLIENT = {
  partnerCrm: `${DEMO}1`,
  wallboard: `${DEMO}2`,
  directory: `${DEMO}3`,
  nightlyExport: `${DEMO}4`,
  oldDialer: `${DEMO}5`,
  surveyBot: `${DEMO}6`,
};
