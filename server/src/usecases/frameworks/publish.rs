//! Brings framework files in, publishes them, throws drafts away.

use crate::error::Error;
use crate::http::ctx::User;
use crate::state::{App, new_id};
use chrono::{DateTime, Utc};
use domain::forms::{FieldErrors, RawForm};
use domain::framework::{FIVE_PRINCIPLES, parse};
use domain::ids::{FrameworkId, PersonId};
use domain::policy::{self, act};
use store::frameworks::{self, FrameworkLine};
use store::{Meta, Store, Write};

/// The id of the framework that every database begins with.
pub const FIRST_FRAMEWORK: &str = "five-principles-1";

/// Puts the first framework into a database that has none of its key and version, published. Does nothing the next
/// time, and is safe when two processes start at once.
pub async fn ensure_first_framework(store: &Store, now: DateTime<Utc>) -> Result<(), Error> {
    let framework = parse(FIVE_PRINCIPLES).map_err(|faults| {
        Error::Internal(format!("the first framework has {} faults", faults.len()))
    })?;
    if store
        .find_framework_version(&framework.key, framework.version)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let (operator, id): (PersonId, FrameworkId) = ("operator".parse()?, FIRST_FRAMEWORK.parse()?);
    let permit = policy::operator::site::<act::ManageFrameworks>(&operator);
    let mut write = Write::new(&Meta {
        by: None,
        now,
        request: "start".into(),
    });
    write.push(frameworks::create(
        &permit,
        &id,
        &framework,
        FIVE_PRINCIPLES,
        true,
        now,
    ));
    write.audit(
        "published",
        format!("framework:{id}"),
        "came with the product",
    );
    match store.commit(write).await {
        Err(store::Error::Duplicate(_)) => Ok(()),
        other => Ok(other?),
    }
}

/// Brings a file in as a draft. Every fault of the file is an error of its own, `line-1`, `line-2` and so on, with the
/// line's number in its words; what concerns the whole is the error `text`.
pub async fn import(app: &App, user: &User, form: &RawForm) -> Result<FrameworkId, Error> {
    let permit = policy::site::<act::ManageFrameworks>(&user.actor)?;
    let text = form.get("text");
    if text.trim().is_empty() {
        return Err(FieldErrors::one("text", "Choose a file, or paste its text").into());
    }
    let framework = parse(text).map_err(|faults| {
        let mut errors = FieldErrors::new();
        for (n, fault) in faults.iter().enumerate() {
            errors.add(format!("line-{}", n + 1), fault.to_string());
        }
        Error::Invalid(errors)
    })?;
    if let Some(held) = app
        .store
        .find_framework_version(&framework.key, framework.version)
        .await?
    {
        return Err(already_here(&held).into());
    }
    let id: FrameworkId = new_id();
    let mut write = Write::new(&user.meta());
    write.push(frameworks::create(
        &permit, &id, &framework, text, false, user.now,
    ));
    write.audit(
        "imported",
        format!("framework:{id}"),
        format!("{} {}", framework.key, framework.version),
    );
    write.once(form.get("form_key"), &format!("/frameworks/{id}"));
    match app.store.commit(write).await {
        // Somebody else brought the same version in at the same moment.
        Err(store::Error::Duplicate(_)) => {
            match app
                .store
                .find_framework_version(&framework.key, framework.version)
                .await?
            {
                Some(held) => Err(already_here(&held).into()),
                None => Err(Error::Conflict),
            }
        }
        other => other.map(|()| id).map_err(Error::from),
    }
}

fn already_here(held: &FrameworkLine) -> FieldErrors {
    let number = held.number;
    let words = if held.published_at.is_some() {
        format!(
            "Version {number} of this framework has been published, and a published version never changes. Give the file the next version number and import it again."
        )
    } else {
        format!(
            "There is already a draft of version {number} of this framework. Delete that draft first, or give the file another version number."
        )
    };
    FieldErrors::one("text", words)
}

/// Publishes a draft for good.
pub async fn publish(
    app: &App,
    user: &User,
    id: &FrameworkId,
    form: &RawForm,
) -> Result<(), Error> {
    let permit = policy::site::<act::ManageFrameworks>(&user.actor)?;
    super::find(app, user, id).await?;
    let mut write = Write::new(&user.meta());
    write.push(frameworks::publish(&permit, id, user.now));
    write.audit("published", format!("framework:{id}"), "");
    write.once(form.get("form_key"), &format!("/frameworks/{id}"));
    Ok(app.store.commit(write).await?)
}

/// Throws a draft away.
pub async fn delete_draft(
    app: &App,
    user: &User,
    id: &FrameworkId,
    form: &RawForm,
) -> Result<(), Error> {
    let permit = policy::site::<act::ManageFrameworks>(&user.actor)?;
    let mut write = Write::new(&user.meta());
    write.push(frameworks::delete_draft(&permit, id));
    write.audit("deleted a draft", format!("framework:{id}"), "");
    write.once(form.get("form_key"), "/frameworks");
    match app.store.find_framework(id).await? {
        Some(found) if found.line.published_at.is_some() => Err(Error::Forbidden(
            "A published framework is never deleted: cycles may rest on it.".into(),
        )),
        // Committed even when it is gone, so that a form posted twice leads to where the first one did.
        found => match app.store.commit(write).await {
            Err(store::Error::Conflict) if found.is_none() => Err(Error::NotFound),
            other => Ok(other?),
        },
    }
}
