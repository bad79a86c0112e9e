//! Writing the report, and sending it to the school.

use super::accuracy::{PointView, Points};
use super::checks::{CheckLine, CheckList, Checks};
use super::document::{Document, DocumentView};
use super::moderate::{QualityPointView, QualityPoints};
use super::reader::{FileLinks, Files};
use crate::components::PersonalDataQuestion;
use crate::components::{
    BannerKind, Button, ButtonGroup, ButtonKind, Conflict, ErrorSummary, InsetText, LinkButton,
    NotificationBanner, TextArea, WarningText, WhoCanSee, WordRange,
};
use crate::pages::visits::{Confirm, TeamLinks, TeamNav, day};
use chrono::NaiveDate;
use domain::forms::{FieldErrors, RawForm};
use domain::reports::WORDS;
use leptos::prelude::*;

/// What somebody else saved while the reader was writing.
#[derive(Debug, Clone)]
pub struct ReportOther {
    /// Their summary.
    pub summary: String,
    /// Their answers.
    pub answers: String,
    /// Who saved.
    pub who: String,
    /// When, in words.
    pub when: String,
}

/// The lead's page.
#[derive(Debug, Clone)]
pub struct WriteView {
    /// Links between the review's pages.
    pub links: TeamLinks,
    /// The report as it stands.
    pub document: DocumentView,
    /// Address of the page.
    pub href: String,
    /// Words of the whole report as saved.
    pub words: usize,
    /// Words of the whole report without the summary.
    pub words_beside: usize,
    /// When it is to be handed over.
    pub due: Option<NaiveDate>,
    /// Who moderates it first, by name; none when the cycle has no quality assurance, empty when nobody is chosen.
    pub moderator: Option<String>,
    /// What to look at.
    pub checks: Vec<CheckLine>,
    /// The moderator's points.
    pub quality: Vec<QualityPointView>,
    /// What is left of the time for the accuracy check, in words.
    pub left: Option<String>,
    /// The draft as a file, and its versions.
    pub files: FileLinks,
    /// True when it was just saved.
    pub saved: bool,
    /// True while it is a draft: it can be sent once it has been saved.
    pub may_send: bool,
    /// In the accuracy check: the school's points and whether the school has finished.
    pub check: Option<(Vec<PointView>, bool)>,
}

/// The lead writes the report, or corrects it in the accuracy check.
#[component]
pub fn WriteReport(
    /// The page.
    view: WriteView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// What somebody else saved in the meantime.
    other: Option<ReportOther>,
) -> impl IntoView {
    let asked = !view.document.questions.is_empty();
    let questions = view
        .document
        .questions
        .iter()
        .cloned()
        .map(|q| view! { <li>{q}</li> })
        .collect_view();
    let beside = u32::try_from(view.words_beside).unwrap_or(u32::MAX);
    let left = |n: usize| u32::try_from(n).unwrap_or(u32::MAX).saturating_sub(beside);
    let range = WordRange {
        least: left(WORDS.0),
        most: left(WORDS.1),
    };
    let school = view.document.school.clone();
    let conflict = other.map(|o| {
        let answers = o.answers.clone();
        view! {
            <Conflict name="summary" label="Summary" yours=form.get("summary").to_owned() theirs=o.summary who=o.who.clone() when=o.when.clone()/>
            <Conflict name="answers" label="Answers" yours=form.get("answers").to_owned() theirs=answers who=o.who when=o.when/>
        }
    });
    let state = match &view.check {
        None => format!(
            "This is a draft. Saving does not send it.{}",
            view.due.map_or_else(String::new, |d| format!(
                " It should be handed over by {}.",
                day(d)
            ))
        ),
        Some((_, false)) => format!(
            "{school} is checking the draft for accuracy. You can still correct the summary; tell the headteacher if you do."
        ),
        Some((_, true)) => format!(
            "{school} has finished its accuracy check. Answer every point, then make the report final."
        ),
    };
    let state = match view.left {
        Some(left) => format!("{state} {left}."),
        None => state,
    };
    let (title, save_words) = match view.check {
        Some(_) => ("Report in its accuracy check", "Save the correction"),
        None => ("Write the report", "Save the draft"),
    };
    let check = view
        .check
        .map(|(points, finished)| check_part(points, finished, &view.href));
    let send = view.may_send.then(|| {
        let (words, button) = match &view.moderator {
            None => (
                "When findings, recommendations and summary are ready, send the draft to the school for its accuracy check.".to_owned(),
                "Send to the school for its accuracy check",
            ),
            Some(name) if name.is_empty() => (
                "When findings, recommendations and summary are ready, hand the draft to the moderator. The coordinators have not chosen one yet; they see that the draft waits.".to_owned(),
                "Hand it to the moderator",
            ),
            Some(name) => (
                format!("When findings, recommendations and summary are ready, hand the draft to {name}, who moderates it. The school gets it after that."),
                "Hand it to the moderator",
            ),
        };
        view! {
            <h2 class="govuk-heading-m">"Hand it over"</h2>
            <p class="govuk-body">{words}" You see everything that is still missing before it goes."</p>
            <LinkButton text=button href=format!("{}/send", view.href)/>
        }
    });
    let quality = (!view.quality.is_empty()).then(|| {
        view! {
            <h2 class="govuk-heading-m" id="quality">"The moderator’s points"</h2>
            <QualityPoints points=view.quality/>
        }
    });
    let mut who = vec!["The review team".to_owned()];
    if view.moderator.is_some() {
        who.push("The moderator, once you hand it over".to_owned());
    }
    who.push(format!(
        "The headteacher of {school}, once it goes to the school for its accuracy check"
    ));
    view! {
        {view.saved.then(|| view! { <NotificationBanner text="The draft has been saved. It has not been sent." kind=BannerKind::Success/> })}
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{school.clone()}</span>
        <h1 class="govuk-heading-l">{title}</h1>
        <TeamNav links=view.links/>
        <InsetText>{state}</InsetText>
        <WhoCanSee
            people=who
            note="Coordinators and the local authority see the state only, never the text of a draft."
        />
        {check}
        {quality}
        <Checks list=view.checks/>
        <h2 class="govuk-heading-m">"Summary and answers"</h2>
        {conflict}
        <p class="govuk-body">
            {format!(
                "The whole report has {} words as saved, {} of them outside the summary. The programme asks for 500 to 1,000 in all.",
                view.words, view.words_beside
            )}
        </p>
        <form method="post" action=view.href.clone() novalidate>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <TextArea
                name="summary"
                label="Summary"
                hint="What the team saw and what it means for the school. The count under the field is what the rest of the report leaves for the summary."
                value=form.get("summary").to_owned()
                error=errors.get("summary")
                rows=14
                words=range
            />
            {asked.then(|| view! {
                <p class="govuk-body">"The school asked:"</p>
                <ol class="govuk-list govuk-list--number">{questions}</ol>
            })}
            <TextArea
                name="answers"
                label="Answers to the school’s questions"
                value=form.get("answers").to_owned()
                error=errors.get("answers")
                rows=10
            />
            <PersonalDataQuestion form=form.clone() errors=errors.clone()/>
            <Button text=save_words/>
        </form>
        {send}
        <h2 class="govuk-heading-l">"The report as it stands"</h2>
        <Files links=view.files/>
        <Document view=view.document/>
    }
}

fn check_part(points: Vec<PointView>, finished: bool, href: &str) -> AnyView {
    let open = points.iter().filter(|p| p.answer.is_none()).count();
    let none = points.is_empty();
    let back = format!("{href}/back");
    let finish = (finished && open == 0).then(|| {
        view! { <LinkButton text="Make the report final" href=format!("{href}/finish")/> }
    });
    let words = match (finished, none, open) {
        (true, true, _) => "The school has raised no point.",
        (true, false, 0) => "Every point has an answer.",
        (true, false, _) => "Points without an answer keep the report from becoming final.",
        (false, _, _) => "The report cannot become final before the school has finished its check.",
    };
    view! {
        <h2 class="govuk-heading-m" id="points">"The school’s points"</h2>
        <p class="govuk-body">{words}</p>
        <Points points/>
        <ButtonGroup>
            {finish}
            <LinkButton text="Take it back to change findings" href=back kind=ButtonKind::Secondary/>
        </ButtonGroup>
    }
    .into_any()
}

/// What the lead sees before the draft is handed over.
#[derive(Debug, Clone)]
pub struct SendView {
    /// Name of the school.
    pub school: String,
    /// Names of the heads who will be told; of the moderator, where the cycle has quality assurance.
    pub to: Vec<String>,
    /// True when it goes to the moderator first.
    pub moderated: bool,
    /// What to look at, in the order of the report.
    pub checks: Vec<CheckLine>,
    /// Words of the whole report.
    pub words: usize,
    /// True when there is nothing to hand over.
    pub empty: bool,
    /// Address of the report.
    pub back: String,
    /// The form's key.
    pub form_key: String,
}

/// The page before the draft is handed over.
#[component]
pub fn SendReport(
    /// The page.
    view: SendView,
) -> impl IntoView {
    let (title, button) = if view.moderated {
        (
            "Hand the report to the moderator?",
            "Hand it to the moderator",
        )
    } else {
        ("Send the report to the school?", "Send to the school")
    };
    if view.empty {
        return view! {
            <h1 class="govuk-heading-l">{title}</h1>
            <p class="govuk-body">"The report is empty. Write a summary, a finding or a recommendation first."</p>
            <p class="govuk-body"><a class="govuk-link" href=view.back>"Back to the report"</a></p>
        }
        .into_any();
    }
    let names = view.to.join(" and ");
    let (first, who) = match (view.moderated, view.to.is_empty()) {
        (true, true) => (
            "The draft goes to the moderator for quality assurance.".to_owned(),
            "The coordinators have not chosen a moderator yet. They see on their list that the draft waits for one.".to_owned(),
        ),
        (true, false) => (
            "The draft goes to the moderator for quality assurance.".to_owned(),
            format!("{names} can then read the draft and the evidence under its findings, sends it back with points or passes it on to {}, and is told by e-mail.", view.school),
        ),
        (false, true) => (
            format!("The draft goes to {} for its accuracy check.", view.school),
            format!("Nobody is registered as headteacher of {} at the moment, so nobody is told. Ask the coordinator to invite the headteacher.", view.school),
        ),
        (false, false) => (
            format!("The draft goes to {} for its accuracy check.", view.school),
            format!("{names} can then read the draft, raises points where it is not right, and is told by e-mail."),
        ),
    };
    let what = vec![
        first,
        who,
        "The team can no longer change notes, levels and findings, unless the draft comes back."
            .to_owned(),
        format!("The report has {} words.", view.words),
    ];
    let checks = (!view.checks.is_empty()).then(|| {
        view! {
            <WarningText text="Look at these first. You can hand the report over all the same."/>
            <CheckList list=view.checks/>
        }
    });
    view! {
        <Confirm title=title what=what button=button form_key=view.form_key back=view.back>
            {checks}
        </Confirm>
    }
    .into_any()
}
