//! The files for browsers: stylesheet, icon, the islands' script, and the script that opens the notebook offline. Embedded in an optimised build, read from
//! `target/site` in an unoptimised one.

use crate::error::Error;
use axum::extract::Path;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "../target/site"]
struct Site;

/// Changes when any of the files does; stands behind their addresses, so that browsers keep them.
pub fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let mut hash = Sha256::new();
        for name in Site::iter() {
            if let Some(file) = Site::get(&name) {
                hash.update(file.metadata.sha256_hash());
            }
        }
        hex::encode(&hash.finalize()[..6])
    });
    &VERSION
}

/// True when the stylesheet is there; the program says so at start when it is not.
pub fn are_built() -> bool {
    Site::get("app.css").is_some()
}

/// GET /assets/{*file}
pub async fn show(Path(file): Path<String>) -> Result<Response, Error> {
    let asset = Site::get(&file).ok_or(Error::NotFound)?;
    let kind = match file.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    Ok((
        [
            (header::CONTENT_TYPE, kind),
            (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        ],
        asset.data,
    )
        .into_response())
}

/// GET /sw.js: the service worker of the notebook. At the root, since a worker answers for the folder that it stands in;
/// asked for anew each time, so that a browser never keeps an old one.
pub async fn worker() -> Result<Response, Error> {
    let script = Site::get("sw.js").ok_or(Error::NotFound)?;
    Ok((
        [
            (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
            (header::CACHE_CONTROL, "no-cache"),
        ],
        script.data,
    )
        .into_response())
}
