//! Signing in by a one-time link, and out again.

use crate::auth::{links, session};
use crate::error::Error;
use crate::http::ctx::{Ctx, User};
use crate::state::{App, hash_secret};
use axum_extra::extract::cookie::Cookie;
use chrono::Duration;
use domain::forms::{RawForm, Reader};
use domain::people::invitation::{EmailAddress, WRONG_ADDRESS};
use store::Write;
use store::sessions::OpenLink;

/// Most links that one person is sent in an hour; who asks more often has one in the post already.
const LINKS_AN_HOUR: u64 = 5;

/// Sends a link to the address in the form, when it is known. What the visitor sees does not tell whether it was.
pub async fn send_link(app: &App, ctx: &Ctx, form: &RawForm) -> Result<(), Error> {
    let mut reader = Reader::new(form);
    let email = reader.line("email", "Enter your e-mail address");
    if !email.is_empty() && email.parse::<EmailAddress>().is_err() {
        reader.error("email", WRONG_ADDRESS);
    }
    let next = links::local_path(form.get("next")).to_owned();
    let email = reader.finish(Some(email))?;
    let Some(person) = app.store.find_person_by_email(&email).await? else {
        return Ok(());
    };
    let since = ctx.now - Duration::hours(1);
    if app.store.count_links_since(&person.id, since).await? >= LINKS_AN_HOUR {
        tracing::info!("a sign-in link was asked for too often");
        return Ok(());
    }
    let mut write = Write::new(&ctx.meta());
    let link = links::create(&mut write, app, &person.id, links::SIGN_IN_LASTS, &next);
    crate::email::queue::sign_in(&mut write, &person, &link)?;
    write.audit(
        "asked for a sign-in link",
        format!("person:{}", person.id),
        "",
    );
    app.store.commit(write).await?;
    app.wake.notify_one();
    Ok(())
}

/// The link behind `secret`, when it can still be used.
pub async fn find_link(app: &App, ctx: &Ctx, secret: &str) -> Result<Option<OpenLink>, Error> {
    Ok(app
        .store
        .find_open_link(&hash_secret(secret), ctx.now)
        .await?)
}

/// Uses the link up and begins a session; none when it was used up in the meantime or has expired.
pub async fn use_link(
    app: &App,
    ctx: &Ctx,
    secret: &str,
) -> Result<Option<(Cookie<'static>, String)>, Error> {
    let hash = hash_secret(secret);
    let Some(link) = app.store.find_open_link(&hash, ctx.now).await? else {
        return Ok(None);
    };
    let mut meta = ctx.meta();
    meta.by = Some(link.person.clone());
    let mut write = Write::new(&meta);
    write.push(store::sessions::use_link(&hash, ctx.now));
    let cookie = session::begin(&mut write, &app.settings, &link.person);
    write.audit("signed in", format!("person:{}", link.person), "");
    match app.store.commit(write).await {
        Ok(()) => Ok(Some((cookie, links::local_path(&link.next).to_owned()))),
        Err(store::Error::Conflict) => Ok(None),
        Err(e) => Err(e.into()),
    }
}

/// Ends this session.
pub async fn sign_out(app: &App, ctx: &Ctx) -> Result<(), Error> {
    let Some(person) = &ctx.person else {
        return Ok(());
    };
    let mut write = Write::new(&ctx.meta());
    write.push(store::sessions::end_session(&person.session));
    write.audit("signed out", format!("person:{}", person.actor.person), "");
    Ok(app.store.commit(write).await?)
}

/// Ends every session of the person, on every device.
pub async fn sign_out_everywhere(app: &App, user: &User) -> Result<(), Error> {
    let mut write = Write::new(&user.meta());
    write.push(store::sessions::end_all_sessions(&user.actor.person));
    write.audit(
        "signed out everywhere",
        format!("person:{}", user.actor.person),
        "",
    );
    Ok(app.store.commit(write).await?)
}
