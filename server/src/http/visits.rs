//! A review team's pages up to the visit: own visits, the pack, notes by strand, recording the visit.

use super::Routes;
use super::ctx::User;
use super::form::{Form, Query};
use super::page::{moment, page, page_with, see_other};
use super::timetables::reading_lines;
use crate::error::Error;
use crate::state::{App, new_secret};
use crate::usecases::visits as uc;
use ::app::pages::visits as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::{Framework, Level, StrandCode};
use domain::ids::{PersonId, ReviewId};
use domain::milestones::MilestoneKey;
use domain::policy::{ReviewAction, can_review};
use domain::states::{ActionState, InvitationState};
use domain::visits::VisitPart;
use leptos::prelude::*;
use store::discussions::PeerLevel;
use store::reviews::Review;
use store::visits::earlier::EarlierCycle;
use store::visits::{Note, StrandEntry};

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/visits", list)
        .get("/reviews/{id}/pack", pack)
        .get("/reviews/{id}/notes", notes)
        .get("/reviews/{id}/notes/{strand}", strand)
        .post("/reviews/{id}/notes/{strand}", add_note)
        .post("/reviews/{id}/notes/{strand}/remove", remove_note)
        .post("/reviews/{id}/notes/{strand}/level", set_level)
        .get("/reviews/{id}/visited", ask_visited)
        .post("/reviews/{id}/visited", visited)
}

pub(super) const TRAIL: [(&str, &str); 2] = [("Home", "/"), ("My visits", "/visits")];

/// The reader's visits as lines, for their page and for a home.
pub(crate) async fn visit_lines(app: &App, user: &User) -> Result<Vec<pages::VisitLine>, Error> {
    let visits = uc::list_my_visits(app, user).await?;
    Ok(visits
        .into_iter()
        .map(|v| pages::VisitLine {
            late: v.part != VisitPart::Done
                && v.step.is_own()
                && v.due.is_some_and(|d| d < user.today),
            review: v.review.facts.id,
            school: v.review.school_name,
            cycle: v.review.cycle_name,
            visit: v.review.visit_date,
            lead: v.lead,
            part: v.part,
            step: v.step,
            due: v.due,
        })
        .collect())
}

/// GET /visits
async fn list(State(app): State<App>, user: User) -> Result<Response, Error> {
    let visits = visit_lines(&app, &user).await?;
    Ok(page(
        &app,
        &user.ctx,
        "My visits",
        &TRAIL[..1],
        || view! { <pages::Visits visits/> },
    ))
}

/// The pages of the review that the reader may open now.
pub(super) fn team_links(user: &User, review: &Review, current: &str) -> pages::TeamLinks {
    let can = |action| can_review(&user.actor, action, &review.facts);
    let visit_is_due = review.visit_date.is_some_and(|day| day <= user.today);
    let reads_report = [
        ReviewAction::EditReport,
        ReviewAction::AnswerAccuracy,
        ReviewAction::ReadDraftReport,
        ReviewAction::ReadReport,
    ]
    .into_iter()
    .any(can);
    [
        ("Pack", "pack", can(ReviewAction::ReadPack)),
        ("Timetable", "timetable", can(ReviewAction::SeeTimetable)),
        ("Notes", "notes", can(ReviewAction::ReadVisitNotes)),
        ("Evidence", "evidence", can(ReviewAction::ReadVisitNotes)),
        ("Notebook", "notebook", can(ReviewAction::AddVisitNotes)),
        (
            "Discussion",
            "discussion",
            can(ReviewAction::ReadVisitNotes),
        ),
        (
            "Levels side by side",
            "levels",
            can(ReviewAction::ReadLevels),
        ),
        (
            "Record the visit",
            "visited",
            can(ReviewAction::RecordVisit) && visit_is_due,
        ),
        ("Findings", "findings", can(ReviewAction::ReadVisitNotes)),
        ("Report", "report", reads_report),
    ]
    .into_iter()
    .filter(|(_, _, may)| *may)
    .map(|(text, page, _)| {
        let href = (page != current).then(|| format!("/reviews/{}/{page}", review.facts.id));
        (text.to_owned(), href)
    })
    .collect()
}

/// Names of those who have accepted, the lead marked.
pub(super) fn team_names(review: &Review) -> Vec<String> {
    review
        .team
        .iter()
        .filter(|m| m.state == InvitationState::Accepted)
        .map(|m| {
            if m.lead {
                format!("{} (lead reviewer)", m.name)
            } else {
                m.name.clone()
            }
        })
        .collect()
}

/// What the framework calls the level of an entry; "Not explored" where that was said; none where nothing was.
pub(super) fn level_name(framework: &Framework, entry: Option<&StrandEntry>) -> Option<String> {
    let entry = entry?;
    match entry.level {
        Some(level) => Some(framework.level(level).name.clone()),
        None if entry.not_explored => Some("Not explored".into()),
        None => None,
    }
}

/// The level that the reader has given, by name.
fn own_level(framework: &Framework, own: &[PeerLevel], code: StrandCode) -> Option<String> {
    let given = own.iter().find(|p| p.strand == code)?.given;
    Some(match given.level() {
        Some(level) => framework.level(level).name.clone(),
        None => "Not explored".to_owned(),
    })
}

/// Those who come, with their names, the lead first.
fn coming(review: &Review) -> Vec<(PersonId, String)> {
    review
        .team
        .iter()
        .filter(|m| m.state == InvitationState::Accepted)
        .map(|m| (m.person.clone(), m.name.clone()))
        .collect()
}

fn earlier_view(earlier: &EarlierCycle) -> pages::EarlierView {
    pages::EarlierView {
        cycle: earlier.name.clone(),
        actions: earlier
            .actions
            .iter()
            .map(|a| pages::EarlierLine {
                title: a.title.clone(),
                strand: a.strand.to_string(),
                state: match a.state {
                    ActionState::ImpactEvidenced => "Done, and its impact is evidenced",
                    ActionState::Done => "Done, impact not evidenced",
                    ActionState::Blocked => "Blocked",
                    ActionState::Dropped => "Dropped",
                    ActionState::InProgress => "In progress",
                    ActionState::Proposed | ActionState::Agreed => "Not begun",
                },
            })
            .collect(),
    }
}

fn entry(entries: &[StrandEntry], code: StrandCode) -> Option<&StrandEntry> {
    entries.iter().find(|e| e.strand == code)
}

fn note_view(note: &Note, user: &User, named: bool) -> pages::NoteView {
    pages::NoteView {
        id: note.id.to_string(),
        kind: note.kind,
        stance: note.stance,
        text: note.text.clone(),
        link: note.link.clone(),
        by: if named {
            note.by_name.clone()
        } else {
            String::new()
        },
        at: moment(note.at),
        own: note.by == user.actor.person,
    }
}

/// GET /reviews/{id}/pack
async fn pack(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let found = uc::read_pack(&app, &user, &id).await?;
    let review = &found.review;
    let school = &found.school;
    let mut facts = vec![
        ("URN".to_owned(), school.urn.clone()),
        ("Phase".to_owned(), school.phase.clone()),
        ("Type".to_owned(), school.type_name.clone()),
        ("Local authority".to_owned(), school.la.clone()),
    ];
    facts.extend(school.trust.clone().map(|t| ("Trust".to_owned(), t)));
    facts.extend(
        school
            .ages
            .map(|(low, high)| ("Ages".to_owned(), format!("{low} to {high}"))),
    );
    facts.extend(school.pupils.map(|n| ("Pupils".to_owned(), n.to_string())));
    facts.extend(
        school
            .capacity
            .map(|n| ("Places".to_owned(), n.to_string())),
    );
    facts.push(("Address".to_owned(), school.address.clone()));
    facts.extend(school.website.clone().map(|w| ("Website".to_owned(), w)));
    let strands = found
        .framework
        .strands()
        .map(|s| {
            let own = entry(&found.entries, s.code);
            pages::StrandReading {
                code: s.code.to_string(),
                title: s.title.clone(),
                level: own
                    .and_then(|e| e.level)
                    .map(|l| found.framework.level(l).name.clone()),
                not_explored: own.is_some_and(|e| e.not_explored),
                hidden: found.hidden.contains(&s.code),
                narrative: own.map(|e| e.narrative.clone()).unwrap_or_default(),
                evidence: found
                    .evidence
                    .iter()
                    .filter(|n| n.strand == s.code)
                    .map(|n| note_view(n, &user, false))
                    .collect(),
                focus: review.focus.contains(&s.code.to_string()),
            }
        })
        .collect();
    let dates = [
        (MilestoneKey::Briefing, "Team briefing"),
        (MilestoneKey::Visit, "Visit"),
        (MilestoneKey::DraftReport, "Draft report to the school"),
        (MilestoneKey::ReportFinal, "Report final"),
        (MilestoneKey::ActionPlan, "School’s action plan"),
        (MilestoneKey::ImpactReview, "Impact review"),
    ]
    .into_iter()
    .filter_map(|(key, name)| Some((name.to_owned(), found.dates.get(key)?)))
    .collect();
    let view = pages::PackView {
        links: team_links(&user, review, "pack"),
        school: review.school_name.clone(),
        cycle: review.cycle_name.clone(),
        facts,
        visit: review.visit_date,
        team: team_names(review),
        questions: review.questions.clone(),
        attested: super::self_reviews::attested(review),
        strands,
        dates,
        levels: review.facts.levels,
        timetable: found
            .timetable
            .as_ref()
            .map(|t| reading_lines(t, &coming(review)))
            .unwrap_or_default(),
        earlier: found.earlier.as_ref().map(earlier_view),
    };
    Ok(page(
        &app,
        &user.ctx,
        format!("Pack: {}", view.school),
        &TRAIL,
        || view! { <pages::Pack view/> },
    ))
}

/// GET /reviews/{id}/notes
async fn notes(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let found = uc::list_notes(&app, &user, &id).await?;
    let review = &found.loaded.review;
    let framework = &found.loaded.framework;
    let principles = framework
        .principles
        .iter()
        .map(|p| {
            let strands = p
                .strands
                .iter()
                .map(|s| {
                    let of = |stance| {
                        found
                            .notes
                            .iter()
                            .filter(|n| n.strand == s.code && n.stance == stance)
                            .count()
                    };
                    pages::NoteCount {
                        code: s.code.to_string(),
                        title: s.title.clone(),
                        supports: of(domain::evidence::Stance::Supports),
                        challenges: of(domain::evidence::Stance::Challenges),
                        school_level: if found.hidden.contains(&s.code) {
                            Some("Hidden".to_owned())
                        } else {
                            level_name(framework, entry(&found.school, s.code))
                        },
                        own_level: own_level(framework, &found.own, s.code),
                        team_level: level_name(framework, entry(&found.team, s.code)),
                        focus: review.focus.contains(&s.code.to_string()),
                    }
                })
                .collect();
            (format!("{} {}", p.number, p.title), strands)
        })
        .collect();
    let view = pages::NotesView {
        links: team_links(&user, review, "notes"),
        school: review.school_name.clone(),
        href: format!("/reviews/{id}/notes"),
        principles,
        levels: review.facts.levels,
    };
    Ok(page(
        &app,
        &user.ctx,
        format!("Notes: {}", view.school),
        &TRAIL,
        || view! { <pages::Notes view/> },
    ))
}

/// What the strand's page is shown with beside what is stored.
#[derive(Default)]
struct Typed {
    note: Option<RawForm>,
    level: Option<RawForm>,
    errors: FieldErrors,
    conflict: bool,
    /// Kind of the note that was just added.
    added: Option<String>,
}

async fn strand_page(
    app: &App,
    user: &User,
    (id, code): (&ReviewId, StrandCode),
    status: StatusCode,
    typed: Typed,
) -> Result<Response, Error> {
    let found = uc::list_notes(app, user, id).await?;
    let review = &found.loaded.review;
    let framework = &found.loaded.framework;
    let strand = framework.strand(&code).ok_or(Error::NotFound)?.clone();
    let can = |action| can_review(&user.actor, action, &review.facts);
    let all: Vec<&domain::framework::Strand> = framework.strands().collect();
    let at = all.iter().position(|s| s.code == code).unwrap_or(0);
    let link = |s: &&domain::framework::Strand| {
        (
            format!("/reviews/{id}/notes/{}", s.code),
            format!("{} {}", s.code, s.title),
        )
    };
    let stored = found.own.iter().find(|p| p.strand == code);
    let saved = stored.map(|p| pages::LevelOther {
        level: own_level(framework, &found.own, code).unwrap_or_else(|| "No level".into()),
        reason: p.reason.clone(),
        who: "You, in another window".to_owned(),
        when: moment(p.at),
    });
    let mut level = typed.level.unwrap_or_else(|| {
        let mut form = RawForm::default();
        if let Some(p) = stored {
            form.set(
                "level",
                p.given.level().map_or_else(
                    || "not_explored".to_owned(),
                    |l: Level| l.number().to_string(),
                ),
            );
            form.set("reason", p.reason.clone());
        }
        form.set("version", stored.map_or(0, |p| p.version).to_string());
        form
    });
    if typed.conflict {
        // Both are shown; saving again means choosing this one, so the form now carries the newer version.
        level.set("version", stored.map_or(0, |p| p.version).to_string());
    }
    if typed.conflict || !level.has("form_key") {
        level.set("form_key", new_secret());
    }
    let added = typed.added;
    let mut note = typed.note.unwrap_or_default();
    if !note.has("form_key") {
        note.set("form_key", new_secret());
        note.set("kind", added.clone().unwrap_or_default());
    }
    let view = pages::StrandView {
        links: team_links(user, review, ""),
        school: review.school_name.clone(),
        href: format!("/reviews/{id}/notes/{code}"),
        previous: at.checked_sub(1).and_then(|i| all.get(i)).map(link),
        next: all.get(at + 1).map(link),
        framework: framework.clone(),
        strand,
        school_level: level_name(framework, entry(&found.school, code)),
        school_narrative: entry(&found.school, code)
            .map(|e| e.narrative.clone())
            .unwrap_or_default(),
        notes: found
            .notes
            .iter()
            .filter(|n| n.strand == code)
            .map(|n| note_view(n, user, true))
            .collect(),
        hidden: found.hidden.contains(&code),
        discussion: format!("/reviews/{id}/discussion/{code}"),
        level_saved: saved.clone(),
        add_evidence: Some(format!("/reviews/{id}/evidence/new?strand={code}")),
        may_add: can(ReviewAction::AddVisitNotes),
        may_level: can(ReviewAction::SetPeerLevels),
        levels: review.facts.levels,
        added: added.is_some() && status == StatusCode::OK,
    };
    let title = format!("{code} {}: notes on {}", view.strand.title, view.school);
    let other = saved.filter(|_| typed.conflict);
    let errors = typed.errors;
    Ok(page_with(app, &user.ctx, status, title, &TRAIL, || {
        view! { <pages::StrandNotes view note level errors other/> }
    }))
}

/// GET /reviews/{id}/notes/{strand}
async fn strand(
    State(app): State<App>,
    user: User,
    Path((id, code)): Path<(String, String)>,
    Query(query): Query,
) -> Result<Response, Error> {
    let added = query.has("added").then(|| query.get("added").to_owned());
    let typed = Typed {
        added,
        ..Typed::default()
    };
    strand_page(
        &app,
        &user,
        (&id.parse()?, parse_strand(&code)?),
        StatusCode::OK,
        typed,
    )
    .await
}

pub(super) fn parse_strand(code: &str) -> Result<StrandCode, Error> {
    code.parse().map_err(|_| Error::NotFound)
}

/// POST /reviews/{id}/notes/{strand}
async fn add_note(
    State(app): State<App>,
    user: User,
    Path((id, code)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, code) = (id.parse()?, parse_strand(&code)?);
    match uc::add_note(&app, &user, &id, code, &form).await {
        Ok(location) => Ok(see_other(location)),
        Err(Error::Invalid(errors)) => {
            let typed = Typed {
                note: Some(form),
                errors,
                ..Typed::default()
            };
            strand_page(
                &app,
                &user,
                (&id, code),
                StatusCode::UNPROCESSABLE_ENTITY,
                typed,
            )
            .await
        }
        Err(e) => Err(e),
    }
}

/// POST /reviews/{id}/notes/{strand}/remove
async fn remove_note(
    State(app): State<App>,
    user: User,
    Path((id, code)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, code) = (id.parse()?, parse_strand(&code)?);
    uc::remove_note(&app, &user, &id, code, &form).await?;
    Ok(see_other(format!("/reviews/{id}/notes/{code}#notes")))
}

/// POST /reviews/{id}/notes/{strand}/level
async fn set_level(
    State(app): State<App>,
    user: User,
    Path((id, code)): Path<(String, String)>,
    Form(form): Form,
) -> Result<Response, Error> {
    let (id, code) = (id.parse()?, parse_strand(&code)?);
    match uc::set_peer_level(&app, &user, &id, code, &form).await {
        Ok(()) => Ok(see_other(format!(
            "/reviews/{id}/notes/{code}#level-section"
        ))),
        Err(Error::Invalid(errors)) => {
            let typed = Typed {
                level: Some(form),
                errors,
                ..Typed::default()
            };
            strand_page(
                &app,
                &user,
                (&id, code),
                StatusCode::UNPROCESSABLE_ENTITY,
                typed,
            )
            .await
        }
        Err(Error::Conflict) => {
            let typed = Typed {
                level: Some(form),
                conflict: true,
                ..Typed::default()
            };
            strand_page(&app, &user, (&id, code), StatusCode::CONFLICT, typed).await
        }
        Err(e) => Err(e),
    }
}

/// GET /reviews/{id}/visited
async fn ask_visited(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    let review = uc::find_visit(&app, &user, &id).await?;
    let title = format!("Has the visit to {} taken place?", review.school_name);
    let what = vec![
        "After this the team writes its findings and you write the report. Notes can still be added until the report goes to the school.".to_owned(),
        "This cannot be undone. If the visit was put off, go back and tell the coordinator.".to_owned(),
    ];
    let back = format!("/reviews/{id}/notes");
    Ok(page(&app, &user.ctx, "Record the visit", &TRAIL, || {
        view! { <pages::Confirm title what button="Yes, the visit has taken place" form_key=new_secret() back/> }
    }))
}

/// POST /reviews/{id}/visited
async fn visited(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(form): Form,
) -> Result<Response, Error> {
    let id: ReviewId = id.parse()?;
    uc::record_visit(&app, &user, &id, &form).await?;
    Ok(see_other(format!("/reviews/{id}/findings")))
}
