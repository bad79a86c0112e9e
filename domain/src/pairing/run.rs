//! The states of a run: a suggestion that is asked for, worked out in the background, and taken or thrown away.

/// How a run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RunState {
    /// Asked for, not begun.
    Queued,
    /// Being worked out.
    Running,
    /// There is a suggestion to look at.
    Done,
    /// The suggestion has become the planned teams.
    Taken,
    /// The suggestion was thrown away, or another was asked for.
    Dropped,
    /// Given up before there was a suggestion.
    Cancelled,
    /// It could not be worked out.
    Failed,
}

impl RunState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Queued,
        Self::Running,
        Self::Done,
        Self::Taken,
        Self::Dropped,
        Self::Cancelled,
        Self::Failed,
    ];

    /// As it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Done => "done",
            Self::Taken => "taken",
            Self::Dropped => "dropped",
            Self::Cancelled => "cancelled",
            Self::Failed => "failed",
        }
    }

    /// Whether it can go on to the other state. A run whose machine stopped is queued again.
    #[must_use]
    pub const fn may_become(self, to: Self) -> bool {
        use RunState as S;
        matches!(
            (self, to),
            (S::Queued, S::Running | S::Cancelled)
                | (S::Running, S::Queued | S::Done | S::Cancelled | S::Failed)
                | (S::Done, S::Taken | S::Dropped)
        )
    }

    /// True while it is waiting or being worked out.
    #[must_use]
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Queued | Self::Running)
    }
}

impl std::str::FromStr for RunState {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut all = Self::ALL.into_iter();
        all.find(|state| state.as_str() == text)
            .ok_or_else(|| format!("{text:?} is no state of a run"))
    }
}
