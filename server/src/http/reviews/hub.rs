//! The hub of a review: what each visitor finds there.

use super::super::ctx::User;
use super::super::form::Query;
use super::super::page::{moment, page};
use super::{done_words, who};
use crate::error::Error;
use crate::state::App;
use crate::usecases::calendars::has_event;
use crate::usecases::reviews::hub::{self, Hub};
use ::app::components::{Status, TagColour, Task as Line};
use ::app::pages::reviews::{self as pages, words};
use axum::extract::{Path, State};
use axum::response::Response;
use domain::policy::{ReviewAction as A, ReviewRelation as R, can_review};
use domain::states::{InvitationState, ReviewState, SelfReviewState};
use domain::tasks::{Owner, Task, TaskKey, TaskStatus};
use domain::visibility::list;
use leptos::prelude::*;

/// GET /reviews/{id}
pub async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let hub = hub::load(&app, &user, &id.parse()?).await?;
    let school = hub.is_any(&[R::Headteacher, R::Contributor]);
    let review = &hub.review;
    let view = pages::HubView {
        school: review.school_name.clone(),
        cycle: format!("{}, {}", review.cycle_name, review.partnership_name),
        state: words::review_state(review.facts.state),
        done: done_words(&query),
        reason: reason(&hub),
        next: next(&hub, &user),
        tasks: if school {
            school_tasks(&hub, &user)
        } else {
            Vec::new()
        },
        facts: facts(&hub, &user),
        deeds: deeds(&hub, &user, school),
        milestones: milestones(&hub, &user),
        provisional: review.visit_date.is_none(),
        who: who::of_review(review, &hub.around, &user),
        who_note: "Nobody sees on this page what the school or the team has written.".to_owned(),
    };
    let title = format!("Review of {}", review.school_name);
    Ok(page(
        &app,
        &user.ctx,
        title,
        &[("Home", "/")],
        || view! { <pages::Hub view/> },
    ))
}

fn reason(hub: &Hub) -> Option<String> {
    let what = match hub.review.facts.state {
        ReviewState::Postponed => "Postponed",
        ReviewState::Cancelled => "Cancelled",
        _ => return None,
    };
    hub.review
        .state_reason
        .as_ref()
        .map(|r| format!("{what}: {r}"))
}

fn next(hub: &Hub, user: &User) -> Option<String> {
    let (task, mine) = hub.next(user)?;
    let late = match task.late_by(user.today, &hub.calendar) {
        Some(1) => " (1 working day late)".to_owned(),
        Some(n) => format!(" ({n} working days late)"),
        None => String::new(),
    };
    let what = format!(
        "{}, by {}{late}",
        task.key.title(),
        words::weekday(task.due)
    );
    if mine {
        return Some(what);
    }
    let who = match &task.owner {
        Owner::Headteacher(_) => "the headteacher",
        Owner::Coordinator(_) => "the coordinator",
        Owner::Person(_) => "the review team",
    };
    Some(format!("{who} is to do this: {}", lower_first(&what)))
}

fn lower_first(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_lowercase().chain(chars).collect())
}

/// The school's own tasks, and the impact review by its peers at the end.
fn school_tasks(hub: &Hub, user: &User) -> Vec<Line> {
    let review = &hub.review;
    let can = |action| can_review(&user.actor, action, &review.facts);
    let mut lines = Vec::new();
    for task in &hub.tasks {
        let path = task.key.path(&review.facts.id);
        let (title, open, path) = match task.key {
            TaskKey::AcceptAgreement => (task.key.title().to_owned(), true, path),
            TaskKey::AgreeVisitDate => (task.key.title().to_owned(), can(A::AgreeVisitDate), path),
            TaskKey::AgreeTimetable if matches!(task.owner, Owner::Headteacher(_)) => {
                (task.key.title().to_owned(), can(A::SeeTimetable), path)
            }
            TaskKey::WriteQuestions => (task.key.title().to_owned(), can(A::ReadSelfReview), path),
            TaskKey::SubmitSelfReview => {
                lines.push(writing(hub, user, task, can(A::ReadSelfReview)));
                (
                    task.key.title().to_owned(),
                    can(A::ReadSelfReview),
                    format!("{path}/submit"),
                )
            }
            TaskKey::CheckAccuracy => (task.key.title().to_owned(), can(A::CheckAccuracy), path),
            TaskKey::AgreePlan | TaskKey::UpdateProgress => {
                (task.key.title().to_owned(), can(A::ReadPlan), path)
            }
            TaskKey::RecordImpact => (
                "Impact review by your reviewers".to_owned(),
                can(A::ReadImpact),
                path,
            ),
            _ => continue,
        };
        lines.push(line(
            title,
            open.then_some(path),
            status(hub, user, task),
            due(hub, user, task),
        ));
    }
    lines
}

/// "Write the self-review", with how many strands have been saved; due with the submission.
fn writing(hub: &Hub, user: &User, task: &Task, open: bool) -> Line {
    let (saved, all) = hub.strands;
    let done = matches!(
        hub.review.facts.self_review,
        SelfReviewState::Submitted | SelfReviewState::Locked
    );
    let count = format!("{saved} of {all} strands saved");
    let status = if done {
        Status::done(count.clone())
    } else if task.status == TaskStatus::Waiting {
        Status::not_yet("Cannot start yet")
    } else if hub.review.facts.self_review == SelfReviewState::Returned {
        Status::tag("Returned to you", TagColour::Orange)
    } else if saved == 0 {
        Status::tag("To do", TagColour::Blue)
    } else {
        Status::tag(count.clone(), TagColour::Blue)
    };
    let hint = if done {
        String::new()
    } else {
        format!(
            "{}. What you save is a draft until it is submitted.",
            due(hub, user, task)
        )
    };
    let href = open.then(|| format!("/reviews/{}/self-review", hub.review.facts.id));
    line("Write the self-review".to_owned(), href, status, hint)
}

fn line(title: String, href: Option<String>, status: Status, hint: String) -> Line {
    match href {
        Some(href) => Line::new(title, href, status),
        None => Line::unavailable(title, status),
    }
    .hint(hint)
}

fn status(hub: &Hub, user: &User, task: &Task) -> Status {
    let late = task.late_by(user.today, &hub.calendar).is_some();
    let near = hub.calendar.working_days_between(user.today, task.due) <= 10;
    match task.status {
        TaskStatus::Done => Status::done("Done"),
        TaskStatus::Waiting => Status::not_yet("Cannot start yet"),
        _ if late => Status::tag("Late", TagColour::Red),
        TaskStatus::Open | TaskStatus::InProgress if near => {
            Status::tag("Due soon", TagColour::Orange)
        }
        TaskStatus::Open => Status::tag("To do", TagColour::Blue),
        TaskStatus::InProgress => Status::tag("Begun, not finished", TagColour::Blue),
    }
}

fn due(hub: &Hub, user: &User, task: &Task) -> String {
    if task.status == TaskStatus::Done {
        return String::new();
    }
    match task.late_by(user.today, &hub.calendar) {
        Some(1) => format!("By {}, 1 working day late", words::weekday(task.due)),
        Some(n) => format!("By {}, {n} working days late", words::weekday(task.due)),
        None => format!("By {}", words::weekday(task.due)),
    }
}

fn facts(hub: &Hub, user: &User) -> Vec<pages::Fact> {
    let review = &hub.review;
    let at = |page: &str| format!("/reviews/{}{page}", review.facts.id);
    let can = |action| can_review(&user.actor, action, &review.facts);
    let works_here = who::knows_names(review, user);
    let fact = |key, value: String| pages::Fact {
        key,
        value,
        change: None,
    };
    let mut facts = vec![pages::Fact {
        key: "Day of the visit",
        value: review
            .visit_date
            .map_or_else(|| "Not agreed yet".to_owned(), words::weekday),
        change: can(A::AgreeVisitDate).then(|| {
            (
                if review.visit_date.is_some() {
                    "Change"
                } else {
                    "Agree"
                },
                at("/visit-date"),
            )
        }),
    }];
    facts.push(pages::Fact {
        key: "Agreement",
        value: match (&review.agreed, &review.agreed_by) {
            (Some((_, at)), Some(by)) if works_here => {
                format!("Accepted by {by} at {}", moment(*at))
            }
            (Some((_, at)), _) => format!("Accepted at {}", moment(*at)),
            (None, _) => "Not accepted yet".to_owned(),
        },
        change: Some(("Read", at("/agreement"))),
    });
    let (saved, all) = hub.strands;
    let state = words::self_review_state(review.facts.self_review).0;
    let counts = hub.is_any(&[R::Headteacher, R::Contributor, R::Coordinator]);
    facts.push(fact(
        "Self-review",
        if counts {
            format!("{state}. {saved} of {all} strands saved.")
        } else {
            state.to_owned()
        },
    ));
    if works_here {
        let questions = match review.times.questions {
            Some(when) => format!("Saved at {}", moment(when)),
            None => "Not written yet".to_owned(),
        };
        facts.push(fact("Enquiry questions", questions));
        facts.push(fact("Review team", team(hub)));
    }
    if review.facts.assurance.used {
        let moderator = review.moderator_name.clone();
        facts.push(pages::Fact {
            key: "Moderator of the report",
            value: moderator.unwrap_or_else(|| "Not chosen yet".to_owned()),
            change: can(A::ChooseModerator).then(|| ("Choose", at("/moderator"))),
        });
    }
    if let Some(when) = review.times.released {
        facts.push(fact("Pack released to the team", moment(when)));
    }
    if let Some(when) = review.times.finalised {
        facts.push(fact("Report final", moment(when)));
    }
    let coordinators = hub.around.names("coordinator");
    if works_here && !coordinators.is_empty() {
        let names: Vec<&str> = coordinators.iter().map(String::as_str).collect();
        facts.push(fact(
            "Whom to ask",
            format!("{}, coordinating {}", list(&names), review.partnership_name),
        ));
    }
    facts
}

/// The whole team with its answers for the coordinator; for everybody else those who come, and how many are asked.
fn team(hub: &Hub) -> String {
    if hub.is_any(&[R::Coordinator]) {
        let members: Vec<String> = hub
            .review
            .team
            .iter()
            .map(|m| {
                let lead = if m.lead { ", lead" } else { "" };
                format!("{}{lead}: {}", m.name, words::invitation(m.state))
            })
            .collect();
        return if members.is_empty() {
            "Nobody yet".to_owned()
        } else {
            members.join("\n")
        };
    }
    let mut lines = who::team_names(&hub.review);
    match hub
        .review
        .team
        .iter()
        .filter(|m| m.state == InvitationState::Invited)
        .count()
    {
        0 => {}
        1 => lines.push("1 more is asked and has not answered yet".to_owned()),
        n => lines.push(format!("{n} more are asked and have not answered yet")),
    }
    if lines.is_empty() {
        "Not known yet".to_owned()
    } else {
        lines.join("\n")
    }
}

fn deeds(hub: &Hub, user: &User, school: bool) -> Vec<pages::Deed> {
    let facts = &hub.review.facts;
    let invited = hub.is_any(&[R::Invited]);
    let comes = hub.is_any(&[R::Lead, R::Reviewer]);
    let postponed = facts.state == ReviewState::Postponed;
    let report = [A::EditReport, A::ReadDraftReport, A::ReadReport]
        .iter()
        .any(|a| can_review(&user.actor, *a, facts));
    let dates_open = !facts.state.is_after_visit() && !facts.state.is_over();
    let event = has_event(&hub.review, user);
    let table: &[(bool, A, &str, &str, &'static str)] = &[
        (
            invited,
            A::AnswerInvitation,
            "Answer the invitation",
            "/invitation",
            "Say whether you come as a reviewer.",
        ),
        (
            comes,
            A::ReadPack,
            "Read the school’s pack",
            "/pack",
            "Self-review, enquiry questions and facts about the school.",
        ),
        (
            comes,
            A::ReadVisitNotes,
            "Notes and evidence of the visit",
            "/notes",
            "Only the team reads them.",
        ),
        (
            true,
            A::EditFindings,
            "Findings and recommendations",
            "/findings",
            "",
        ),
        (
            true,
            A::RecordVisit,
            "Record that the visit has taken place",
            "/visited",
            "",
        ),
        (
            school,
            A::ReadSelfReview,
            "Read the whole self-review on one page",
            "/self-review/read",
            "To read or to print.",
        ),
        (
            school,
            A::ReadPack,
            "See the pack as the team sees it",
            "/pack",
            "",
        ),
        (
            true,
            A::SeeTimetable,
            "Timetable of the visit",
            "/timetable",
            "Who is where, when, and with whom.",
        ),
        (
            dates_open,
            A::SeeTimetable,
            "Days proposed for the visit",
            "/dates",
            "The school proposes, the team says which it can do.",
        ),
        (
            event,
            A::SeeReview,
            "Put the visit into your calendar",
            "/visit.ics",
            "",
        ),
        (
            school,
            A::ReadLevels,
            "Levels side by side",
            "/levels",
            "The school’s own, the reviewers’ and the agreed ones.",
        ),
        (report, A::SeeReview, "Report", "/report", ""),
        (!school, A::ReadPlan, "Action plan", "/plan", ""),
        (!school, A::ReadImpact, "Impact review", "/impact", ""),
        (
            true,
            A::ModerateReport,
            "Moderate the draft report",
            "/report/quality",
            "Send it back with points, or pass it on to the school.",
        ),
        (
            true,
            A::ChooseModerator,
            "Choose who moderates the report",
            "/moderator",
            "A reviewer from outside the team.",
        ),
        (
            comes,
            A::RecordConcern,
            "Safeguarding: what to do, and record that the protocol was started",
            "/concern",
            "That it was started, and when; never what about.",
        ),
        (
            true,
            A::ReadConcerns,
            "Safeguarding protocols started at the visit",
            "/concern",
            "That one was started, and when.",
        ),
        (
            true,
            A::ManageTeam,
            "Review team",
            "/team",
            "Who comes, and why; invitations and answers.",
        ),
        (
            true,
            A::ReturnSelfReview,
            "Send the self-review back",
            "/self-review/return",
            "With a reason that the school reads.",
        ),
        (
            true,
            A::ReleasePack,
            "Release the pack to the team",
            "/release",
            "The self-review can then no longer be changed.",
        ),
        (
            !postponed,
            A::PostponeReview,
            "Postpone the review",
            "/postpone",
            "Nothing that has been written is lost.",
        ),
        (
            postponed,
            A::PostponeReview,
            "Resume the review",
            "/resume",
            "",
        ),
        (
            true,
            A::PostponeReview,
            "Cancel the review",
            "/cancel",
            "For good.",
        ),
        (
            true,
            A::CloseReview,
            "Close the review",
            "/close",
            "The team’s access then ends.",
        ),
        (
            comes,
            A::AnswerInvitation,
            "Say that you cannot come",
            "/invitation",
            "",
        ),
    ];
    table
        .iter()
        .filter(|(here, action, ..)| *here && can_review(&user.actor, *action, facts))
        .map(|(_, _, text, page, hint)| pages::Deed {
            text: (*text).to_owned(),
            href: format!("/reviews/{}{page}", facts.id),
            hint,
        })
        .collect()
}

fn milestones(hub: &Hub, user: &User) -> Vec<pages::MilestoneLine> {
    hub.dates
        .iter()
        .map(|(key, day)| pages::MilestoneLine {
            what: words::milestone(key),
            day: words::weekday(day),
            note: match day.cmp(&user.today) {
                std::cmp::Ordering::Less => "past",
                std::cmp::Ordering::Equal => "today",
                std::cmp::Ordering::Greater => "",
            },
        })
        .collect()
}
