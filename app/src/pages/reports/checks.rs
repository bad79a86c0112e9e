//! What to look at in a report: the checks that are always on, in words.

use crate::components::WarningText;
use domain::evidence::FindingKind;
use domain::framework::{Framework, StrandCode};
use domain::ids::ReviewId;
use domain::quality::Check;
use domain::reports::{Place, RECOMMENDATIONS};
use leptos::prelude::*;

/// One thing to look at.
#[derive(Debug, Clone)]
pub struct CheckLine {
    /// In words.
    pub text: String,
    /// Where it is put right, for those who can.
    pub href: Option<String>,
}

/// A check in words, with the page on which it is put right when the reader may write.
pub fn check_line(
    check: &Check,
    framework: &Framework,
    review: &ReviewId,
    writes: bool,
) -> CheckLine {
    let title = |code: &StrandCode| {
        let title = framework.strand(code).map_or("", |s| s.title.as_str());
        format!("{code} {title}")
    };
    let page = |end: String| Some(format!("/reviews/{review}/{end}"));
    let (text, href) = match check {
        Check::NoSummary => (
            "There is no summary.".to_owned(),
            page("report#summary".into()),
        ),
        Check::NoAnswers => (
            "The school asked questions, and they have no answers.".to_owned(),
            page("report#answers".into()),
        ),
        Check::NoStrength => ("There is no strength.".to_owned(), page("findings".into())),
        Check::NoEvenBetterIf => (
            "There is no “even better if”.".to_owned(),
            page("findings".into()),
        ),
        Check::WithoutEvidence(id, kind, strand) => (
            format!(
                "{} in {} rests on no evidence.",
                match kind {
                    FindingKind::Strength => "A strength",
                    FindingKind::EvenBetterIf => "An “even better if”",
                },
                title(strand)
            ),
            page(format!("findings/{id}/evidence")),
        ),
        Check::WithoutPupilVoice(strands) => {
            let names: Vec<String> = strands.iter().map(title).collect();
            let text = if let [one] = names.as_slice() {
                format!("The judgement on {one} is without a pupil’s voice.")
            } else {
                format!(
                    "{} judgements are without a pupil’s voice: {}.",
                    names.len(),
                    names.join("; ")
                )
            };
            let first = strands.first().map(|s| format!("notes/{s}"));
            (text, first.and_then(page))
        }
        Check::NoRecommendation => (
            "There is no recommendation, so the school’s workshop has nothing to start from."
                .to_owned(),
            page("findings".into()),
        ),
        Check::WithoutFinding(id, strand) => (
            format!(
                "A recommendation on {} follows from no finding.",
                title(strand)
            ),
            page(format!("recommendations/{id}")),
        ),
        Check::ManyRecommendations(n) => (
            format!(
                "There are {n} recommendations. Up to {RECOMMENDATIONS} is what a school can act on at once."
            ),
            page("findings".into()),
        ),
        Check::Name(place, words) => (
            format!(
                "“{words}” looks like a name. Speak of staff by their role, and name no pupil."
            ),
            page(match place {
                Place::Summary => "report#summary".to_owned(),
                Place::Answers => "report#answers".to_owned(),
                Place::Finding(id) => format!("findings/{id}"),
                Place::Recommendation(id) => format!("recommendations/{id}"),
            }),
        ),
        Check::Short(n) => (
            format!("The report has {n} words. The programme asks for at least 500."),
            None,
        ),
        Check::Long(n) => (
            format!("The report has {n} words. The programme asks for at most 1,000."),
            None,
        ),
    };
    CheckLine {
        text,
        href: href.filter(|_| writes),
    }
}

/// The checks as a list; nothing when there is nothing to look at.
#[component]
pub fn CheckList(
    /// What to look at.
    list: Vec<CheckLine>,
) -> impl IntoView {
    let items = list
        .into_iter()
        .map(|line| match line.href {
            Some(href) => {
                view! { <li><a class="govuk-link" href=href>{line.text}</a></li> }.into_any()
            }
            None => view! { <li>{line.text}</li> }.into_any(),
        })
        .collect_view();
    view! { <ul class="govuk-list govuk-list--bullet">{items}</ul> }
}

/// The checks under their heading, for those who write and moderate.
#[component]
pub fn Checks(
    /// What to look at.
    list: Vec<CheckLine>,
) -> impl IntoView {
    (!list.is_empty()).then(|| {
        view! {
            <section aria-labelledby="checks">
                <h2 class="govuk-heading-m" id="checks">"What to look at"</h2>
                <WarningText text="None of these stops the report. They are what governors and heads ask about first."/>
                <CheckList list/>
            </section>
        }
    })
}
