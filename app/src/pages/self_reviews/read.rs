//! The whole self-review to read and to print. [`Read`] is used by the school's page and by the team's pack.

use crate::components::{Cell, Column, Table, WhoCanSee, paragraphs};
use leptos::prelude::*;

/// A piece of evidence.
#[derive(Debug, Clone)]
pub struct ReadEvidence {
    /// "Pupil voice".
    pub kind: &'static str,
    /// "Supports our judgement".
    pub stance: &'static str,
    /// What it shows.
    pub text: String,
    /// A web address.
    pub link: Option<String>,
    /// Its files: name and address.
    pub files: Vec<(String, String)>,
    /// Its own page.
    pub href: String,
}

/// A strand.
#[derive(Debug, Clone)]
pub struct ReadStrand {
    /// For links on the page: `strand-1-1`.
    pub anchor: String,
    /// "1.1 Early identification".
    pub title: String,
    /// "Level 2, Developing", "Not explored"; nothing when nothing has been chosen.
    pub judgement: String,
    /// What the school wrote.
    pub narrative: String,
    /// Who saved last and when; nothing when nobody has.
    pub saved: String,
    /// Its evidence.
    pub evidence: Vec<ReadEvidence>,
}

/// A principle.
#[derive(Debug, Clone)]
pub struct ReadPrinciple {
    /// "1. Knowing children well".
    pub title: String,
    /// Its strands.
    pub strands: Vec<ReadStrand>,
}

/// A self-review as it is read.
#[derive(Debug, Clone)]
pub struct ReadView {
    /// Its principles.
    pub principles: Vec<ReadPrinciple>,
}

/// The self-review, to stand on a page under a heading of level 1.
#[component]
pub fn Read(
    /// What is read.
    view: ReadView,
) -> impl IntoView {
    view.principles
        .into_iter()
        .map(|p| {
            let strands = p.strands.into_iter().map(strand).collect_view();
            view! { <h2 class="govuk-heading-m">{p.title}</h2> {strands} }
        })
        .collect_view()
}

fn strand(s: ReadStrand) -> impl IntoView {
    let nothing = s.narrative.trim().is_empty() && s.judgement.is_empty() && s.evidence.is_empty();
    let text = if nothing {
        view! { <p class="govuk-body quintet-text--none">"Nothing has been saved."</p> }.into_any()
    } else {
        paragraphs(&s.narrative)
    };
    let rows = s
        .evidence
        .into_iter()
        .map(|e| {
            vec![
                Cell::text(e.kind),
                Cell::text(e.stance),
                Cell::view(evidence_text(e.text, e.link, e.files)),
            ]
        })
        .collect::<Vec<_>>();
    let caption = format!("Evidence for {}", s.title);
    view! {
        <h3 class="govuk-heading-s" id=s.anchor>{s.title}</h3>
        {(!s.judgement.is_empty()).then(|| view! { <p class="govuk-body"><strong>{s.judgement}</strong></p> })}
        {text}
        {(!rows.is_empty())
            .then(|| {
                view! {
                    <Table
                        caption=caption
                        caption_size="s"
                        columns=vec![Column::new("Kind"), Column::new("Stance"), Column::new("What it shows")]
                        rows=rows
                    />
                }
            })}
        {(!s.saved.is_empty()).then(|| view! { <p class="govuk-hint">{s.saved}</p> })}
    }
}

/// A note with its link under it. The link opens the school's own page elsewhere and tells it nothing of ours.
pub(super) fn evidence_text(
    text: String,
    link: Option<String>,
    files: Vec<(String, String)>,
) -> impl IntoView {
    let files = files
        .into_iter()
        .map(|(name, href)| view! { <p class="govuk-body"><a class="govuk-link" href=href>{name}</a></p> })
        .collect_view();
    view! {
        <p class="quintet-text">{text}</p>
        {link
            .map(|link| {
                let href = link.clone();
                view! { <a class="govuk-link" href=href rel="noopener noreferrer nofollow">{link}</a> }
            })}
        {files}
    }
}

/// The page around [`Read`].
#[derive(Debug, Clone)]
pub struct ReadPageView {
    /// The school.
    pub school: String,
    /// The cycle.
    pub cycle: String,
    /// "Submitted at …", or that it is a draft.
    pub state: String,
    /// Who vouched for it, when and in which words, once it is submitted.
    pub attested: Option<String>,
    /// What is read.
    pub read: ReadView,
    /// Who can see it.
    pub who: Vec<String>,
    /// Who cannot.
    pub who_note: String,
}

/// The page.
#[component]
pub fn ReadPage(
    /// Everything on it.
    view: ReadPageView,
) -> impl IntoView {
    view! {
        <span class="govuk-caption-l">{format!("{}, {}", view.school, view.cycle)}</span>
        <h1 class="govuk-heading-l">"The whole self-review"</h1>
        <p class="govuk-body">{view.state}</p>
        {view.attested.map(|words| view! { <p class="govuk-body">{words}</p> })}
        <Read view=view.read/>
        <WhoCanSee people=view.who note=view.who_note/>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_school_writes_is_never_taken_for_html() {
        let evil = "<script>alert(1)</script>\"".to_owned();
        let view = ReadView {
            principles: vec![ReadPrinciple {
                title: "1. P".into(),
                strands: vec![ReadStrand {
                    anchor: "strand-1-1".into(),
                    title: "1.1 S".into(),
                    judgement: String::new(),
                    narrative: evil.clone(),
                    saved: String::new(),
                    evidence: vec![ReadEvidence {
                        kind: "Data",
                        stance: "Supports",
                        text: evil,
                        link: Some("https://a.b".into()),
                        files: vec![("<b>.pdf".into(), "/f".into())],
                        href: "/e".into(),
                    }],
                }],
            }],
        };
        let html = crate::render(|| view! { <Read view/> });
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("noreferrer"), "{html}");
    }
}
