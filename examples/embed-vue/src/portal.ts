// A portal of Vue: its own router, and the pages as one of its places.
import { createApp, h } from "vue";
import { createRouter, createWebHistory } from "vue-router";
import Portal from "./Portal.vue";
import Applications from "./Applications.vue";
import "./portal.css";

const routes = [
  { path: "/", component: { render: () => h("h1", "Reports") } },
  { path: "/applications", component: Applications },
];
createApp(Portal).use(createRouter({ history: createWebHistory(), routes })).mount("#portal");
