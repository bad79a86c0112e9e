//! The state machines of domain.md, each as one table of allowed transitions.
//!
//! The diagrams in `docs/` are generated from these tables (`mermaid`). No wording for screens, no decision about
//! who may cause a transition.

macro_rules! states {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal => [$($next:ident),*];)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every state, in the order in which a record usually goes through them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The state as stored.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }
            /// The states that may follow this one.
            pub fn next(self) -> &'static [Self] {
                match self { $(Self::$variant => &[$(Self::$next),*],)+ }
            }
            /// True when `to` may follow this state.
            pub fn may_become(self, to: Self) -> bool { self.next().contains(&to) }

            /// The table as a Mermaid state diagram, for the documentation.
            pub fn mermaid() -> String {
                let mut out = String::from("stateDiagram-v2\n");
                for from in Self::ALL {
                    for to in from.next() {
                        out.push_str(&format!("    {} --> {}\n", from.as_str(), to.as_str()));
                    }
                }
                out
            }
        }
        impl std::str::FromStr for $name {
            type Err = UnknownState;
            fn from_str(text: &str) -> Result<Self, UnknownState> {
                match text { $($text => Ok(Self::$variant),)+ _ => Err(UnknownState) }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(self.as_str()) }
        }
    };
}

/// The stored text is none of the machine's states.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a state")]
pub struct UnknownState;

states! {
    /// A cycle, from its first sketch to its end.
    CycleState {
        /// Being set up; only its coordinators see it.
        Draft = "draft" => [Recruiting, Active];
        /// Launched; schools are accepting the agreement.
        Recruiting = "recruiting" => [Active, Closing];
        /// Reviews are under way.
        Active = "active" => [Closing];
        /// No new visits; plans and impact reviews are being finished.
        Closing = "closing" => [Closed];
        /// Over; everything is read-only.
        Closed = "closed" => [];
    }
}

states! {
    /// A school's own judgement in one review.
    SelfReviewState {
        /// Nothing has been saved.
        NotStarted = "not_started" => [InProgress];
        /// At least one strand has been saved.
        InProgress = "in_progress" => [Submitted];
        /// The head has submitted it.
        Submitted = "submitted" => [Returned, Locked];
        /// The coordinator has sent it back with a reason.
        Returned = "returned" => [Submitted];
        /// The pack has been released to the team; nothing changes any more.
        Locked = "locked" => [];
    }
}

states! {
    /// The review of one school: the visit and its paperwork.
    ReviewState {
        /// The school is in the cycle; team and date are open.
        Proposed = "proposed" => [TeamConfirmed, Postponed, Cancelled];
        /// Every member of the team has accepted.
        TeamConfirmed = "team_confirmed" => [DateAgreed, Proposed, Postponed, Cancelled];
        /// The day of the visit is fixed.
        DateAgreed = "date_agreed" => [Preparing, TeamConfirmed, Proposed, Postponed, Cancelled];
        /// The pack has been released to the team.
        Preparing = "preparing" => [Visited, Postponed, Cancelled];
        /// The visit has taken place.
        Visited = "visited" => [Drafting, Cancelled];
        /// The lead reviewer writes the report.
        Drafting = "drafting" => [InQualityAssurance, AccuracyCheck, Cancelled];
        /// A moderator reads the draft, where the cycle has this step.
        InQualityAssurance = "in_quality_assurance" => [Drafting, AccuracyCheck, Cancelled];
        /// The headteacher checks the draft for accuracy.
        AccuracyCheck = "accuracy_check" => [Drafting, Final, Cancelled];
        /// The report is final and belongs to the school.
        Final = "final" => [WorkshopHeld];
        /// The plan has been agreed in the workshop.
        WorkshopHeld = "workshop_held" => [ImpactReviewed];
        /// The peers have recorded what has changed.
        ImpactReviewed = "impact_reviewed" => [Closed];
        /// Over; the team's access has ended.
        Closed = "closed" => [];
        /// Put off with a reason; the work so far is kept.
        Postponed = "postponed" => [Proposed, TeamConfirmed, DateAgreed, Preparing, Cancelled];
        /// Given up with a reason; the work so far is kept.
        Cancelled = "cancelled" => [];
    }
}

states! {
    /// An action of a school's plan. Overdue is computed, never stored.
    ActionState {
        /// Drafted in the workshop.
        Proposed = "proposed" => [Agreed, Dropped];
        /// Agreed with its owner.
        Agreed = "agreed" => [InProgress, Done, Blocked, Dropped];
        /// Work has begun.
        InProgress = "in_progress" => [Done, Blocked, Dropped];
        /// The work is done; whether it made a difference is another question.
        Done = "done" => [InProgress, ImpactEvidenced];
        /// It has been shown to have made a difference.
        ImpactEvidenced = "impact_evidenced" => [];
        /// Held up, with a reason.
        Blocked = "blocked" => [InProgress, Dropped];
        /// Given up, with a reason.
        Dropped = "dropped" => [];
    }
}

states! {
    /// A reviewer's answer to the invitation into a team.
    InvitationState {
        /// Paired by the coordinator, not yet told.
        Planned = "planned" => [Invited];
        /// Asked; no answer yet.
        Invited = "invited" => [Accepted, Declined];
        /// Comes.
        Accepted = "accepted" => [Declined];
        /// Does not come, with a reason.
        Declined = "declined" => [];
    }
}

impl ReviewState {
    /// True once the visit has taken place (and the review was not given up).
    pub fn is_after_visit(self) -> bool {
        !matches!(self, Self::Postponed | Self::Cancelled) && self >= Self::Visited
    }
    /// True once the report is final.
    pub fn has_final_report(self) -> bool {
        !matches!(self, Self::Postponed | Self::Cancelled) && self >= Self::Final
    }
    /// True when nothing more will happen.
    pub fn is_over(self) -> bool {
        matches!(self, Self::Closed | Self::Cancelled)
    }
}

impl ActionState {
    /// True when the action needs no more chasing.
    pub fn is_finished(self) -> bool {
        matches!(self, Self::Done | Self::ImpactEvidenced | Self::Dropped)
    }
    /// True when entering this state needs a reason.
    pub fn needs_reason(self) -> bool {
        matches!(self, Self::Blocked | Self::Dropped)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_state_reads_back_as_stored() {
        for s in ReviewState::ALL {
            assert_eq!(s.as_str().parse::<ReviewState>().unwrap(), *s);
        }
        assert!("visiting".parse::<ReviewState>().is_err());
    }

    #[test]
    fn every_state_can_be_reached() {
        for target in ReviewState::ALL {
            let reached = *target == ReviewState::Proposed
                || ReviewState::ALL.iter().any(|s| s.may_become(*target));
            assert!(reached, "{target}");
        }
    }

    #[test]
    fn a_final_report_never_goes_back_to_a_draft() {
        assert_eq!(ReviewState::Final.next(), &[ReviewState::WorkshopHeld]);
    }

    #[test]
    fn the_diagrams_in_the_docs_are_those_of_the_tables() {
        let now = format!(
            "# States\n\nMade from the tables in `domain/src/states.rs`; `QUINTET_WRITE_SNAPSHOTS=1 cargo test -p domain states` writes this page again.\n\n## Cycle\n\n```mermaid\n{}```\n\n## Self-review\n\n```mermaid\n{}```\n\n## Review\n\n```mermaid\n{}```\n\n## Action\n\n```mermaid\n{}```\n\n## Invitation into a team\n\n```mermaid\n{}```\n",
            CycleState::mermaid(),
            SelfReviewState::mermaid(),
            ReviewState::mermaid(),
            ActionState::mermaid(),
            InvitationState::mermaid(),
        );
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/STATES.md");
        if std::env::var("QUINTET_WRITE_SNAPSHOTS").is_ok() {
            std::fs::write(path, &now).unwrap();
        }
        assert_eq!(now, std::fs::read_to_string(path).unwrap_or_default());
    }
}
