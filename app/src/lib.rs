//! What people see: the frame of a page, GOV.UK-style components, pages, and the islands that reach
//! the browser.
//!
//! Pages and components exist on the server only (feature `ssr`) and render from plain values. They
//! know no database, no session and no HTTP request, and they decide nothing.

pub mod islands;

#[cfg(feature = "ssr")]
pub mod components;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod render;
#[cfg(feature = "ssr")]
pub mod shell;

#[cfg(feature = "ssr")]
pub use render::render;

/// Prepares the browser for the islands of a page. `start.js` calls it once, before it wakes them.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
