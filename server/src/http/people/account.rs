//! The own account.

use super::super::Routes;
use super::super::ctx::User;
use super::super::form::Form;
use super::super::page::{page, page_with, see_other};
use super::{HOME, again, new_form, profile_view, role_view};
use crate::error::Error;
use crate::state::App;
use crate::usecases::people::account as uc;
use ::app::components::Choice;
use ::app::pages::people::{account as pages, calibration as calibration_pages, reviewer};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::people::reviewer::phases;
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/me", show)
        .get("/me/name", name)
        .post("/me/name", save_name)
        .get("/me/reviewer", profile)
        .post("/me/reviewer", save_profile)
        .get("/me/calibration", calibration)
        .post("/me/calibration", calibrate)
}

const ME: (&str, &str) = ("Your account", "/me");

/// GET /me
async fn show(State(app): State<App>, user: User) -> Result<Response, Error> {
    let (account, roles) = uc::find(&app, &user).await?;
    let roles = roles.iter().map(|l| role_view(l, &user, None)).collect();
    let profile = match account.reviewer {
        true => {
            let form = uc::find_profile(&app, &user).await?;
            Some(profile_view(&form.account, Some(&form.framework)))
        }
        false => None,
    };
    Ok(page(&app, &user.ctx, "Your account", &[HOME], || {
        view! { <pages::Account name=account.name email=account.email roles profile/> }
    }))
}

/// GET /me/name
async fn name(State(app): State<App>, user: User) -> Result<Response, Error> {
    let (account, _) = uc::find(&app, &user).await?;
    let mut form = new_form();
    form.set("name", account.name);
    form.set("version", account.version.to_string());
    Ok(name_page(
        &app,
        &user,
        StatusCode::OK,
        form,
        FieldErrors::new(),
        None,
    ))
}

/// POST /me/name
async fn save_name(
    State(app): State<App>,
    user: User,
    Form(mut form): Form,
) -> Result<Response, Error> {
    match uc::change_name(&app, &user, &form).await {
        Ok(()) => Ok(see_other("/me")),
        Err(Error::Invalid(errors)) => Ok(name_page(
            &app,
            &user,
            StatusCode::UNPROCESSABLE_ENTITY,
            form,
            errors,
            None,
        )),
        Err(Error::Conflict) => {
            let (account, _) = uc::find(&app, &user).await?;
            again(&mut form, account.version);
            Ok(name_page(
                &app,
                &user,
                StatusCode::CONFLICT,
                form,
                FieldErrors::new(),
                Some(account.name),
            ))
        }
        Err(e) => Err(e),
    }
}

fn name_page(
    app: &App,
    user: &User,
    status: StatusCode,
    form: RawForm,
    errors: FieldErrors,
    other: Option<String>,
) -> Response {
    page_with(
        app,
        &user.ctx,
        status,
        "Your name",
        &[HOME, ME],
        || view! { <pages::Name form errors other/> },
    )
}

/// GET /me/reviewer
async fn profile(State(app): State<App>, user: User) -> Result<Response, Error> {
    let current = uc::find_profile(&app, &user).await?;
    let mut form = new_form();
    let stored = &current.account.profile;
    for phase in &stored.phases {
        form.add("phases", phase.clone());
    }
    for code in &stored.expertise {
        form.add("expertise", code.clone());
    }
    for school in &stored.interests {
        form.add("interests", school.to_string());
    }
    form.set("max_load", stored.max_load.to_string());
    for day in &current.account.weekdays {
        form.add("weekdays", day.to_string());
    }
    form.set("away", current.account.away.clone());
    for (school, _) in &current.account.posts {
        form.add("posts", school.to_string());
    }
    form.set("version", current.account.version.to_string());
    Ok(profile_page(
        &app,
        &user,
        StatusCode::OK,
        current,
        form,
        FieldErrors::new(),
    ))
}

/// POST /me/reviewer
async fn save_profile(
    State(app): State<App>,
    user: User,
    Form(mut form): Form,
) -> Result<Response, Error> {
    match uc::save_profile(&app, &user, &form).await {
        Ok(()) => Ok(see_other("/me")),
        Err(Error::Invalid(errors)) => {
            let current = uc::find_profile(&app, &user).await?;
            Ok(profile_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                current,
                form,
                errors,
            ))
        }
        Err(Error::Conflict) => {
            let current = uc::find_profile(&app, &user).await?;
            again(&mut form, current.account.version);
            Ok(profile_page(
                &app,
                &user,
                StatusCode::CONFLICT,
                current,
                form,
                FieldErrors::new(),
            ))
        }
        Err(e) => Err(e),
    }
}

fn profile_page(
    app: &App,
    user: &User,
    status: StatusCode,
    current: uc::ProfileForm,
    form: RawForm,
    errors: FieldErrors,
) -> Response {
    let strands = current
        .framework
        .principles
        .iter()
        .map(|p| {
            let choices = p
                .strands
                .iter()
                .map(|s| Choice::new(s.code.to_string(), format!("{} {}", s.code, s.title)))
                .collect();
            (format!("{} {}", p.number, p.title), choices)
        })
        .collect();
    let phases = phases()
        .map(|p| Choice::new(p.label(), p.label()))
        .collect();
    let account = &current.account;
    let posts = account
        .posts
        .iter()
        .map(|(school, until)| {
            let name = account.schools.iter().find(|(id, _)| id == school);
            let name = name.map_or_else(|| school.to_string(), |(_, name)| name.clone());
            Choice::new(
                school.to_string(),
                format!("{name}, until {}", until.format("%-d %B %Y")),
            )
        })
        .collect();
    let schools = current
        .schools
        .into_iter()
        .map(|(id, name)| Choice::new(id, name))
        .collect();
    let conflict = status == StatusCode::CONFLICT;
    page_with(
        app,
        &user.ctx,
        status,
        "You as a reviewer",
        &[HOME, ME],
        || {
            view! { <reviewer::Edit form errors phases strands schools posts conflict/> }
        },
    )
}

/// GET /me/calibration
async fn calibration(State(app): State<App>, user: User) -> Result<Response, Error> {
    calibration_page(&app, &user, StatusCode::OK, new_form(), FieldErrors::new()).await
}

/// POST /me/calibration
async fn calibrate(
    State(app): State<App>,
    user: User,
    Form(mut form): Form,
) -> Result<Response, Error> {
    match uc::calibrate(&app, &user, &form).await {
        Ok(()) => Ok(see_other("/me/calibration")),
        Err(Error::Invalid(errors)) => {
            again(&mut form, 0);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            calibration_page(&app, &user, status, form, errors).await
        }
        Err(e) => Err(e),
    }
}

async fn calibration_page(
    app: &App,
    user: &User,
    status: StatusCode,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let (_, pack, framework, given) = uc::find_calibration(app, user).await?;
    let levels = given.as_ref().map(|g| &g.levels);
    let named = |level: u8| {
        let level = domain::framework::Level::try_from(level).ok();
        level.map(|l| format!("{} {}", l.number(), framework.level(l).name))
    };
    let strands = pack
        .strands
        .iter()
        .filter_map(|s| {
            let strand = framework.strands().find(|f| f.code.to_string() == s.code)?;
            let choices = strand
                .descriptors
                .iter()
                .zip(&framework.levels)
                .map(|(words, level)| {
                    let number = level.level.number();
                    Choice::new(number.to_string(), format!("{number} {}", level.name)).hint(words)
                })
                .collect();
            let own = levels.and_then(|l| l.get(&s.code)).copied();
            Some(calibration_pages::StrandView {
                field: domain::people::calibration::field(&s.code),
                title: format!("{} {}", strand.code, strand.title),
                about: strand.about.clone(),
                evidence: s
                    .evidence
                    .iter()
                    .map(|e| (e.kind.clone(), e.text.clone()))
                    .collect(),
                choices,
                compared: own.and_then(|own| {
                    Some(calibration_pages::ComparedView {
                        own: named(own)?,
                        reference: named(s.level)?,
                        away: own.abs_diff(s.level),
                        reason: s.reason.clone(),
                        not: s.not.clone(),
                    })
                }),
            })
        })
        .collect();
    let view = calibration_pages::CalibrationView {
        school: pack.school.clone(),
        about: pack.about.clone(),
        compared: levels.map(|l| domain::people::calibration::compared(&pack, l)),
        strands,
    };
    let title = "Compare how you rate";
    Ok(page_with(
        app,
        &user.ctx,
        status,
        title,
        &[HOME, ME],
        || {
            view! { <calibration_pages::Calibration view form errors/> }
        },
    ))
}
