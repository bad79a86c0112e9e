//! The own account: which roles one holds and why, and what one may change.

use super::roles::{RoleTable, RoleView};
use super::{ChangedMeanwhile, Hidden};
use crate::components::{
    Button, ButtonKind, ErrorSummary, PostButton, SummaryList, SummaryRow, TextInput, WhoCanSee,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// What a reviewer's profile says, in words.
#[derive(Debug, Clone)]
pub struct ProfileView {
    /// Names of the partnerships for which the person reviews.
    pub partnerships: Vec<String>,
    /// When trained, or that it is not recorded.
    pub trained: String,
    /// Phases.
    pub phases: Vec<String>,
    /// Strands with their titles.
    pub expertise: Vec<String>,
    /// Most visits in one cycle.
    pub max_load: u32,
    /// Schools with a declared interest.
    pub interests: Vec<String>,
    /// Schools where the person works.
    pub works_at: Vec<String>,
    /// Days of the week on which the person can visit; empty means any.
    pub weekdays: Vec<String>,
    /// When the person cannot visit, one day or range a line.
    pub away: String,
    /// Posts held in the last years, with their last days.
    pub posts: Vec<String>,
    /// True when the person has rated the fictional school.
    pub calibrated: bool,
}

impl ProfileView {
    /// The rows of a summary; those the reviewer may change lead to `change`.
    pub(super) fn rows(self, change: Option<&str>) -> Vec<SummaryRow> {
        let own = |row: SummaryRow, about: &str| match change {
            Some(href) => row.action("Change", about, href),
            None => row,
        };
        let done = if self.calibrated {
            "Done"
        } else {
            "Not done yet"
        };
        let calibration = SummaryRow::text("Comparing how you rate", done);
        let calibration = match (change, self.calibrated) {
            (None, _) => SummaryRow::text("Has compared how they rate", done),
            (Some(_), true) => calibration.action("See", "how you rate", "/me/calibration"),
            (Some(_), false) => {
                calibration.action("Start", "comparing how you rate", "/me/calibration")
            }
        };
        vec![
            SummaryRow::text("Reviews for", self.partnerships.join("\n")),
            SummaryRow::text("Trained on", self.trained),
            SummaryRow::text("Works at", self.works_at.join("\n")),
            own(SummaryRow::text("Phases", self.phases.join(", ")), "phases"),
            own(
                SummaryRow::text("Strengths", self.expertise.join("\n")),
                "strengths",
            ),
            own(
                SummaryRow::text("Most visits in a cycle", self.max_load.to_string()),
                "most visits in a cycle",
            ),
            own(
                SummaryRow::text(
                    "Days for visits",
                    if self.weekdays.is_empty() {
                        "Any".to_owned()
                    } else {
                        self.weekdays.join(", ")
                    },
                ),
                "days for visits",
            ),
            own(SummaryRow::text("Away", self.away), "when you are away"),
            own(
                SummaryRow::text("Posts in the last three years", self.posts.join("\n")),
                "posts in the last three years",
            ),
            calibration,
            own(
                SummaryRow::text("Schools with an interest", self.interests.join("\n")),
                "schools with an interest",
            ),
        ]
    }
}

/// The account's page.
#[component]
pub fn Account(
    /// Own name.
    name: String,
    /// Own address.
    email: String,
    /// Every role, newest first.
    roles: Vec<RoleView>,
    /// The reviewer's profile, for reviewers.
    profile: Option<ProfileView>,
) -> impl IntoView {
    let rows = vec![
        SummaryRow::text("Name", name).action("Change", "your name", "/me/name"),
        SummaryRow::text("E-mail address", email),
    ];
    view! {
        <h1 class="govuk-heading-l">"Your account"</h1>
        <SummaryList rows/>
        <p class="govuk-body">"Links to sign in go to this address. If your address changes, ask whoever invited you to invite the new one."</p>
        <h2 class="govuk-heading-m">"Your roles"</h2>
        <RoleTable
            caption="Roles you hold or have held, and why"
            roles
            empty="You do not hold a role. If you were invited, ask the person who invited you."
        />
        {profile.map(|p| view! {
            <h2 class="govuk-heading-m">"You as a reviewer"</h2>
            <SummaryList rows=p.rows(Some("/me/reviewer"))/>
        })}
        <h2 class="govuk-heading-m">"Your calendar"</h2>
        <p class="govuk-body">
            <a class="govuk-link" href="/me/calendar">"See visits and tasks in your own calendar"</a>
        </p>
        <WhoCanSee
            people=vec![
                "You".to_owned(),
                "The coordinators of your partnerships".to_owned(),
                "The headteacher of your school, if you are a contributor or governor".to_owned(),
                "The administrators of this website".to_owned(),
            ]
            note="Nobody else sees your e-mail address."
        />
        <h2 class="govuk-heading-m">"Signing out"</h2>
        <p class="govuk-body">"If you have lost a phone or used a shared computer, sign out on every device."</p>
        <PostButton text="Sign out everywhere" action="/sign-out-everywhere" kind=ButtonKind::Secondary/>
    }
}

/// The form for the own name.
#[component]
pub fn Name(
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
    /// The name that was saved in another window in the meantime.
    other: Option<String>,
) -> impl IntoView {
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        {other.map(|name| view! { <ChangedMeanwhile now=format!("Your name is now {name}.")/> })}
        <form method="post" novalidate>
            <Hidden form=form.clone()/>
            <TextInput
                name="name"
                label="Your name"
                hint="As the people of your partnership know you. It stands in e-mails and beside what you save."
                autocomplete="name"
                page_heading=true
                value=form.get("name").to_owned()
                error=errors.get("name")
            />
            <Button text="Save"/>
        </form>
    }
}
