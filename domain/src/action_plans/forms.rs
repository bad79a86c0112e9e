//! The form for an action and the form for an update of it.

use super::Pence;
use crate::forms::{FieldErrors, RawForm, Reader, set_date};
use crate::framework::{Framework, StrandCode};
use crate::ids::RecommendationId;
use crate::states::ActionState;
use chrono::NaiveDate;

/// An action as the school describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionForm {
    /// What will be done.
    pub title: String,
    /// The strand of the framework.
    pub strand: StrandCode,
    /// The recommendation that it answers, if any.
    pub recommendation: Option<RecommendationId>,
    /// Who sees to it: a role, never a name.
    pub owner: String,
    /// By when.
    pub due: NaiveDate,
    /// How the school will know that it has worked.
    pub success: String,
    /// What it costs.
    pub cost: Option<Pence>,
    /// Where the money comes from.
    pub funding: String,
}

/// What a form for an action may name.
#[derive(Debug, Clone, Copy)]
pub struct Allowed<'a> {
    /// The framework version of the cycle.
    pub framework: &'a Framework,
    /// The recommendations of the report.
    pub recommendations: &'a [RecommendationId],
    /// The day of the request: a date that is set now lies on or after it.
    pub today: NaiveDate,
    /// The date that the action has already, which may stay although it has passed.
    pub due: Option<NaiveDate>,
}

impl ActionForm {
    /// Reads the form.
    ///
    /// # Errors
    /// All faults beside their fields.
    pub fn parse(raw: &RawForm, allowed: Allowed<'_>) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(raw);
        let title = reader.line("title", "Enter what will be done");
        let recommendation: Option<RecommendationId> =
            reader.optional_parsed("recommendation", "Choose a recommendation of the report");
        if recommendation
            .as_ref()
            .is_some_and(|r| !allowed.recommendations.contains(r))
        {
            reader.error("recommendation", "Choose a recommendation of the report");
        }
        let strand = reader.parsed::<StrandCode>("strand", "Choose a strand");
        if strand.is_some_and(|s| allowed.framework.strand(&s).is_none()) {
            reader.error("strand", "Choose a strand");
        }
        let owner = reader.line("owner", "Enter the role of the person who sees to it");
        let due = reader.date("due", "the date by which it will be done");
        if due.is_some_and(|d| d < allowed.today && Some(d) != allowed.due) {
            reader.error(
                "due-day",
                "The date by which it will be done must be today or later",
            );
        }
        let success = reader.text("success", "Enter how you will know that it has worked");
        let cost = match raw.get("cost").trim() {
            "" => None,
            typed => match Pence::parse_pounds(typed) {
                Ok(cost) => Some(cost),
                Err(e) => {
                    reader.error("cost", e.to_string());
                    None
                }
            },
        };
        let funding = reader.optional_line("funding");
        let parts = strand.zip(due).map(|(strand, due)| Self {
            title,
            strand,
            recommendation,
            owner,
            due,
            success,
            cost,
            funding,
        });
        reader.finish(parts)
    }

    /// Fills the fields from an action.
    pub fn fill(&self, raw: &mut RawForm) {
        raw.set("title", self.title.clone());
        raw.set("strand", self.strand.to_string());
        raw.set(
            "recommendation",
            self.recommendation
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        );
        raw.set("owner", self.owner.clone());
        set_date(raw, "due", Some(self.due));
        raw.set("success", self.success.clone());
        raw.set("cost", self.cost.map(Pence::typed).unwrap_or_default());
        raw.set("funding", self.funding.clone());
    }
}

/// The states that an action may be given by an update. A proposed action is agreed with the whole plan, and one that
/// is added later is agreed by an update.
pub fn next_states(from: ActionState, plan_agreed: bool) -> Vec<ActionState> {
    from.next()
        .iter()
        .copied()
        .filter(|to| *to != ActionState::Agreed || plan_agreed)
        .collect()
}

/// How an action has gone on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateForm {
    /// Its state from now on; the same as before when only words are added.
    pub state: ActionState,
    /// What has happened; why it is blocked or dropped; what shows that it made a difference.
    pub text: String,
}

impl UpdateForm {
    /// Reads the form for an action that is in `from`.
    ///
    /// # Errors
    /// A state that may not follow, and words that are missing where they are needed: a reason for being blocked or
    /// dropped, what shows the difference, or anything at all when the state stays as it is.
    pub fn parse(raw: &RawForm, from: ActionState, plan_agreed: bool) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(raw);
        let state = reader.parsed::<ActionState>("state", "Choose how the action stands now");
        if state.is_some_and(|to| to != from && !next_states(from, plan_agreed).contains(&to)) {
            reader.error("state", "Choose how the action stands now");
        }
        let missing = match state {
            Some(to) if to == from => Some("Enter what has happened"),
            Some(ActionState::Blocked) => Some("Enter what blocks the action"),
            Some(ActionState::Dropped) => Some("Enter why the action is dropped"),
            Some(ActionState::ImpactEvidenced) => {
                Some("Enter what shows that it has made a difference")
            }
            _ => None,
        };
        let text = match missing {
            Some(words) => reader.text("text", words),
            None => reader.optional_text("text"),
        };
        reader.finish(state.map(|state| Self { state, text }))
    }

    /// The reason to keep with the action, where its state needs one.
    pub fn reason(&self) -> Option<&str> {
        self.state.needs_reason().then_some(self.text.as_str())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::framework::{FIVE_PRINCIPLES, parse};

    fn good() -> RawForm {
        let mut raw = RawForm::default();
        for (name, value) in [
            ("title", "Train every tutor"),
            ("strand", "2.1"),
            ("recommendation", "rec1"),
            ("owner", "Deputy headteacher"),
            ("due-day", "30"),
            ("due-month", "4"),
            ("due-year", "2027"),
            ("success", "Every tutor has been trained"),
            ("cost", "£1,250.50"),
            ("funding", "Pupil premium"),
        ] {
            raw.set(name, value);
        }
        raw
    }

    fn read(raw: &RawForm, due: Option<&str>) -> Result<ActionForm, FieldErrors> {
        let framework = parse(FIVE_PRINCIPLES).unwrap();
        let recommendations = ["rec1".parse().unwrap()];
        ActionForm::parse(
            raw,
            Allowed {
                framework: &framework,
                recommendations: &recommendations,
                today: "2027-04-30".parse().unwrap(),
                due: due.map(|d| d.parse().unwrap()),
            },
        )
    }

    #[test]
    fn an_action_fills_its_form_and_is_read_back() {
        let form = read(&good(), None).unwrap();
        assert_eq!(form.cost, Some(Pence(125_050)));
        let mut raw = RawForm::default();
        form.fill(&mut raw);
        assert_eq!(read(&raw, None).unwrap(), form);
    }

    #[test]
    fn a_date_that_is_set_lies_ahead_but_one_that_has_passed_may_stay() {
        let mut raw = good();
        raw.set("due-day", "29");
        assert!(
            read(&raw, None)
                .unwrap_err()
                .get("due-day")
                .unwrap()
                .contains("today or later")
        );
        assert!(read(&raw, Some("2027-04-29")).is_ok());
        assert!(read(&raw, Some("2027-04-28")).is_err());
    }

    #[test]
    fn what_the_report_or_the_framework_does_not_hold_cannot_be_chosen() {
        let mut raw = good();
        raw.set("recommendation", "other");
        raw.set("strand", "9.9");
        let errors = read(&raw, None).unwrap_err();
        assert!(errors.get("recommendation").is_some() && errors.get("strand").is_some());
        raw.set("recommendation", "");
        raw.set("strand", "1.1");
        assert_eq!(read(&raw, None).unwrap().recommendation, None);
    }

    fn update(from: ActionState, to: &str, text: &str) -> Result<UpdateForm, FieldErrors> {
        let mut raw = RawForm::default();
        raw.set("state", to);
        raw.set("text", text);
        UpdateForm::parse(&raw, from, true)
    }

    #[test]
    fn blocked_dropped_and_made_a_difference_need_words() {
        use ActionState as S;
        for (from, to) in [
            (S::InProgress, "blocked"),
            (S::InProgress, "dropped"),
            (S::Done, "impact_evidenced"),
            (S::InProgress, "in_progress"),
        ] {
            assert!(
                update(from, to, " ").unwrap_err().get("text").is_some(),
                "{to}"
            );
            assert!(update(from, to, "Because").is_ok(), "{to}");
        }
        assert!(update(S::InProgress, "done", "").is_ok());
        assert_eq!(
            update(S::Agreed, "blocked", "No room").unwrap().reason(),
            Some("No room")
        );
        assert_eq!(update(S::Agreed, "done", "All in").unwrap().reason(), None);
    }

    #[test]
    fn done_is_not_impact_and_no_step_is_left_out() {
        use ActionState as S;
        assert!(update(S::InProgress, "impact_evidenced", "Look").is_err());
        assert!(update(S::Dropped, "in_progress", "Again").is_err());
        assert_eq!(next_states(S::Proposed, false), [S::Dropped]);
        assert_eq!(next_states(S::Proposed, true), [S::Agreed, S::Dropped]);
    }
}
