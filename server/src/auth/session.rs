//! The session cookie. Its secret is random; the database holds its hash, so a stolen database signs nobody in.

use crate::error::Error;
use crate::http::ctx::SignedIn;
use crate::state::{App, Settings, hash_secret, new_secret};
use axum::http::HeaderMap;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use chrono::{DateTime, Duration, NaiveDate, Utc};
use domain::ids::PersonId;
use domain::people::Actor;
use store::Write;

/// How long a session lasts.
pub const LASTS: Duration = Duration::hours(12);

/// `__Host-` binds the cookie to this host and to HTTPS; browsers refuse that name over plain HTTP.
fn cookie_name(settings: &Settings) -> &'static str {
    if settings.is_https() {
        "__Host-quintet"
    } else {
        "quintet"
    }
}

/// Begins a session in `write` and returns the cookie for it.
pub fn begin(write: &mut Write, settings: &Settings, person: &PersonId) -> Cookie<'static> {
    let secret = new_secret();
    let now = write.meta().now;
    write.push(store::sessions::create_session(
        &hash_secret(&secret),
        person,
        now,
        now + LASTS,
    ));
    // Lax, not Strict: a link in an e-mail must find its reader signed in.
    Cookie::build((cookie_name(settings), secret))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.is_https())
        .build()
}

/// The cookie that takes the session's place when it ends.
pub fn ended(settings: &Settings) -> Cookie<'static> {
    let mut cookie = Cookie::build((cookie_name(settings), ""))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(settings.is_https())
        .build();
    cookie.make_removal();
    cookie
}

/// Who is signed in, by the cookie, with the roles that count today; one query, and none without a cookie.
pub async fn find_signed_in(
    app: &App,
    headers: &HeaderMap,
    now: DateTime<Utc>,
    today: NaiveDate,
) -> Result<Option<SignedIn>, Error> {
    let jar = CookieJar::from_headers(headers);
    let Some(cookie) = jar.get(cookie_name(&app.settings)) else {
        return Ok(None);
    };
    let session = hash_secret(cookie.value());
    let found = app.store.find_by_session(&session, now).await?;
    Ok(found.map(|(person, roles)| SignedIn {
        actor: Actor::new(person.id, &roles, today),
        name: person.name,
        reviewer: person.reviewer,
        session,
    }))
}
