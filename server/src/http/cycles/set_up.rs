//! The form of a cycle.

use super::{HOME, LIST, editable, href};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Form;
use crate::http::page::{moment, page_with, see_other};
use crate::state::{App, new_secret};
use crate::usecases::{cycles as uc, partnerships};
use ::app::pages::cycles as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::concerns::Told;
use domain::cycles::accepted_words;
use domain::forms::{FieldErrors, RawForm, set_date};
use domain::ids::PartnershipId;
use domain::policy::{self, act};
use domain::states::CycleState;
use domain::visibility::Audience;
use leptos::prelude::*;
use std::collections::BTreeSet;
use store::cycles::Cycle;

/// The pages above the form, beside Home and the partnerships.
struct Place {
    title: &'static str,
    parent: (String, String),
}

/// GET /partnerships/{id}/cycles/new
pub(super) async fn new(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let (id, place) = partnership(&app, &user, &id).await?;
    let choices = uc::list_choices(&app, &user, &id).await?;
    let mut form = RawForm::default();
    form.set("form_key", new_secret());
    // Taken for granted until changed: every school of today, the newest framework, the narrowest policy.
    for school in choices
        .schools
        .iter()
        .filter(|s| s.is_member_on(user.today))
    {
        form.add("schools", school.school.to_string());
    }
    if let [only] = choices.frameworks.as_slice() {
        form.set("framework", only.id.to_string());
    }
    form.set("levels", "on");
    form.set("quality", "off");
    form.add("told", Told::Coordinator.as_str());
    let choices = form_choices(&form, choices, false);
    Ok(edit_page(
        &app,
        &user,
        StatusCode::OK,
        &place,
        form,
        FieldErrors::new(),
        Some(choices),
        None,
    ))
}

/// The partnership, when the person may set up a cycle in it.
async fn partnership(app: &App, user: &User, id: &str) -> Result<(PartnershipId, Place), Error> {
    let id: PartnershipId = id.parse()?;
    let found = partnerships::find(app, user, &id).await?;
    policy::partnership::<act::CreateCycle>(&user.actor, &found.facts(user.today))?;
    let parent = (found.name, format!("/partnerships/{id}"));
    Ok((
        id,
        Place {
            title: "Set up a cycle",
            parent,
        },
    ))
}

/// POST /partnerships/{id}/cycles/new
pub(super) async fn create(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, place) = partnership(&app, &user, &id).await?;
    let (status, errors) = if form.has("preview") {
        (StatusCode::OK, FieldErrors::new())
    } else {
        match uc::create(&app, &user, &id, &form).await {
            Ok(cycle) => return Ok(see_other(format!("/cycles/{cycle}"))),
            Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
            Err(e) => return Err(e),
        }
    };
    let choices = form_choices(
        &form,
        uc::list_choices(&app, &user, &id).await?,
        form.has("preview"),
    );
    Ok(edit_page(
        &app,
        &user,
        status,
        &place,
        form,
        errors,
        Some(choices),
        None,
    ))
}

fn form_choices(form: &RawForm, choices: uc::Choices, words_asked: bool) -> pages::FormChoices {
    let ticked = form
        .all("audiences")
        .into_iter()
        .filter_map(|a| a.parse().ok())
        .collect();
    pages::FormChoices {
        frameworks: choices
            .frameworks
            .into_iter()
            .map(|f| {
                (
                    f.id.to_string(),
                    format!("{}, version {}", f.title, f.number),
                )
            })
            .collect(),
        schools: choices.schools,
        words: agreed_words(form, &ticked),
        words_asked,
    }
}

/// The words that each school accepts for what is ticked.
fn agreed_words(form: &RawForm, audiences: &BTreeSet<Audience>) -> Vec<String> {
    let told = form.all("told").into_iter().filter_map(|t| t.parse().ok());
    let told: BTreeSet<Told> = told.collect();
    accepted_words(audiences, form.get("quality") == "on", &told)
}

/// The choices of a draft; none after the launch.
async fn choices_of(
    app: &App,
    user: &User,
    cycle: &Cycle,
    form: &RawForm,
) -> Result<Option<pages::FormChoices>, Error> {
    if cycle.facts.state != CycleState::Draft {
        return Ok(None);
    }
    let choices = uc::list_choices(app, user, &cycle.facts.partnership).await?;
    Ok(Some(form_choices(form, choices, form.has("preview"))))
}

fn place_of(cycle: &Cycle) -> Place {
    Place {
        title: "Change the cycle",
        parent: (cycle.name.clone(), href(cycle)),
    }
}

/// GET /cycles/{id}/edit
pub(super) async fn edit(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = editable(&app, &user, &id).await?;
    let form = filled(&found);
    let choices = choices_of(&app, &user, &found, &form).await?;
    Ok(edit_page(
        &app,
        &user,
        StatusCode::OK,
        &place_of(&found),
        form,
        FieldErrors::new(),
        choices,
        None,
    ))
}

/// The form as the record has it.
fn filled(cycle: &Cycle) -> RawForm {
    let mut form = RawForm::default();
    form.set("name", cycle.name.clone());
    for (field, day) in [
        ("starts_on", cycle.dates.starts_on),
        ("visits_from", cycle.dates.visits_from),
        ("visits_until", cycle.dates.visits_until),
        ("ends_on", cycle.dates.ends_on),
    ] {
        set_date(&mut form, field, Some(day));
    }
    form.set("closed_days", cycle.closed_days.clone());
    form.set("version", cycle.facts.version.to_string());
    form.set("form_key", new_secret());
    if cycle.facts.state == CycleState::Draft {
        form.set("framework", cycle.framework.to_string());
        form.set("levels", if cycle.levels { "on" } else { "off" });
        form.set("quality", if cycle.quality { "on" } else { "off" });
        for told in &cycle.told {
            form.add("told", told.as_str());
        }
        if cycle.own_levels_first {
            form.set("own_levels_first", "yes");
        }
        form.set("terms", cycle.terms.clone());
        for school in &cycle.facts.schools {
            form.add("schools", school.to_string());
        }
        for audience in &cycle.audiences {
            form.add("audiences", audience.as_str());
        }
    }
    form
}

/// POST /cycles/{id}/edit
pub(super) async fn save(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let mut found = editable(&app, &user, &id).await?;
    let (mut status, mut errors, mut other) = (StatusCode::OK, FieldErrors::new(), None);
    if !form.has("preview") {
        match uc::edit(&app, &user, &found.facts.id, &form).await {
            Ok(()) => return Ok(see_other(href(&found))),
            Err(Error::Invalid(e)) => {
                status = StatusCode::UNPROCESSABLE_ENTITY;
                errors = e;
            }
            Err(Error::Conflict) => {
                // Both texts are shown; saving again means choosing this one, so the form carries the newer version.
                found = editable(&app, &user, &id).await?;
                form.set("version", found.facts.version.to_string());
                form.set("form_key", new_secret());
                status = StatusCode::CONFLICT;
                other = Some(pages::Other {
                    terms: found.terms.clone(),
                    closed_days: found.closed_days.clone(),
                    saved_by: found
                        .saved
                        .as_ref()
                        .map(|s| s.0.clone())
                        .unwrap_or_else(|| "Somebody".into()),
                    saved_at: found
                        .saved
                        .as_ref()
                        .map(|s| moment(s.1))
                        .unwrap_or_default(),
                });
            }
            Err(e) => return Err(e),
        }
    }
    let choices = choices_of(&app, &user, &found, &form).await?;
    Ok(edit_page(
        &app,
        &user,
        status,
        &place_of(&found),
        form,
        errors,
        choices,
        other,
    ))
}

#[allow(clippy::too_many_arguments)]
fn edit_page(
    app: &App,
    user: &User,
    status: StatusCode,
    place: &Place,
    form: RawForm,
    errors: FieldErrors,
    choices: Option<pages::FormChoices>,
    other: Option<pages::Other>,
) -> Response {
    let (name, back) = place.parent.clone();
    let trail = [HOME, LIST, (name.as_str(), back.as_str())];
    let title = place.title.to_owned();
    page_with(app, &user.ctx, status, place.title, &trail, || {
        view! { <pages::Edit title form errors choices other back=back.clone()/> }
    })
}
