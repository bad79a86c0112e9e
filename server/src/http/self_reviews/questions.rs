//! The enquiry questions of a school.

use super::{due, strand_title};
use crate::error::Error;
use crate::http::ctx::User;
use crate::http::form::{Form, Query};
use crate::http::page::{moment, page_with, see_other};
use crate::http::reviews::{borrowed, trail, who};
use crate::state::{App, new_secret};
use crate::usecases::reviews::Around;
use crate::usecases::self_reviews as uc;
use ::app::pages::self_reviews as pages;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::Framework;
use domain::milestones::MilestoneKey;
use domain::policy::{self, Denied, act};
use leptos::prelude::*;
use store::reviews::Review;
use store::self_reviews::Questions;

/// GET /reviews/{id}/questions
pub async fn show(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Query(query): Query,
) -> Result<Response, Error> {
    let (review, framework, saved, around) = uc::open_questions(&app, &user, &id.parse()?).await?;
    let mut form = RawForm::default();
    for (i, question) in saved.questions.iter().enumerate() {
        form.set(&format!("question-{}", i + 1), question.clone());
    }
    for code in &saved.focus {
        form.add("focus", code.clone());
    }
    form.set("version", saved.version.to_string());
    form.set("form_key", new_secret());
    let page = Page {
        review,
        framework: &framework,
        saved,
        around,
    };
    let done = query.get("done") == "saved";
    page.render(&app, &user, StatusCode::OK, form, FieldErrors::new(), done)
}

/// POST /reviews/{id}/questions
pub async fn save(
    State(app): State<App>,
    user: User,
    Path(id): Path<String>,
    Form(mut form): Form,
) -> Result<Response, Error> {
    let id = id.parse()?;
    let (status, errors) = match uc::save_questions(&app, &user, &id, &form).await {
        Ok(()) => return Ok(see_other(format!("/reviews/{id}/questions?done=saved"))),
        Err(Error::Invalid(errors)) => (StatusCode::UNPROCESSABLE_ENTITY, errors),
        Err(Error::Conflict) => (StatusCode::CONFLICT, FieldErrors::new()),
        Err(e) => return Err(e),
    };
    let (review, framework, saved, around) = uc::open_questions(&app, &user, &id).await?;
    if status == StatusCode::CONFLICT {
        form.set("version", saved.version.to_string());
        form.set("form_key", new_secret());
    }
    let page = Page {
        review,
        framework: &framework,
        saved,
        around,
    };
    page.render(&app, &user, status, form, errors, false)
}

struct Page<'a> {
    review: Review,
    framework: &'a Framework,
    saved: Questions,
    around: Around,
}

impl Page<'_> {
    fn render(
        self,
        app: &App,
        user: &User,
        status: StatusCode,
        form: RawForm,
        errors: FieldErrors,
        done: bool,
    ) -> Result<Response, Error> {
        let Self {
            review,
            framework,
            saved,
            around,
        } = self;
        let closed = match policy::review::<act::EditQuestions>(&user.actor, &review.facts) {
            Ok(_) => None,
            Err(Denied::NotNow(why)) => Some(why.to_owned()),
            Err(denied) => return Err(denied.into()),
        };
        let strands: Vec<pages::FocusStrand> = framework
            .strands()
            .map(|s| pages::FocusStrand {
                code: s.code.to_string(),
                title: strand_title(s),
                example: s.question.clone(),
            })
            .collect();
        let other = (status == StatusCode::CONFLICT).then(|| {
            let (saved_by, saved_at) = saved.saved.as_ref().map_or_else(
                || ("Somebody".to_owned(), String::new()),
                |(who, at)| (who.clone(), moment(*at)),
            );
            let focus: Vec<&str> = strands
                .iter()
                .filter(|s| saved.focus.contains(&s.code))
                .map(|s| s.title.as_str())
                .collect();
            pages::QuestionsOther {
                questions: saved.questions.join("\n"),
                focus: focus.join("\n"),
                saved_by,
                saved_at,
            }
        });
        let view = pages::QuestionsView {
            school: review.school_name.clone(),
            saved: saved
                .saved
                .as_ref()
                .map(|(who, at)| format!("Last saved by {who} at {}.", moment(*at)))
                .unwrap_or_default(),
            done: done && saved.version > 0,
            due: due(&review, MilestoneKey::Questions).filter(|_| saved.version == 0),
            closed,
            other,
            strands,
            back: format!("/reviews/{}", review.facts.id),
            who: who::of_self_review(&review, &around),
        };
        let trail = trail(&review);
        Ok(page_with(
            app,
            &user.ctx,
            status,
            "Enquiry questions",
            &borrowed(&trail),
            || {
                view! { <pages::Questions view form errors/> }
            },
        ))
    }
}
