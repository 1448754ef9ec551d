/** Layout and media APIs that jsdom does not have; they answer like a wide, still, light screen. */
class NoObserver {
  observe() {}
  unobserve() {}
  disconnect() {}
  takeRecords() {
    return [];
  }
}

function mediaQuery(media) {
  return { media, matches: false, onchange: null, addEventListener() {}, removeEventListener() {}, dispatchEvent: () => true };
}

window.matchMedia ??= mediaQuery;
window.ResizeObserver ??= NoObserver;
window.IntersectionObserver ??= NoObserver;
Element.prototype.scrollIntoView ??= function scrollIntoView() {};
Element.prototype.scrollTo ??= function scrollTo() {};
Element.prototype.hasPointerCapture ??= () => false;
Element.prototype.releasePointerCapture ??= function releasePointerCapture() {};
Element.prototype.setPointerCapture ??= function setPointerCapture() {};
