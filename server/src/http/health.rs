//! For whoever watches the server: is it alive, and can it do its work?

use super::Routes;
use crate::state::App;
use axum::extract::State;
use axum::http::StatusCode;

pub(super) fn routes(routes: Routes) -> Routes {
    routes.get("/healthz", alive).get("/readyz", ready)
}

/// GET /healthz: the process answers.
async fn alive() -> &'static str {
    "alive\n"
}

/// GET /readyz: the database is there and every migration has been applied.
async fn ready(State(app): State<App>) -> (StatusCode, String) {
    match app.store.missing_migrations().await {
        Ok(missing) if missing.is_empty() => (StatusCode::OK, "ready\n".into()),
        Ok(missing) => (
            StatusCode::SERVICE_UNAVAILABLE,
            format!("migrations missing: {}\n", missing.join(", ")),
        ),
        Err(e) => {
            tracing::error!(reason = %e, "not ready");
            (
                StatusCode::SERVICE_UNAVAILABLE,
                "the database is not available\n".into(),
            )
        }
    }
}
