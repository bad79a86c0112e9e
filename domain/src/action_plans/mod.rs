//! Action plans: when an action is overdue, how it is counted, and the forms for an action and for an update of it.
//!
//! Overdue is computed here and never stored. Holds no rule about who may do what.

mod forms;
mod money;

pub use forms::{ActionForm, Allowed, UpdateForm, next_states};
pub use money::{CostError, MAX_PENCE, Pence};

use crate::calendar::WorkingCalendar;
use crate::states::ActionState;
use chrono::NaiveDate;

/// How many working days ahead count as soon: about half a term.
pub const SOON: i32 = 30;

/// When an action asks for attention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Due {
    /// Should have been done.
    Overdue,
    /// Within the next [`SOON`] working days.
    Soon,
    /// After that.
    Later,
    /// Done, shown to have made a difference, or dropped: asks for nothing.
    Finished,
}

/// Where an action of this state and date stands on `today`. A date in a holiday or at a weekend counts as the next
/// working day, so nothing falls overdue while schools are closed; what is only proposed is never overdue, since
/// nobody has agreed to it.
pub fn due(
    state: ActionState,
    due: NaiveDate,
    today: NaiveDate,
    calendar: &WorkingCalendar,
) -> Due {
    if state.is_finished() {
        Due::Finished
    } else if state != ActionState::Proposed && calendar.next_working(due) < today {
        Due::Overdue
    } else if due <= calendar.add_working_days(today, SOON) {
        Due::Soon
    } else {
        Due::Later
    }
}

/// How many actions stand where: numbers, which more people may see than the plan itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ActionCounts {
    /// Not finished, with those that are overdue.
    pub open: u32,
    /// Open and overdue.
    pub overdue: u32,
    /// Open, not overdue, due within the next [`SOON`] working days.
    pub soon: u32,
    /// Done, or shown to have made a difference.
    pub done: u32,
    /// Dropped.
    pub dropped: u32,
}

impl ActionCounts {
    /// Counts actions, each given by state and due date.
    pub fn of(
        actions: impl IntoIterator<Item = (ActionState, NaiveDate)>,
        today: NaiveDate,
        calendar: &WorkingCalendar,
    ) -> Self {
        let mut counts = Self::default();
        for (state, date) in actions {
            match due(state, date, today, calendar) {
                Due::Finished if state == ActionState::Dropped => counts.dropped += 1,
                Due::Finished => counts.done += 1,
                at => {
                    counts.open += 1;
                    counts.overdue += u32::from(at == Due::Overdue);
                    counts.soon += u32::from(at == Due::Soon);
                }
            }
        }
        counts
    }
}

/// The state in words, the same on screens and in documents.
pub const fn state_in_words(state: ActionState) -> &'static str {
    match state {
        ActionState::Proposed => "Proposed",
        ActionState::Agreed => "Agreed",
        ActionState::InProgress => "In progress",
        ActionState::Done => "Done",
        ActionState::ImpactEvidenced => "Made a difference",
        ActionState::Blocked => "Blocked",
        ActionState::Dropped => "Dropped",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use ActionState as S;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn an_action_is_overdue_from_the_working_day_after_its_date_and_never_in_a_holiday() {
        let calendar = WorkingCalendar::england();
        // Good Friday is 26 March 2027 and Easter Monday the 29th.
        let date = day("2027-03-26");
        for (state, today, expected) in [
            (S::Agreed, "2027-03-26", Due::Soon),
            (S::Agreed, "2027-03-29", Due::Soon),
            (S::Agreed, "2027-03-30", Due::Soon),
            (S::Agreed, "2027-03-31", Due::Overdue),
            (S::InProgress, "2027-03-31", Due::Overdue),
            (S::Blocked, "2027-03-31", Due::Overdue),
            (S::Proposed, "2027-03-31", Due::Soon),
            (S::Done, "2027-03-31", Due::Finished),
            (S::ImpactEvidenced, "2027-03-31", Due::Finished),
            (S::Dropped, "2027-03-31", Due::Finished),
        ] {
            assert_eq!(
                due(state, date, day(today), &calendar),
                expected,
                "{state} {today}"
            );
        }
    }

    #[test]
    fn soon_ends_thirty_working_days_ahead() {
        let calendar = WorkingCalendar::england();
        let today = day("2027-01-11");
        let last = calendar.add_working_days(today, SOON);
        assert_eq!(due(S::Agreed, last, today, &calendar), Due::Soon);
        assert_eq!(
            due(S::Agreed, last.succ_opt().unwrap(), today, &calendar),
            Due::Later
        );
    }

    #[test]
    fn counts_are_of_states_and_dates_alone() {
        let calendar = WorkingCalendar::england();
        let early = day("2027-01-04");
        let late = day("2027-12-01");
        let actions = [
            (S::Agreed, early),
            (S::Proposed, early),
            (S::InProgress, late),
            (S::Done, early),
            (S::ImpactEvidenced, early),
            (S::Dropped, early),
        ];
        let counts = ActionCounts::of(actions, day("2027-01-11"), &calendar);
        assert_eq!(
            counts,
            ActionCounts {
                open: 3,
                overdue: 1,
                soon: 1,
                done: 2,
                dropped: 1
            }
        );
    }
}
