//! The web: one router, one list of routes, one way in and one way out.
//!
//! A handler is short: it reads what was sent, calls a use case, and shows a page or leads on. It holds no HTML, no
//! query and no decision about who may do what.

mod action_plans;
mod area;
pub mod assets;
mod calendars;
mod concerns;
pub mod ctx;
mod cycles;
mod demonstration;
mod discussions;
mod evidence;
pub mod form;
mod frameworks;
pub mod health;
mod home;
mod messages;
mod notebook;
pub mod page;
mod pairing;
mod partnerships;
mod people;
mod register;
mod reports;
mod reviews;
mod schools;
mod security;
mod self_reviews;
mod sign_in;
mod timetables;
mod visits;

use crate::state::App;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::routing::MethodRouter;
use tower_http::compression::CompressionLayer;

/// Method and path pattern of one route.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct RouteName {
    /// `GET` or `POST`.
    pub method: &'static str,
    /// Path with `{name}` for each part that varies.
    pub path: &'static str,
}

/// Collects routes and, beside them, their names: the tests try each name as each role.
#[derive(Default)]
pub struct Routes {
    router: Router<App>,
    names: Vec<RouteName>,
}

impl Routes {
    /// Answers GET.
    #[must_use]
    pub fn get<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("GET", path, axum::routing::get(handler))
    }

    /// Answers POST.
    #[must_use]
    pub fn post<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        self.add("POST", path, axum::routing::post(handler))
    }

    /// Answers POST with a file of up to `limit` bytes.
    #[must_use]
    pub fn post_file<H, T>(self, path: &'static str, limit: usize, handler: H) -> Self
    where
        H: Handler<T, App>,
        T: 'static,
    {
        let route = axum::routing::post(handler).layer(DefaultBodyLimit::max(limit));
        self.add("POST", path, route)
    }

    fn add(mut self, method: &'static str, path: &'static str, route: MethodRouter<App>) -> Self {
        self.names.push(RouteName { method, path });
        Self {
            router: self.router.route(path, route),
            names: self.names,
        }
    }

    /// Adds the routes of an area.
    #[must_use]
    pub fn with(self, area: fn(Self) -> Self) -> Self {
        area(self)
    }
}

/// Every route of the website, one area a line.
fn routes() -> Routes {
    Routes::default()
        .with(action_plans::routes)
        .with(area::routes)
        .with(calendars::routes)
        .with(concerns::routes)
        .with(cycles::routes)
        .with(demonstration::routes)
        .with(discussions::routes)
        .with(evidence::routes)
        .with(frameworks::routes)
        .with(health::routes)
        .with(home::routes)
        .with(messages::routes)
        .with(notebook::routes)
        .with(pairing::routes)
        .with(partnerships::routes)
        .with(people::routes)
        .with(register::routes)
        .with(reports::routes)
        .with(reviews::routes)
        .with(schools::routes)
        .with(self_reviews::routes)
        .with(sign_in::routes)
        .with(timetables::routes)
        .with(visits::routes)
}

/// Names of all routes.
pub fn route_names() -> Vec<RouteName> {
    routes().names
}

/// The whole website.
pub fn router(app: App) -> Router {
    let assets = Router::new()
        .route("/assets/{*file}", axum::routing::get(assets::show))
        .route("/sw.js", axum::routing::get(assets::worker));
    let site = routes()
        .router
        .fallback(|| async { crate::error::Error::NotFound })
        .layer(DefaultBodyLimit::max(form::FORM_LIMIT))
        .layer(security::catch_panics())
        .merge(assets)
        .layer(security::same_origin_only())
        .layer(axum::middleware::from_fn_with_state(
            app.clone(),
            ctx::attach,
        ))
        .layer(CompressionLayer::new())
        .layer(axum::middleware::from_fn_with_state(
            app.clone(),
            security::headers,
        ));
    site.with_state(app)
}
