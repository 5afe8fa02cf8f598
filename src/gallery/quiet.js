// There is no server behind the gallery: who listens to one hears nothing.
globalThis.EventSource = class extends EventTarget {
  close() {}
};
