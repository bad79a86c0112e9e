//! What a request is: who asks, when, under which reference. Read once, passed on as a value.

use crate::auth::session;
use crate::error::Error;
use crate::state::App;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use chrono::{DateTime, NaiveDate, Utc};
use domain::people::Actor;
use store::Meta;
use tracing::Instrument;

/// One request, or one job.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// The time of the request.
    pub now: DateTime<Utc>,
    /// The civil date in London.
    pub today: NaiveDate,
    /// The reference that stands in the log and on error pages.
    pub request_id: String,
    /// Who is signed in.
    pub person: Option<SignedIn>,
    /// The path, for coming back after signing in and for marking the navigation.
    pub path: String,
}

/// The person behind a session.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The person with the roles that count today.
    pub actor: Actor,
    /// The name, for the header.
    pub name: String,
    /// True when the person is a reviewer.
    pub reviewer: bool,
    /// The stored hash of the session's secret.
    pub session: String,
}

impl Ctx {
    /// For the audit event of a write.
    pub fn meta(&self) -> Meta {
        Meta {
            by: self.person.as_ref().map(|p| p.actor.person.clone()),
            now: self.now,
            request: self.request_id.clone(),
        }
    }
}

/// Reads time and session once and puts the [`Ctx`] into the request.
pub async fn attach(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let now = app.clock.now();
    let request_id: String = crate::state::new_id::<domain::ids::MessageId>().into();
    let path = request
        .uri()
        .path_and_query()
        .map_or_else(|| "/".to_owned(), ToString::to_string);
    let method = request.method().clone();
    let span = tracing::info_span!("request", id = %request_id, %method, path = %loggable(request.uri().path()));
    async move {
        let started = std::time::Instant::now();
        let today = domain::calendar::london_date(now);
        let ctx = match session::find_signed_in(&app, request.headers(), now, today).await {
            Ok(person) => Ctx {
                now,
                today,
                request_id,
                person,
                path,
            },
            Err(e) => {
                let ctx = Ctx {
                    now,
                    today,
                    request_id,
                    person: None,
                    path,
                };
                let response = axum::response::IntoResponse::into_response(e);
                return super::page::dress(&app, &ctx, response);
            }
        };
        request.extensions_mut().insert(ctx.clone());
        let response = next.run(request).await;
        let response = super::page::dress(&app, &ctx, response);
        tracing::info!(
            status = response.status().as_u16(),
            ms = started.elapsed().as_millis() as u64,
            "answered"
        );
        response
    }
    .instrument(span)
    .await
}

/// The path as the log may hold it: who reads the log must not be able to sign in with a link that stands in it, nor
/// to open somebody's private calendar.
fn loggable(path: &str) -> &str {
    const SECRET: [&str; 2] = ["/sign-in/", "/calendar/"];
    SECRET
        .into_iter()
        .find(|prefix| path.starts_with(prefix))
        .unwrap_or(path)
}

impl FromRequestParts<App> for Ctx {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Error> {
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or_else(|| Error::Internal("no request context".into()))
    }
}

/// A request by somebody who is signed in; others are sent to the sign-in page.
#[derive(Debug, Clone)]
pub struct User {
    /// The request.
    pub ctx: Ctx,
    /// Who asks.
    pub actor: Actor,
}

impl std::ops::Deref for User {
    type Target = Ctx;
    fn deref(&self) -> &Ctx {
        &self.ctx
    }
}

impl FromRequestParts<App> for User {
    type Rejection = Error;
    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Error> {
        let ctx = Ctx::from_request_parts(parts, app).await?;
        match &ctx.person {
            Some(person) => {
                let actor = person.actor.clone();
                Ok(Self { ctx, actor })
            }
            None if parts.method == axum::http::Method::GET => Err(Error::SignInFirst(ctx.path)),
            None => Err(Error::SignInFirst("/".into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_never_holds_the_secret_of_a_sign_in_link_or_of_a_private_calendar() {
        assert_eq!(loggable("/sign-in/fTM4QpH3YZXBh3"), "/sign-in/");
        assert_eq!(loggable("/sign-in"), "/sign-in");
        assert_eq!(loggable("/calendar/fTM4QpH3YZXBh3.ics"), "/calendar/");
        assert_eq!(loggable("/reviews/r1/report"), "/reviews/r1/report");
    }
}
