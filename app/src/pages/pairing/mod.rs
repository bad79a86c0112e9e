//! Review teams: the board of a cycle, one team changed by hand, whom an invitation goes to, and the invitation itself.

mod board;
mod invitation;
mod invite;
mod rearrange;
mod rules;
mod run;
mod team;
pub mod wording;

pub use board::{Board, BoardView, Load, SchoolTeam};
pub use invitation::{Invitation, InvitationView};
pub use invite::{Invite, InviteView, Invited};
pub use rearrange::{CheckView, Rearrange, RearrangeView};
pub use rules::{RuleView, Rules, RulesView};
pub use run::{ClashView, ConflictView, Run, RunStage, RunView, SuggestedTeam};
pub use team::{Pending, Team, TeamView};

use crate::components::{Tag, TagColour};
use leptos::prelude::*;

/// A person's place in a team, as coordinators see it.
#[derive(Debug, Clone)]
pub struct MemberView {
    /// The person's id, for forms.
    pub person: String,
    /// The name.
    pub name: String,
    /// True for the lead.
    pub lead: bool,
    /// The answer, as a word and a colour.
    pub state: (&'static str, TagColour),
    /// True when the person has declined: the place is open.
    pub declined: bool,
    /// Why the pair was made.
    pub reasons: Vec<String>,
    /// What speaks against it.
    pub concerns: Vec<String>,
    /// Why it was made all the same.
    pub override_reason: Option<String>,
    /// What the person said when declining.
    pub answer_reason: Option<String>,
    /// A conflict of interest that the person has declared.
    pub conflict: Option<String>,
    /// Why the person stays all the same.
    pub conflict_waived: Option<String>,
    /// True when a conflict of interest was found and no reason for the pair is on record.
    pub detected: bool,
}

impl MemberView {
    /// Name, with "lead" behind it.
    fn title(&self) -> String {
        if self.lead && !self.declined {
            format!("{} (lead)", self.name)
        } else {
            self.name.clone()
        }
    }
}

/// What speaks for and against a person, and what was answered.
fn member_details(member: &MemberView) -> AnyView {
    let (text, colour) = member.state;
    let labelled = |label: &'static str, text: &Option<String>| {
        text.clone().map(|text| {
            view! {
                <p class="govuk-body-s govuk-!-margin-bottom-1">
                    <strong>{label}</strong>
                    " "
                    {text}
                </p>
            }
        })
    };
    let reasons = if member.declined {
        Vec::new()
    } else {
        member.reasons.clone()
    };
    view! {
        <p class="govuk-body govuk-!-margin-bottom-1"><Tag text=text colour=colour/></p>
        {concern_tags(&member.concerns)}
        {(!reasons.is_empty()).then(|| view! {
            <ul class="govuk-list govuk-list--bullet govuk-body-s govuk-!-margin-bottom-1">
                {reasons.into_iter().map(|r| view! { <li>{r}</li> }).collect_view()}
            </ul>
        })}
        {labelled("Why all the same:", &member.override_reason)}
        {labelled("Reason given:", &member.answer_reason)}
        {labelled("Conflict of interest:", &member.conflict)}
        {labelled("Kept because:", &member.conflict_waived)}
    }
    .into_any()
}

/// Each concern as a tag under the other.
fn concern_tags(concerns: &[String]) -> AnyView {
    concerns
        .iter()
        .map(|c| {
            view! {
                <p class="govuk-body govuk-!-margin-bottom-1"><Tag text=c.clone() colour=TagColour::Orange/></p>
            }
        })
        .collect_view()
        .into_any()
}

/// Said when somebody else changed a team since the page was opened.
const OUTDATED: &str = "Somebody has changed a team since you opened this page";
