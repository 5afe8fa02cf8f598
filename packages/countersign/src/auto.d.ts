import "./index.js";
export {};
