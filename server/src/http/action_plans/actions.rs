//! One action: shown, added, changed, updated.

use super::{HOME, by, day, moment, readers};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::{Form, Query};
use crate::http::page::{page, page_with, see_other};
use crate::state::{App, new_secret};
use crate::usecases::action_plans::{self as uc, ReadPlan};
use ::app::pages::action_plans as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::action_plans::{ActionForm, Pence, next_states};
use domain::forms::{FieldErrors, RawForm};
use domain::ids::{ActionId, RecommendationId, ReviewId};
use domain::policy::{ReviewAction, can_review};
use leptos::prelude::*;
use store::action_plans::Action;

const NEW: &str = "Add an action";
const CHANGE: &str = "Change the action";

/// GET /reviews/{id}/plan/new
pub(super) async fn new(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let found = uc::find_to_edit(&app, &user, &id.parse()?).await?;
    let mut form = RawForm::default();
    // From a recommendation's own link: its strand is the likeliest one.
    if let Some(r) = found
        .plan
        .recommendations
        .iter()
        .find(|r| r.id.as_str() == query.get("recommendation"))
    {
        form.set("recommendation", r.id.to_string());
        form.set("strand", r.strand.to_string());
    }
    form.set("form_key", new_secret());
    Ok(form_page(
        &app,
        &user,
        StatusCode::OK,
        NEW,
        &found,
        form,
        FieldErrors::new(),
        Vec::new(),
    ))
}

/// POST /reviews/{id}/plan/new
pub(super) async fn create(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    match uc::create_action(&app, &user, &id, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/plan"))),
        Err(Error::Invalid(errors)) => {
            let found = uc::find_to_edit(&app, &user, &id).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(form_page(
                &app,
                &user,
                status,
                NEW,
                &found,
                form,
                errors,
                Vec::new(),
            ))
        }
        Err(e) => Err(e),
    }
}

/// GET /reviews/{id}/plan/{action}
pub(super) async fn show(
    State(app): State<App>,
    user: User,
    Path((id, action)): Path<(String, String)>,
) -> Result<Response, Error> {
    let found = uc::read_plan(&app, &user, &id.parse()?).await?;
    let a = found.action(&action.parse()?)?;
    let facts = facts(&found, a);
    let updates = a
        .updates
        .iter()
        .map(|u| pages::UpdateView {
            state: u.state,
            text: u.text.clone(),
            by: by(u),
        })
        .collect();
    let may_edit = can_review(&user.actor, ReviewAction::EditPlan, &found.review.facts);
    let href = format!("/reviews/{id}/plan/{action}");
    let (title, state, who) = (a.form.title.clone(), a.state, readers(&found.review));
    let trail = Trail::new(&found);
    Ok(page(
        &app,
        &user.ctx,
        format!("Action: {title}"),
        &trail.links(),
        || {
            view! { <pages::ActionPage href title state facts updates may_edit who/> }
        },
    ))
}

/// Everything that is known of an action, by name.
fn facts(found: &ReadPlan, a: &Action) -> Vec<pages::Fact> {
    let reason = a.reason.clone().map(|r| ("Why", r));
    let recommendation = a
        .form
        .recommendation
        .as_ref()
        .and_then(|id| {
            found
                .plan
                .recommendations
                .iter()
                .enumerate()
                .find(|(_, r)| r.id == *id)
        })
        .map_or_else(
            || "None: an action of our own".to_owned(),
            |(at, r)| format!("Recommendation {}: {}", at + 1, r.text),
        );
    reason
        .into_iter()
        .chain([
            ("Recommendation", recommendation),
            ("Strand", found.strand(a.form.strand)),
            ("Who sees to it", a.form.owner.clone()),
            ("By when", day(a.form.due)),
            (
                "How you will know that it has worked",
                a.form.success.clone(),
            ),
            (
                "Cost",
                a.form.cost.map(|c| c.to_string()).unwrap_or_default(),
            ),
            ("Where the money comes from", a.form.funding.clone()),
            (
                "Last changed",
                format!("{}, {}", a.saved.0, moment(a.saved.1)),
            ),
        ])
        .collect()
}

/// GET /reviews/{id}/plan/{action}/edit
pub(super) async fn edit(
    State(app): State<App>,
    user: User,
    Path((id, action)): Path<(String, String)>,
) -> Result<Response, Error> {
    let found = uc::find_to_edit(&app, &user, &id.parse()?).await?;
    let a = found.action(&action.parse()?)?;
    let mut form = RawForm::default();
    a.form.fill(&mut form);
    form.set("version", a.version.to_string());
    form.set("form_key", new_secret());
    Ok(form_page(
        &app,
        &user,
        StatusCode::OK,
        CHANGE,
        &found,
        form,
        FieldErrors::new(),
        Vec::new(),
    ))
}

/// POST /reviews/{id}/plan/{action}/edit
pub(super) async fn save(
    State(app): State<App>,
    user: User,
    Path((id, action)): Path<(String, String)>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let (id, action): (ReviewId, ActionId) = (id.parse()?, action.parse()?);
    match uc::edit_action(&app, &user, &id, &action, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/plan/{action}"))),
        Err(Error::Invalid(errors)) => {
            let found = uc::find_to_edit(&app, &user, &id).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(form_page(
                &app,
                &user,
                status,
                CHANGE,
                &found,
                form,
                errors,
                Vec::new(),
            ))
        }
        Err(Error::Conflict) => {
            // Both are shown; saving again means choosing this one, so the form now carries the newer version.
            let found = uc::find_to_edit(&app, &user, &id).await?;
            let theirs = found.action(&action)?;
            let others = differences(&found, theirs, &form);
            form.set("version", theirs.version.to_string());
            form.set("form_key", new_secret());
            Ok(form_page(
                &app,
                &user,
                StatusCode::CONFLICT,
                CHANGE,
                &found,
                form,
                FieldErrors::new(),
                others,
            ))
        }
        Err(e) => Err(e),
    }
}

/// The fields in which what was typed is not what somebody else saved meanwhile.
fn differences(found: &ReadPlan, theirs: &Action, form: &RawForm) -> Vec<pages::Other> {
    let ActionForm {
        title,
        strand,
        recommendation,
        owner,
        due,
        success,
        cost,
        funding,
    } = &theirs.form;
    let number = |id: Option<&RecommendationId>| {
        let at = id.and_then(|id| found.plan.recommendations.iter().position(|r| r.id == *id));
        at.map_or_else(
            || "None".to_owned(),
            |at| format!("Recommendation {}", at + 1),
        )
    };
    let typed_strand = form
        .get("strand")
        .parse()
        .map(|s| found.strand(s))
        .unwrap_or_default();
    let typed_date = ["due-day", "due-month", "due-year"].map(|p| form.get(p).trim().to_owned());
    let typed_due =
        domain::calendar::parse_date_parts(&typed_date[0], &typed_date[1], &typed_date[2])
            .map_or_else(|_| typed_date.join(" "), day);
    let typed_cost = form.get("cost").trim();
    let typed_cost =
        Pence::parse_pounds(typed_cost).map_or_else(|_| typed_cost.to_owned(), |c| c.to_string());
    let line = |name: &str| {
        form.get(name)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    let long = |name: &str| form.get(name).replace("\r\n", "\n").trim().to_owned();
    [
        ("title", "What will be done", line("title"), title.clone()),
        (
            "recommendation",
            "Which recommendation it answers",
            number(form.get("recommendation").parse().ok().as_ref()),
            number(recommendation.as_ref()),
        ),
        (
            "strand",
            "Strand of the framework",
            typed_strand,
            found.strand(*strand),
        ),
        ("owner", "Who sees to it", line("owner"), owner.clone()),
        ("due", "When it will be done by", typed_due, day(*due)),
        (
            "success",
            "How you will know that it has worked",
            long("success"),
            success.clone(),
        ),
        (
            "cost",
            "Cost",
            typed_cost,
            cost.map(|c| c.to_string()).unwrap_or_default(),
        ),
        (
            "funding",
            "Where the money comes from",
            line("funding"),
            funding.clone(),
        ),
    ]
    .into_iter()
    .filter(|(_, _, yours, theirs)| yours != theirs)
    .map(|(name, label, yours, other)| pages::Other {
        name,
        label,
        yours,
        theirs: other,
        by: theirs.saved.0.clone(),
        at: moment(theirs.saved.1),
    })
    .collect()
}

/// GET /reviews/{id}/plan/{action}/update
pub(super) async fn update(
    State(app): State<App>,
    user: User,
    Path((id, action)): Path<(String, String)>,
) -> Result<Response, Error> {
    let action = action.parse()?;
    let found = uc::find_to_update(&app, &user, &id.parse()?, &action).await?;
    let mut form = RawForm::default();
    form.set("form_key", new_secret());
    update_page(
        &app,
        &user,
        StatusCode::OK,
        &found,
        &action,
        form,
        FieldErrors::new(),
    )
}

/// POST /reviews/{id}/plan/{action}/update
pub(super) async fn save_update(
    State(app): State<App>,
    user: User,
    Path((id, action)): Path<(String, String)>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let (id, action): (ReviewId, ActionId) = (id.parse()?, action.parse()?);
    match uc::update_action(&app, &user, &id, &action, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/plan/{action}"))),
        Err(Error::Invalid(errors)) => {
            let found = uc::find_to_update(&app, &user, &id, &action).await?;
            update_page(
                &app,
                &user,
                StatusCode::UNPROCESSABLE_ENTITY,
                &found,
                &action,
                form,
                errors,
            )
        }
        Err(Error::Conflict) => {
            let found = uc::find_to_update(&app, &user, &id, &action).await?;
            form.set("form_key", new_secret());
            update_page(
                &app,
                &user,
                StatusCode::CONFLICT,
                &found,
                &action,
                form,
                FieldErrors::new(),
            )
        }
        Err(e) => Err(e),
    }
}

fn update_page(
    app: &App,
    user: &User,
    status: StatusCode,
    found: &ReadPlan,
    action: &ActionId,
    form: RawForm,
    errors: FieldErrors,
) -> Result<Response, Error> {
    let a = found.action(action)?;
    let view = pages::UpdateFormView {
        title: a.form.title.clone(),
        success: a.form.success.clone(),
        state: a.state,
        next: next_states(a.state, found.is_agreed()),
        form,
        errors,
        meanwhile: (status == StatusCode::CONFLICT).then(|| super::plan::meanwhile(a)),
        who: readers(&found.review),
    };
    let trail = Trail::new(found);
    Ok(page_with(
        app,
        &user.ctx,
        status,
        "Add an update",
        &trail.links(),
        || view! { <pages::UpdatePage view/> },
    ))
}

#[allow(clippy::too_many_arguments)]
fn form_page(
    app: &App,
    user: &User,
    status: StatusCode,
    title: &'static str,
    found: &ReadPlan,
    form: RawForm,
    errors: FieldErrors,
    others: Vec<pages::Other>,
) -> Response {
    let view = pages::FormView {
        title,
        form,
        errors,
        others,
        strands: found
            .framework
            .strands()
            .map(|s| (s.code.to_string(), found.strand(s.code)))
            .collect(),
        recommendations: found
            .plan
            .recommendations
            .iter()
            .enumerate()
            .map(|(at, r)| {
                (
                    r.id.to_string(),
                    format!("Recommendation {}", at + 1),
                    r.text.clone(),
                )
            })
            .collect(),
        who: readers(&found.review),
    };
    let trail = Trail::new(found);
    page_with(
        app,
        &user.ctx,
        status,
        title,
        &trail.links(),
        || view! { <pages::ActionFormPage view/> },
    )
}

/// The pages above one of an action.
struct Trail {
    school: String,
    review: String,
    plan: String,
}

impl Trail {
    fn new(found: &ReadPlan) -> Self {
        let review = format!("/reviews/{}", found.review.facts.id);
        Self {
            school: found.review.school_name.clone(),
            plan: format!("{review}/plan"),
            review,
        }
    }

    fn links(&self) -> [(&str, &str); 3] {
        [
            HOME,
            (&self.school, &self.review),
            ("Action plan", &self.plan),
        ]
    }
}
