//! Writing the report, and sending it to the school.

use super::accuracy::{PointView, Points};
use super::document::{Document, DocumentView};
use crate::components::{
    BannerKind, Button, ButtonGroup, ButtonKind, Conflict, ErrorSummary, InsetText, LinkButton,
    NotificationBanner, TextArea, WarningText, WhoCanSee, WordRange,
};
use crate::pages::visits::{Confirm, TeamLinks, TeamNav, day};
use chrono::NaiveDate;
use domain::forms::{FieldErrors, RawForm};
use domain::framework::Framework;
use domain::reports::{RECOMMENDATIONS, WORDS, Warning};
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
    /// When it is due at the school.
    pub due: Option<NaiveDate>,
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
                " It should reach the school by {}.",
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
    let (title, save_words) = match view.check {
        Some(_) => ("Report in its accuracy check", "Save the correction"),
        None => ("Write the report", "Save the draft"),
    };
    let check = view
        .check
        .map(|(points, finished)| check_part(points, finished, &view.href));
    let send = view.may_send.then(|| {
        view! {
            <h2 class="govuk-heading-m">"Send it to the school"</h2>
            <p class="govuk-body">"When findings, recommendations and summary are ready, send the draft to the school for its accuracy check. You see everything that is still missing before it goes."</p>
            <LinkButton text="Send to the school for its accuracy check" href=format!("{}/send", view.href)/>
        }
    });
    view! {
        {view.saved.then(|| view! { <NotificationBanner text="The draft has been saved. It has not been sent." kind=BannerKind::Success/> })}
        <ErrorSummary errors=errors.items().to_vec()/>
        <span class="govuk-caption-l">{school.clone()}</span>
        <h1 class="govuk-heading-l">{title}</h1>
        <TeamNav links=view.links/>
        <InsetText>{state}</InsetText>
        <WhoCanSee
            people=vec!["The review team".to_owned(), format!("The headteacher of {school}, once you send it for the accuracy check")]
            note="Coordinators and the local authority see the state only, never the text of a draft."
        />
        {check}
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
            <Button text=save_words/>
        </form>
        {send}
        <h2 class="govuk-heading-l">"The report as it stands"</h2>
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

/// What the lead sees before the draft goes to the school.
#[derive(Debug, Clone)]
pub struct SendView {
    /// Name of the school.
    pub school: String,
    /// Names of the heads who will be told.
    pub heads: Vec<String>,
    /// What to look at, in the order of the report.
    pub warnings: Vec<Warning>,
    /// Words of the whole report.
    pub words: usize,
    /// True when there is nothing to send.
    pub empty: bool,
    /// Address of the report.
    pub back: String,
    /// The form's key.
    pub form_key: String,
}

/// A warning in words.
pub fn warning_words(warning: Warning, framework: &Framework) -> String {
    match warning {
        Warning::NoSummary => "There is no summary.".into(),
        Warning::NoAnswers => "The school asked questions, and they have no answers.".into(),
        Warning::NoStrength => "There is no strength.".into(),
        Warning::NoEvenBetterIf => "There is no “even better if”.".into(),
        Warning::NoRecommendation => {
            "There is no recommendation, so the school’s workshop has nothing to start from.".into()
        }
        Warning::ManyRecommendations(n) => format!(
            "There are {n} recommendations. Up to {RECOMMENDATIONS} is what a school can act on at once."
        ),
        Warning::Short(n) => {
            format!("The report has {n} words. The programme asks for at least 500.")
        }
        Warning::Long(n) => {
            format!("The report has {n} words. The programme asks for at most 1,000.")
        }
        Warning::StrengthWithoutEvidence(code) => {
            let title = framework.strand(&code).map_or("", |s| s.title.as_str());
            format!("A strength in {code} {title} rests on no note of the team.")
        }
    }
}

/// The page before sending.
#[component]
pub fn SendReport(
    /// The page.
    view: SendView,
    /// For the names of strands.
    framework: Framework,
) -> impl IntoView {
    let title = "Send the report to the school?";
    if view.empty {
        return view! {
            <h1 class="govuk-heading-l">{title}</h1>
            <p class="govuk-body">"The report is empty. Write a summary, a finding or a recommendation first."</p>
            <p class="govuk-body"><a class="govuk-link" href=view.back>"Back to the report"</a></p>
        }
        .into_any();
    }
    let who = if view.heads.is_empty() {
        format!(
            "Nobody is registered as headteacher of {} at the moment, so nobody is told. Ask the coordinator to invite the headteacher.",
            view.school
        )
    } else {
        format!(
            "{} can then read the draft, raises points where it is not right, and is told by e-mail.",
            view.heads.join(" and ")
        )
    };
    let what = vec![
        format!("The draft goes to {} for its accuracy check.", view.school),
        who,
        "The team can no longer change notes, levels and findings, unless you take the draft back."
            .to_owned(),
        format!("The report has {} words.", view.words),
    ];
    let warnings = (!view.warnings.is_empty()).then(|| {
        let items = view
            .warnings
            .iter()
            .map(|w| view! { <li>{warning_words(*w, &framework)}</li> })
            .collect_view();
        view! {
            <WarningText text="Look at these first. You can send the report all the same."/>
            <ul class="govuk-list govuk-list--bullet">{items}</ul>
        }
    });
    view! {
        <Confirm title=title what=what button="Send to the school" form_key=view.form_key back=view.back>
            {warnings}
        </Confirm>
    }
    .into_any()
}
