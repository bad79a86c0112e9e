//! Review teams: the board of a cycle, one team, invitations.

mod views;

use super::Routes;
use super::ctx::User;
use super::form::Form;
use super::page::{page_with, see_other};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::pairing as uc;
use ::app::pages::pairing as pages;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{CycleId, ReviewId};
use leptos::prelude::*;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/cycles/{id}/pairing", board)
        .post("/cycles/{id}/pairing", suggest)
        .get("/cycles/{id}/pairing/move", before_move)
        .post("/cycles/{id}/pairing/move", rearrange)
        .get("/cycles/{id}/pairing/rules", rules)
        .post("/cycles/{id}/pairing/rules", save_rules)
        .get("/cycles/{id}/pairing/run", run)
        .post("/cycles/{id}/pairing/run", decide)
        .get("/cycles/{id}/pairing/invite", before_invite)
        .post("/cycles/{id}/pairing/invite", invite)
        .get("/reviews/{id}/team", team)
        .post("/reviews/{id}/team", change_team)
        .get("/reviews/{id}/invitation", invitation)
        .post("/reviews/{id}/invitation", answer)
}

/// How a page answers a post that did nothing: with its errors, or with what others have changed meanwhile.
struct Outcome {
    status: StatusCode,
    errors: FieldErrors,
}

impl Outcome {
    fn ok() -> Self {
        Self {
            status: StatusCode::OK,
            errors: FieldErrors::new(),
        }
    }
    fn is_outdated(&self) -> bool {
        self.status == StatusCode::CONFLICT
    }
    /// What to show again; other errors have pages of their own.
    fn of(error: Error) -> Result<Self, Error> {
        match error {
            Error::Invalid(errors) => Ok(Self {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                errors,
            }),
            Error::Conflict => Ok(Self {
                status: StatusCode::CONFLICT,
                errors: FieldErrors::new(),
            }),
            other => Err(other),
        }
    }
}

/// GET /cycles/{id}/pairing
async fn board(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    board_page(&app, &user, &id.parse()?, None, Outcome::ok()).await
}

/// POST /cycles/{id}/pairing
async fn suggest(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::start(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/cycles/{id}/pairing/run"))),
        Err(e) => board_page(&app, &user, &id, Some(form), Outcome::of(e)?).await,
    }
}

async fn board_page(
    app: &App,
    user: &User,
    id: &CycleId,
    typed: Option<RawForm>,
    outcome: Outcome,
) -> Result<Response, Error> {
    let board = uc::board(app, user, id).await?;
    let settings = board.teams.settings;
    let mut form = typed.unwrap_or_else(|| {
        let mut form = RawForm::default();
        form.set("size", settings.size.to_string());
        form.set("least", settings.least.to_string());
        form.set(
            "max_km",
            settings.max_km.map(|km| km.to_string()).unwrap_or_default(),
        );
        form
    });
    form.set("version", board.teams.version.to_string());
    form.set("form_key", new_secret());
    let run = app.store.find_last_run(id).await?;
    let view = views::board(&board, run.as_ref(), &user.actor, outcome.is_outdated());
    let trail = trail(&board.teams);
    let errors = outcome.errors;
    Ok(page_with(
        app,
        &user.ctx,
        outcome.status,
        "Review teams",
        &crumbs(&trail),
        || {
            view! { <pages::Board view form errors/> }
        },
    ))
}

/// The pages above: home, the cycle.
fn trail(teams: &store::teams::CycleTeams) -> Vec<(String, String)> {
    vec![
        ("Home".into(), "/".into()),
        (
            teams.cycle_name.clone(),
            format!("/cycles/{}", teams.cycle.id),
        ),
    ]
}

fn crumbs(trail: &[(String, String)]) -> Vec<(&str, &str)> {
    trail
        .iter()
        .map(|(text, href)| (text.as_str(), href.as_str()))
        .collect()
}

/// GET /cycles/{id}/pairing/move
async fn before_move(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    move_page(&app, &user, &id.parse()?, RawForm::default(), Outcome::ok()).await
}

/// POST /cycles/{id}/pairing/move
async fn rearrange(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    if form.get("do") != "save" {
        return move_page(&app, &user, &id, form, Outcome::ok()).await;
    }
    match uc::rearrange(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/cycles/{id}/pairing"))),
        Err(e) => move_page(&app, &user, &id, form, Outcome::of(e)?).await,
    }
}

/// The page on which somebody is moved or two people change places. What a chosen move brings is looked at whenever
/// something was chosen, before it is saved and after it was refused.
async fn move_page(
    app: &App,
    user: &User,
    id: &CycleId,
    mut form: RawForm,
    mut outcome: Outcome,
) -> Result<Response, Error> {
    let board = uc::board(app, user, id).await?;
    domain::policy::cycle::<domain::policy::act::PairCycle>(&user.actor, &board.teams.cycle)?;
    let mut looked = None;
    if form.has("who") || form.has("do") {
        match uc::look(&board.teams, &form) {
            Ok(found) => looked = Some(found),
            Err(errors) if outcome.errors.is_empty() => {
                outcome.errors = errors;
                outcome.status = StatusCode::UNPROCESSABLE_ENTITY;
            }
            Err(_) => {}
        }
    }
    form.set("version", board.teams.version.to_string());
    form.set("form_key", new_secret());
    let view = views::rearrange(&board, looked.as_ref(), outcome.is_outdated());
    let mut trail = trail(&board.teams);
    trail.push(("Review teams".into(), format!("/cycles/{id}/pairing")));
    let errors = outcome.errors;
    Ok(page_with(
        app,
        &user.ctx,
        outcome.status,
        "Move people between teams",
        &crumbs(&trail),
        || view! { <pages::Rearrange view form errors/> },
    ))
}

/// GET /cycles/{id}/pairing/rules
async fn rules(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    rules_page(&app, &user, &id.parse()?, None, Outcome::ok()).await
}

/// POST /cycles/{id}/pairing/rules
async fn save_rules(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::save_rules(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/cycles/{id}/pairing"))),
        Err(e) => rules_page(&app, &user, &id, Some(form), Outcome::of(e)?).await,
    }
}

async fn rules_page(
    app: &App,
    user: &User,
    id: &CycleId,
    typed: Option<RawForm>,
    outcome: Outcome,
) -> Result<Response, Error> {
    let (teams, stored) = uc::rules_form(app, user, id).await?;
    let mut form = typed.unwrap_or(stored);
    form.set("version", teams.version.to_string());
    form.set("form_key", new_secret());
    let view = views::rules(&teams, outcome.is_outdated());
    let mut trail = trail(&teams);
    trail.push(("Review teams".into(), format!("/cycles/{id}/pairing")));
    let errors = outcome.errors;
    Ok(page_with(
        app,
        &user.ctx,
        outcome.status,
        "Rules for suggested teams",
        &crumbs(&trail),
        || view! { <pages::Rules view form errors/> },
    ))
}

/// GET /cycles/{id}/pairing/run
async fn run(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    run_page(&app, &user, &id.parse()?, RawForm::default(), Outcome::ok()).await
}

/// POST /cycles/{id}/pairing/run
async fn decide(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let board = format!("/cycles/{id}/pairing");
    let (done, to) = match form.get("do") {
        "stop" | "cancel" => (
            uc::wish(&app, &user, &id, &form).await,
            format!("{board}/run"),
        ),
        "drop" => (uc::drop(&app, &user, &id, &form).await, board),
        _ => (uc::take(&app, &user, &id, &form).await, board),
    };
    match done {
        Ok(()) => Ok(see_other(to)),
        // What was to be stopped has come to its end meanwhile.
        Err(Error::Conflict) => Ok(see_other(format!("/cycles/{id}/pairing/run"))),
        Err(e) => run_page(&app, &user, &id, form, Outcome::of(e)?).await,
    }
}

async fn run_page(
    app: &App,
    user: &User,
    id: &CycleId,
    mut form: RawForm,
    outcome: Outcome,
) -> Result<Response, Error> {
    let found = uc::find_run(app, user, id).await?;
    form.set("page_key", new_secret());
    let view = views::run(&found, &user.actor);
    let mut trail = trail(&found.teams);
    trail.push(("Review teams".into(), format!("/cycles/{id}/pairing")));
    let errors = outcome.errors;
    let mut response = page_with(
        app,
        &user.ctx,
        outcome.status,
        "Suggested teams",
        &crumbs(&trail),
        || view! { <pages::Run view form errors/> },
    );
    if found.run.state.is_active() {
        // Plain reload, so that progress is seen without a script.
        response
            .headers_mut()
            .insert("refresh", HeaderValue::from_static("3"));
    }
    Ok(response)
}

/// GET /cycles/{id}/pairing/invite
async fn before_invite(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    invite_page(&app, &user, &id.parse()?, Outcome::ok()).await
}

/// POST /cycles/{id}/pairing/invite
async fn invite(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::invite_all(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/cycles/{id}/pairing"))),
        Err(e) => invite_page(&app, &user, &id, Outcome::of(e)?).await,
    }
}

async fn invite_page(
    app: &App,
    user: &User,
    id: &CycleId,
    outcome: Outcome,
) -> Result<Response, Error> {
    let teams = uc::find(app, user, id).await?;
    domain::policy::cycle::<domain::policy::act::PairCycle>(&user.actor, &teams.cycle)?;
    let mut form = RawForm::default();
    form.set("version", teams.version.to_string());
    form.set("form_key", new_secret());
    let view = views::invite(&teams, outcome.is_outdated());
    let mut trail = trail(&teams);
    trail.push(("Review teams".into(), format!("/cycles/{id}/pairing")));
    Ok(page_with(
        app,
        &user.ctx,
        outcome.status,
        "Send the invitations",
        &crumbs(&trail),
        || {
            view! { <pages::Invite view form/> }
        },
    ))
}

/// GET /reviews/{id}/team
async fn team(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    team_page(&app, &user, &id.parse()?, RawForm::default(), Outcome::ok()).await
}

/// POST /reviews/{id}/team
async fn change_team(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let done = match form.get("do") {
        "invite" => uc::invite_team(&app, &user, &id, &form).await,
        "waive" => uc::waive(&app, &user, &id, &form).await,
        "detected" => uc::waive_detected(&app, &user, &id, &form).await,
        "facilitator" => uc::set_facilitator(&app, &user, &id, &form).await,
        _ => uc::change(&app, &user, &id, &form).await,
    };
    match done {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/team"))),
        Err(e) => team_page(&app, &user, &id, form, Outcome::of(e)?).await,
    }
}

async fn team_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    mut form: RawForm,
    outcome: Outcome,
) -> Result<Response, Error> {
    let (review, board) = uc::find_team(app, user, id).await?;
    let host = board.teams.host(id).ok_or(Error::NotFound)?;
    let mut view = views::team(&board, &review, host, &user.actor, outcome.is_outdated());
    if view.may_manage && (outcome.errors.get("reason").is_some() || outcome.is_outdated()) {
        view.pending = views::pending(&board, host, &form);
    }
    form.set("version", board.teams.version.to_string());
    form.set("page_key", new_secret());
    form.set(
        "facilitator_now",
        host.facilitator
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
    );
    let mut trail = trail(&board.teams);
    trail.push((
        "Review teams".into(),
        format!("/cycles/{}/pairing", review.facts.cycle),
    ));
    let errors = outcome.errors;
    let title = format!("Review team of {}", review.school_name);
    Ok(page_with(
        app,
        &user.ctx,
        outcome.status,
        title,
        &crumbs(&trail),
        || view! { <pages::Team view form errors/> },
    ))
}

/// GET /reviews/{id}/invitation
async fn invitation(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    invitation_page(&app, &user, &id.parse()?, RawForm::default(), Outcome::ok()).await
}

/// POST /reviews/{id}/invitation
async fn answer(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    match uc::answer(&app, &user, &id, &form).await {
        Ok(location) => Ok(see_other(location)),
        Err(e) => invitation_page(&app, &user, &id, form, Outcome::of(e)?).await,
    }
}

async fn invitation_page(
    app: &App,
    user: &User,
    id: &ReviewId,
    mut form: RawForm,
    outcome: Outcome,
) -> Result<Response, Error> {
    let found = uc::find_invitation(app, user, id).await?;
    form.set("form_key", new_secret());
    let view = views::invitation(&found, &user.actor);
    let title = if view.accepted {
        "Your place in a review team"
    } else {
        "Invitation to a review team"
    };
    let errors = outcome.errors;
    let trail = [("Home", "/"), ("My visits", "/visits")];
    Ok(page_with(
        app,
        &user.ctx,
        outcome.status,
        title,
        &trail,
        || view! { <pages::Invitation view form errors/> },
    ))
}
