//! The team's discussion by strand, agreeing levels, and all levels side by side.

use super::Routes;
use super::ctx::User;
use super::form::{Form, Query};
use super::page::{moment, page, page_with, see_other};
use super::visits::{TRAIL, parse_strand, team_links};
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::visits::{self as uc, SideBySide, StrandLevels};
use ::app::components::Choice;
use ::app::pages::visits as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::{Framework, Level, StrandCode};
use domain::ids::ReviewId;
use domain::policy::{ReviewAction as A, can_review};
use domain::states::InvitationState;
use domain::visits::levels::Given;
use leptos::prelude::*;
use store::discussions::Post;

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/reviews/{id}/discussion", list)
        .post("/reviews/{id}/discussion/agree", agree_all)
        .get("/reviews/{id}/discussion/{strand}", thread)
        .post("/reviews/{id}/discussion/{strand}", add)
        .post("/reviews/{id}/discussion/{strand}/remove", remove)
        .post("/reviews/{id}/discussion/{strand}/level", set_level)
        .get("/reviews/{id}/levels", levels)
}

fn name(framework: &Framework, given: Given) -> Option<String> {
    match given {
        Given::Nothing => None,
        Given::NotExplored => Some("Not explored".to_owned()),
        Given::Level(level) => Some(framework.level(level).name.clone()),
    }
}

fn levels_view(framework: &Framework, strand: &StrandLevels, team: bool) -> pages::LevelsView {
    let mut peers: Vec<pages::PeerView> = strand
        .peers
        .iter()
        .map(|p| pages::PeerView {
            name: if team { p.name.clone() } else { String::new() },
            level: name(framework, p.given).unwrap_or_default(),
            reason: if team {
                p.reason.clone()
            } else {
                String::new()
            },
        })
        .collect();
    if !team {
        // In an order of their own, so that the place in the list does not tell whose it is.
        peers.sort_by(|a, b| a.level.cmp(&b.level));
    }
    let agreed = strand.agreed.as_ref();
    pages::LevelsView {
        hidden: strand.hidden,
        school: name(framework, strand.own),
        peers,
        agreed: name(framework, strand.agreed_level()),
        agreed_reason: agreed.map(|a| a.reason.clone()).unwrap_or_default(),
        agreed_by: agreed
            .filter(|_| team)
            .map(|a| format!("{}, {}", a.by, moment(a.at)))
            .unwrap_or_default(),
        differences: strand.differences.clone(),
    }
}

/// Every strand of the framework with its levels, by principle.
fn principles(found: &SideBySide, posts: &[Post]) -> Vec<(String, Vec<pages::StrandLine>)> {
    let framework = &found.loaded.framework;
    framework
        .principles
        .iter()
        .map(|p| {
            let strands = p
                .strands
                .iter()
                .map(|s| pages::StrandLine {
                    code: s.code.to_string(),
                    title: s.title.clone(),
                    focus: found.loaded.review.focus.contains(&s.code.to_string()),
                    levels: found
                        .strand(s.code)
                        .map(|l| levels_view(framework, l, found.team))
                        .unwrap_or_default(),
                    posts: posts.iter().filter(|post| post.strand == s.code).count(),
                })
                .collect();
            (format!("{} {}", p.number, p.title), strands)
        })
        .collect()
}

/// GET /reviews/{id}/discussion
async fn list(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let found = uc::list_discussion(&app, &user, &id).await?;
    let review = &found.levels.loaded.review;
    let agrees = can_review(&user.actor, A::SetAgreedLevels, &review.facts);
    let done = query
        .get("agreed")
        .parse::<usize>()
        .ok()
        .filter(|n| *n < 1_000)
        .map(|n| match n {
            1 => "1 level has been agreed.".to_owned(),
            n => format!("{n} levels have been agreed."),
        });
    let view = pages::DiscussionView {
        links: team_links(&user, review, "discussion"),
        school: review.school_name.clone(),
        href: format!("/reviews/{id}/discussion"),
        levels: review.facts.levels,
        principles: principles(&found.levels, &found.posts),
        own_first: review.own_levels_first && review.facts.levels,
        agree_all: if agrees {
            found.levels.of_one_mind().len()
        } else {
            0
        },
        form_key: new_secret(),
        done,
    };
    Ok(page(
        &app,
        &user.ctx,
        format!("Discussion: {}", view.school),
        &TRAIL,
        || view! { <pages::Discussion view/> },
    ))
}

/// What the strand's page is shown with beside what is stored.
#[derive(Default)]
struct Typed {
    status: StatusCode,
    post: Option<RawForm>,
    level: Option<RawForm>,
    errors: FieldErrors,
}

async fn thread_page(
    app: &App,
    user: &User,
    (id, code): (&ReviewId, StrandCode),
    typed: Typed,
) -> Result<Response, Error> {
    let found = uc::list_discussion(app, user, id).await?;
    let review = &found.levels.loaded.review;
    let framework = &found.levels.loaded.framework;
    let strand = framework.strand(&code).ok_or(Error::NotFound)?;
    let can = |action| can_review(&user.actor, action, &review.facts);
    let current = found.levels.strand(code);
    let agreed = current.and_then(|s| s.agreed.as_ref());
    let names = |person: &domain::ids::PersonId| {
        review
            .team
            .iter()
            .find(|m| m.person == *person)
            .map(|m| m.name.clone())
    };
    let may_agree = can(A::SetAgreedLevels) && current.is_some_and(|s| !s.hidden);
    let conflict = typed.status == StatusCode::CONFLICT;
    let mut level = typed.level.unwrap_or_else(|| {
        let mut form = RawForm::default();
        if let Some(a) = agreed {
            form.set(
                "level",
                a.given
                    .level()
                    .map_or_else(|| "not_explored".to_owned(), |l| l.number().to_string()),
            );
            form.set("reason", a.reason.clone());
        }
        form.set("version", agreed.map_or(0, |a| a.version).to_string());
        form
    });
    if conflict {
        // Both are shown; saving again means choosing this one, so the form now carries the newer version.
        level.set("version", agreed.map_or(0, |a| a.version).to_string());
    }
    if conflict || !level.has("form_key") {
        level.set("form_key", new_secret());
    }
    let mut post = typed.post.unwrap_or_default();
    if !post.has("form_key") {
        post.set("form_key", new_secret());
    }
    let choices = may_agree.then(|| {
        let mut choices: Vec<Choice> = Level::ALL
            .into_iter()
            .map(|l| {
                Choice::new(l.number().to_string(), framework.level(l).name.clone())
                    .hint(strand.descriptor(l))
            })
            .collect();
        choices.push(
            Choice::new("not_explored", "Not explored")
                .hint("The team has not looked at this strand. This is not the lowest level."),
        );
        choices
    });
    let view = pages::ThreadView {
        links: team_links(user, review, ""),
        school: review.school_name.clone(),
        title: format!("{code} {}", strand.title),
        href: format!("/reviews/{id}/discussion/{code}"),
        notes: format!("/reviews/{id}/notes/{code}"),
        levels: current
            .filter(|_| review.facts.levels)
            .map(|s| levels_view(framework, s, true)),
        posts: found
            .posts
            .iter()
            .filter(|p| p.strand == code)
            .map(|p| pages::PostView {
                id: p.id.to_string(),
                text: p.text.clone(),
                mentions: p.mentions.iter().filter_map(names).collect(),
                by: p.by_name.clone(),
                at: moment(p.at),
                own: p.by == user.actor.person,
            })
            .collect(),
        team: review
            .team
            .iter()
            .filter(|m| m.state == InvitationState::Accepted && m.person != user.actor.person)
            .map(|m| (m.person.to_string(), m.name.clone()))
            .collect(),
        may_write: can(A::Discuss),
        agree: choices,
        other: agreed.filter(|_| conflict).map(|a| {
            (
                name(framework, a.given).unwrap_or_default(),
                a.reason.clone(),
                a.by.clone(),
                moment(a.at),
            )
        }),
    };
    let title = format!("{code} {}: discussion on {}", strand.title, view.school);
    let errors = typed.errors;
    Ok(page_with(
        app,
        &user.ctx,
        typed.status,
        title,
        &TRAIL,
        || view! { <pages::Thread view post level errors/> },
    ))
}

/// GET /reviews/{id}/discussion/{strand}
async fn thread(
    State(app): State<App>,
    user: User,
    Path((id, code)): Path<(String, String)>,
) -> Result<Response, Error> {
    let at = (&id.parse()?, parse_strand(&code)?);
    thread_page(&app, &user, at, Typed::default()).await
}

/// POST /reviews/{id}/discussion/{strand}
async fn add(
    State(app): State<App>,
    user: User,
    Path((id, code)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, code) = (id.parse()?, parse_strand(&code)?);
    match uc::add_post(&app, &user, &id, code, &form).await {
        Ok(()) => Ok(see_other(format!("/reviews/{id}/discussion/{code}#thread"))),
        Err(Error::Invalid(errors)) => {
            let typed = Typed {
                status: StatusCode::UNPROCESSABLE_ENTITY,
                post: Some(form),
                errors,
                ..Typed::default()
            };
            thread_page(&app, &user, (&id, code), typed).await
        }
        Err(e) => Err(e),
    }
}

/// POST /reviews/{id}/discussion/{strand}/remove
async fn remove(
    State(app): State<App>,
    user: User,
    Path((id, code)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, code) = (id.parse()?, parse_strand(&code)?);
    uc::remove_post(&app, &user, &id, code, &form).await?;
    Ok(see_other(format!("/reviews/{id}/discussion/{code}#thread")))
}

/// POST /reviews/{id}/discussion/{strand}/level
async fn set_level(
    State(app): State<App>,
    user: User,
    Path((id, code)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, code) = (id.parse()?, parse_strand(&code)?);
    let (status, errors) = match uc::set_agreed_level(&app, &user, &id, code, &form).await {
        Ok(()) => return Ok(see_other(format!("/reviews/{id}/discussion/{code}#levels"))),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict) => (StatusCode::CONFLICT, FieldErrors::new()),
        Err(e) => return Err(e),
    };
    let typed = Typed {
        status,
        level: Some(form),
        errors,
        ..Typed::default()
    };
    thread_page(&app, &user, (&id, code), typed).await
}

/// POST /reviews/{id}/discussion/agree
async fn agree_all(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let count = uc::agree_where_of_one_mind(&app, &user, &id, &form).await?;
    Ok(see_other(format!(
        "/reviews/{id}/discussion?agreed={count}"
    )))
}

/// GET /reviews/{id}/levels
async fn levels(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let found = uc::read_levels(&app, &user, &id.parse()?).await?;
    let review = &found.loaded.review;
    let school = &review.school_name;
    let view = pages::SideBySideView {
        links: if found.team {
            team_links(&user, review, "levels")
        } else {
            Vec::new()
        },
        school: school.clone(),
        principles: principles(&found, &[]),
        who: vec![
            "The review team, until the review closes".to_owned(),
            format!("The headteacher of {school}, from the accuracy check on"),
            "Those who contribute to its self-review, when the report is final".to_owned(),
        ],
        note: if found.team {
            "The school sees the levels of single reviewers without names and without their reasons. It reads the reasons of agreed levels."
        } else {
            "You see the levels of single reviewers without names, in no order of theirs."
        },
    };
    let title = format!("Levels side by side: {school}");
    Ok(page(&app, &user.ctx, title, &TRAIL[..1], || {
        view! { <pages::SideBySide view/> }
    }))
}
