//! What an invited reviewer is asked, and the answer.

use crate::components::{
    Button, ButtonKind, Choice, ErrorSummary, InsetText, Radios, SummaryList, SummaryRow, TextArea,
    WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// The invitation as the invited person sees it.
#[derive(Debug, Clone)]
pub struct InvitationView {
    /// The school.
    pub school: String,
    /// Its phase and how far it is, as far as known.
    pub about_school: Vec<String>,
    /// Cycle and partnership.
    pub cycle: String,
    /// The day of the visit, or between which days it will be.
    pub when: String,
    /// True when the person is asked to lead.
    pub lead: bool,
    /// The others in the team: name, with what they are and whether they have accepted.
    pub others: Vec<String>,
    /// True once the person has accepted.
    pub accepted: bool,
    /// What follows, in a sentence: who still has to answer.
    pub next: String,
    /// True when the answer can still be given or changed.
    pub may_answer: bool,
    /// What the person has declared.
    pub conflict: Option<String>,
    /// True when the pack has been released: withdrawing now may put the visit off.
    pub released: bool,
    /// Names of those to ask.
    pub coordinators: String,
}

/// The page.
#[component]
pub fn Invitation(
    /// What is on it.
    view: InvitationView,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let part = if view.lead {
        "Lead reviewer"
    } else {
        "Reviewer"
    };
    let title = if view.accepted {
        format!("You are in the review team of {}", view.school)
    } else {
        format!("Invitation to review {}", view.school)
    };
    let others = if view.others.is_empty() {
        "Nobody else yet".to_owned()
    } else {
        view.others.join("\n")
    };
    let rows = vec![
        SummaryRow::text(
            "School",
            std::iter::once(view.school.clone())
                .chain(view.about_school.clone())
                .collect::<Vec<_>>()
                .join("\n"),
        ),
        SummaryRow::text("Cycle", view.cycle.clone()),
        SummaryRow::text("Visit", view.when.clone()),
        SummaryRow::text("Your part", part),
        SummaryRow::text("With you", others),
    ];
    let answer = match (view.may_answer, view.accepted) {
        (false, _) => view! { <p class="govuk-body">"The visit has taken place, so the answer can no longer be changed."</p> }.into_any(),
        (true, false) => answer_form(&form, &errors),
        (true, true) => withdraw_form(&view, &form, &errors),
    };
    let lead = view.lead;
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">{title}</h1>
        <InsetText>{view.next}</InsetText>
        <SummaryList rows=rows/>
        {view.conflict.map(|c| view! {
            <p class="govuk-body"><strong>"Conflict of interest that you declared: "</strong>{c}</p>
        })}
        <h2 class="govuk-heading-m">"What we ask of you"</h2>
        <ul class="govuk-list govuk-list--bullet">
            <li>"Read the school’s pack before the visit: its self-review and the questions it asks. You can read it once the coordinator has released it."</li>
            <li>"Take part in a short briefing of the team, and spend the day of the visit at the school."</li>
            <li>"Note what you see by strand, and agree findings and recommendations with the team."</li>
            {lead.then(|| view! {
                <li>"As the lead: share out the strands, write the report within 5 working days of the visit, and answer the headteacher’s points of accuracy."</li>
            })}
            <li>"About a term later, look with the same team at what has changed."</li>
            <li>"Keep what you learn to the team and the school. This is not an inspection."</li>
        </ul>
        {answer}
        <p class="govuk-body">{format!("Questions? Ask {}.", view.coordinators)}</p>
        <WhoCanSee
            people=vec![
                "You, and the coordinators of the partnership".to_owned(),
                "The school and the others in the team see that you take part. They do not see what you write here.".to_owned(),
            ]
        />
    }
}

fn answer_form(form: &RawForm, errors: &FieldErrors) -> AnyView {
    let value = |name: &str| form.get(name).to_owned();
    view! {
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=value("form_key")/>
            <Radios
                name="answer"
                label="Can you take part?"
                label_size="m"
                choices=vec![Choice::new("accept", "Yes, I accept"), Choice::new("decline", "No, I decline")]
                value=value("answer")
                error=errors.get("answer")
            />
            <Radios
                name="conflict"
                label="If you accept: do you have a conflict of interest with this school?"
                hint="For example a relative there, an application for a post, a contract, or a dispute. Say so even if it is small: the coordinator decides."
                choices=vec![Choice::new("no", "No"), Choice::new("yes", "Yes")]
                value=value("conflict")
                error=errors.get("conflict")
            />
            <TextArea
                name="conflict_text"
                label="If there is one: what it is"
                hint="Do not name pupils."
                value=value("conflict_text")
                error=errors.get("conflict_text")
                rows=3
            />
            <TextArea
                name="reason"
                label="If you decline: why"
                hint="A few words, so that the coordinator can find somebody else."
                value=value("reason")
                error=errors.get("reason")
                rows=3
            />
            <Button text="Send my answer"/>
        </form>
    }
    .into_any()
}

fn withdraw_form(view: &InvitationView, form: &RawForm, errors: &FieldErrors) -> AnyView {
    let released = view.released.then(|| {
        view! {
            <p class="govuk-body">
                "The team already has the school’s pack. If you withdraw now, the coordinator may have to put the visit off, so please speak to them first."
            </p>
        }
    });
    view! {
        <h2 class="govuk-heading-m">"If you can no longer take part"</h2>
        <p class="govuk-body">"Your place becomes open and the coordinators hear of it. You will no longer see this review."</p>
        {released}
        <form method="post" novalidate>
            <input type="hidden" name="form_key" value=form.get("form_key").to_owned()/>
            <input type="hidden" name="answer" value="withdraw"/>
            <TextArea
                name="reason"
                label="Why you have to withdraw"
                value=form.get("reason").to_owned()
                error=errors.get("reason")
                rows=3
            />
            <Button text="Withdraw from this team" kind=ButtonKind::Warning/>
        </form>
    }
    .into_any()
}
