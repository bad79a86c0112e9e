//! Asks for the last day of a role.

use super::Hidden;
use super::roles::RoleView;
use crate::components::{
    Button, ButtonGroup, ButtonKind, DateInput, ErrorSummary, SummaryList, SummaryRow,
};
use domain::forms::{FieldErrors, RawForm};
use leptos::prelude::*;

/// The form.
#[component]
pub fn EndRole(
    /// Whose role.
    name: String,
    /// The role.
    role: RoleView,
    /// Where one goes who does not want to end it.
    back: String,
    /// What was typed.
    form: RawForm,
    /// What is wrong with it.
    errors: FieldErrors,
) -> impl IntoView {
    let rows = vec![
        SummaryRow::text("Person", name),
        SummaryRow::text("Role", role.in_one_line()),
        SummaryRow::text("From", super::day(role.from)),
        SummaryRow::text(
            "Last day",
            role.until.map_or_else(|| "None yet".to_owned(), super::day),
        ),
        SummaryRow::text("Why", role.why.clone()),
    ];
    view! {
        <ErrorSummary errors=errors.items().to_vec()/>
        <h1 class="govuk-heading-l">"End a role"</h1>
        <SummaryList rows/>
        <form method="post" novalidate>
            <Hidden form=form.clone()/>
            <DateInput
                name="until"
                label="Last day of the role"
                hint="To take the role away at once, enter yesterday’s date. What the person has written stays."
                day=form.get("until-day").to_owned()
                month=form.get("until-month").to_owned()
                year=form.get("until-year").to_owned()
                error=errors.get("until-day")
            />
            <ButtonGroup>
                <Button text="End the role" kind=ButtonKind::Warning/>
                <a class="govuk-link" href=back.clone()>"Cancel"</a>
            </ButtonGroup>
        </form>
    }
}
