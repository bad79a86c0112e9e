//! Before invitations go out: who will get an e-mail, and which teams are not ready.

use super::OUTDATED;
use crate::components::{Button, Cell, Column, NotificationBanner, Table, WhoCanSee};
use domain::forms::RawForm;
use leptos::prelude::*;

/// A school whose planned people are to be invited.
#[derive(Debug, Clone)]
pub struct Invited {
    /// The school.
    pub school: String,
    /// Address of its team's page.
    pub href: String,
    /// Names, with "(lead)" behind the lead's.
    pub people: Vec<String>,
    /// Why they cannot be invited yet.
    pub lacks: Option<String>,
}

/// The page.
#[derive(Debug, Clone)]
pub struct InviteView {
    /// Name of the cycle.
    pub cycle: String,
    /// Name of the partnership.
    pub partnership: String,
    /// Address of this page.
    pub href: String,
    /// Address of the board.
    pub board: String,
    /// Teams with planned people.
    pub teams: Vec<Invited>,
    /// True when somebody else changed a team meanwhile.
    pub outdated: bool,
}

/// Asks for leave to send the invitations.
#[component]
pub fn Invite(
    /// What is on it.
    view: InviteView,
    /// Version and key.
    form: RawForm,
) -> impl IntoView {
    let (ready, waiting): (Vec<Invited>, Vec<Invited>) =
        view.teams.into_iter().partition(|t| t.lacks.is_none());
    let count: usize = ready.iter().map(|t| t.people.len()).sum();
    let none = ready.is_empty();
    let rows = ready
        .into_iter()
        .map(|t| {
            vec![
                Cell::link(t.school, t.href),
                Cell::text(t.people.join(", ")),
            ]
        })
        .collect();
    let waiting_rows: Vec<Vec<Cell>> = waiting
        .into_iter()
        .map(|t| {
            vec![
                Cell::link(t.school, t.href),
                Cell::text(t.people.join(", ")),
                Cell::text(t.lacks.unwrap_or_default()),
            ]
        })
        .collect();
    let text = match count {
        1 => "Send 1 invitation".to_owned(),
        n => format!("Send {n} invitations"),
    };
    view! {
        {view.outdated.then(|| view! {
            <NotificationBanner text=OUTDATED>
                <p class="govuk-body">"No invitation was sent. Look at the list again."</p>
            </NotificationBanner>
        })}
        <span class="govuk-caption-l">{view.cycle}</span>
        <h1 class="govuk-heading-l">"Send the invitations"</h1>
        {if none {
            view! { <p class="govuk-body">"There is nobody to invite. Suggest teams first, or complete those that are not ready."</p> }.into_any()
        } else {
            view! {
                <p class="govuk-body">
                    "Each person below is told with the next e-mail, one e-mail a person, and asked to accept or decline. "
                    "When everybody in a team has accepted, the team is confirmed by itself."
                </p>
                <Table caption="Who will be invited" columns=vec![Column::new("School"), Column::new("People")] rows=rows/>
            }.into_any()
        }}
        {(!waiting_rows.is_empty()).then(|| view! {
            <Table
                caption="Not ready to be invited"
                columns=vec![Column::new("School"), Column::new("People"), Column::new("What is missing")]
                rows=waiting_rows
            />
        })}
        <form method="post" action=view.href novalidate>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <input type="hidden" name="version" value=form.get("version").to_owned()/>
            <div class="govuk-button-group">
                {(!none).then(|| view! { <Button text=text/> })}
                <a class="govuk-link" href=view.board>"Go back to the teams"</a>
            </div>
        </form>
        <WhoCanSee people=vec![format!("The coordinators of {}", view.partnership)] note="Each invited person sees the own team only."/>
    }
}
