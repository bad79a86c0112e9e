//! The milestones of a cycle.

use super::{HOME, LIST, editable, href};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::Form;
use crate::http::page::{moment, page_with, see_other};
use crate::state::{App, new_secret};
use crate::usecases::cycles as uc;
use ::app::pages::cycles as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::calendar::format_closed_days;
use domain::forms::{FieldErrors, RawForm};
use domain::milestones::MilestoneKey;
use leptos::prelude::*;
use store::cycles::Cycle;

/// GET /cycles/{id}/milestones
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = editable(&app, &user, &id).await?;
    let plan = found.plan();
    let mut form = RawForm::default();
    for key in MilestoneKey::ALL {
        form.set(key.as_str(), plan.offset(key).to_string());
    }
    form.set("version", found.facts.version.to_string());
    form.set("form_key", new_secret());
    Ok(milestones_page(
        &app,
        &user,
        StatusCode::OK,
        &found,
        form,
        FieldErrors::new(),
        None,
    ))
}

/// POST /cycles/{id}/milestones
pub(super) async fn save(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let found = editable(&app, &user, &id).await?;
    if form.has("preview") {
        let (status, errors) = match uc::plan_from(&form) {
            Ok(_) => (StatusCode::OK, FieldErrors::new()),
            Err(errors) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        };
        return Ok(milestones_page(
            &app, &user, status, &found, form, errors, None,
        ));
    }
    match uc::set_milestones(&app, &user, &found.facts.id, &form).await {
        Ok(()) => Ok(see_other(href(&found))),
        Err(Error::Invalid(errors)) => Ok(milestones_page(
            &app,
            &user,
            StatusCode::UNPROCESSABLE_ENTITY,
            &found,
            form,
            errors,
            None,
        )),
        Err(Error::Conflict) => {
            let found = editable(&app, &user, &id).await?;
            form.set("version", found.facts.version.to_string());
            form.set("form_key", new_secret());
            let other = found.saved.as_ref().map_or_else(
                || ("Somebody".to_owned(), String::new()),
                |(who, when)| (who.clone(), moment(*when)),
            );
            Ok(milestones_page(
                &app,
                &user,
                StatusCode::CONFLICT,
                &found,
                form,
                FieldErrors::new(),
                Some(other),
            ))
        }
        Err(e) => Err(e),
    }
}

fn milestones_page(
    app: &App,
    user: &User,
    status: StatusCode,
    cycle: &Cycle,
    form: RawForm,
    errors: FieldErrors,
    other: Option<(String, String)>,
) -> Response {
    let calendar = cycle.calendar();
    let visit = cycle.dates.visits_from;
    let dates = uc::plan_from(&form)
        .ok()
        .map(|plan| plan.dates(&calendar, visit));
    let rows = MilestoneKey::ALL
        .into_iter()
        .map(|key| pages::Row {
            field: key.as_str(),
            name: pages::milestone_name(key),
            date: dates.as_ref().and_then(|d| d.get(key)),
            visit: key == MilestoneKey::Visit,
        })
        .collect();
    let mut notes = Vec::new();
    if !calendar.is_working(visit) {
        let why = calendar
            .bank_holiday(visit)
            .map(str::to_owned)
            .or_else(|| {
                calendar
                    .closed_days_on(visit)
                    .map(|d| format_closed_days(std::slice::from_ref(d)))
            })
            .unwrap_or_else(|| "a weekend".to_owned());
        notes.push(format!(
            "{} is not a working day ({why}).",
            pages::long_day(visit)
        ));
    }
    let all_known = dates
        .as_ref()
        .is_none_or(|d| d.iter().all(|(_, day)| calendar.knows_bank_holidays(day)));
    if !all_known {
        notes.push(
            "The bank holidays of some of these years are not known yet, so later dates may move."
                .to_owned(),
        );
    }
    let back = href(cycle);
    let trail = [HOME, LIST, (cycle.name.as_str(), back.as_str())];
    let name = cycle.name.clone();
    page_with(app, &user.ctx, status, "Milestones", &trail, || {
        view! { <pages::Milestones cycle=name visit rows form errors other notes back=back.clone()/> }
    })
}
