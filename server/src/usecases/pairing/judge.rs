//! A change of one team as a value, and what it brings for the whole cycle. Writes nothing.

use super::problem::{drafts, problem};
use domain::forms::{FieldErrors, RawForm, Reader};
use domain::ids::PersonId;
use domain::pairing::{
    Concern, DraftMember, Fixed, FixedRole, RaisedConcern, Reason, TeamDraft, Violation, check,
    solve,
};
use store::teams::{CycleTeams, Host};

/// A change of one team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Somebody joins.
    Add {
        /// Who.
        person: PersonId,
        /// Whether as the lead, in place of whoever leads now.
        lead: bool,
    },
    /// A member becomes the lead.
    Lead {
        /// Who.
        person: PersonId,
    },
    /// Somebody leaves.
    Remove {
        /// Who.
        person: PersonId,
    },
    /// Somebody takes another's place.
    Replace {
        /// Who leaves.
        out: PersonId,
        /// Who comes.
        person: PersonId,
    },
}

impl Change {
    /// Reads what the form asks for; a person who is to leave or to lead must be in the team.
    pub fn read(form: &RawForm, host: &Host) -> Result<Self, FieldErrors> {
        let mut reader = Reader::new(form);
        let present = |person: &PersonId| host.present().any(|p| p.person == *person);
        let read = match form.get("do") {
            "add" => reader
                .parsed("person", "Choose who is to join the team")
                .map(|person| Self::Add {
                    person,
                    lead: form.has("lead"),
                }),
            "replace" => {
                let out = reader.parsed("out", "Choose who is to leave the team");
                let person = reader.parsed("instead", "Choose who is to come instead");
                out.zip(person)
                    .map(|(out, person)| Self::Replace { out, person })
            }
            "lead" => reader
                .parsed("member", "Choose somebody in the team")
                .map(|person| Self::Lead { person }),
            "remove" => reader
                .parsed("member", "Choose somebody in the team")
                .map(|person| Self::Remove { person }),
            _ => None,
        };
        let (field, member) = match &read {
            Some(Self::Lead { person } | Self::Remove { person }) => ("member", Some(person)),
            Some(Self::Replace { out, .. }) => ("out", Some(out)),
            _ => ("", None),
        };
        if member.is_some_and(|m| !present(m)) {
            reader.error(field, "This person is no longer in the team");
        }
        reader.finish(read)
    }

    /// The field beside which a refusal is said; none for the buttons beside a member.
    pub(super) fn field(&self) -> &'static str {
        match self {
            Self::Add { .. } => "person",
            Self::Replace { .. } => "instead",
            Self::Lead { .. } | Self::Remove { .. } => "",
        }
    }

    /// Who is in the team afterwards because of this change, or has another part in it.
    pub(super) fn chosen(&self) -> Option<&PersonId> {
        match self {
            Self::Add { person, .. } | Self::Lead { person } | Self::Replace { person, .. } => {
                Some(person)
            }
            Self::Remove { .. } => None,
        }
    }

    fn apply(&self, team: &mut TeamDraft) {
        match self {
            Self::Add { person, lead } => {
                if *lead {
                    team.members.iter_mut().for_each(|m| m.lead = false);
                }
                team.members.push(DraftMember {
                    person: person.to_string(),
                    lead: *lead,
                });
            }
            Self::Lead { person } => {
                team.members
                    .iter_mut()
                    .for_each(|m| m.lead = m.person == person.as_str());
            }
            Self::Remove { person } => team.members.retain(|m| m.person != person.as_str()),
            Self::Replace { out, person } => {
                let lead = team
                    .members
                    .iter()
                    .any(|m| m.person == out.as_str() && m.lead);
                team.members.retain(|m| m.person != out.as_str());
                team.members.push(DraftMember {
                    person: person.to_string(),
                    lead,
                });
            }
        }
    }
}

/// What a change brings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    /// Hard rules that it would break.
    pub refused: Vec<Violation>,
    /// What is to be avoided and was not so before, anywhere in the cycle.
    pub raised: Vec<RaisedConcern>,
}

/// Looks at the whole cycle as it would be. That a team is still too small or has no lead is not held against a single
/// change, since teams are made of several; it cannot be invited until then.
pub fn judge(all: &CycleTeams, host: &Host, change: &Change) -> Judged {
    let mut after = drafts(all);
    change.apply(team_of(&mut after, host));
    judge_teams(all, after, &[host])
}

/// The drafted team of a host, an empty one where it has none.
pub(super) fn team_of<'t>(teams: &'t mut Vec<TeamDraft>, host: &Host) -> &'t mut TeamDraft {
    let school = host.school.to_string();
    let at = teams
        .iter()
        .position(|t| t.host == school)
        .unwrap_or_else(|| {
            teams.push(TeamDraft {
                host: school,
                members: Vec::new(),
            });
            teams.len() - 1
        });
    &mut teams[at]
}

/// What these teams bring that was not so before; hard rules are asked of the hosts that change.
pub(super) fn judge_teams(
    all: &CycleTeams,
    mut after: Vec<TeamDraft>,
    changed: &[&Host],
) -> Judged {
    let question = problem(all);
    after.retain(|t| !t.members.is_empty());
    let (was, is) = (check(&question, &drafts(all)), check(&question, &after));
    let unfinished =
        |v: &Violation| matches!(v, Violation::TeamTooSmall { .. } | Violation::NoLead);
    Judged {
        refused: is
            .violations
            .into_iter()
            .filter(|b| changed.iter().any(|h| b.host == h.school.as_str()))
            .filter(|b| !was.violations.contains(b))
            .map(|b| b.violation)
            .filter(|v| !unfinished(v))
            .collect(),
        raised: is
            .concerns
            .into_iter()
            .filter(|c| !was.concerns.iter().any(|w| covers(w, c)))
            .collect(),
    }
}

/// True when `is` was there before, or is no worse than what was.
fn covers(was: &RaisedConcern, is: &RaisedConcern) -> bool {
    if was.host != is.host || was.person != is.person {
        return false;
    }
    match (&was.concern, &is.concern) {
        (Concern::SmallTeam { size: a, .. }, Concern::SmallTeam { size: b, .. }) => b >= a,
        (Concern::LoadOverLimit { load: a, .. }, Concern::LoadOverLimit { load: b, .. }) => b <= a,
        (
            Concern::DirectSwap {
                school: a,
                people: before,
            },
            Concern::DirectSwap {
                school: b,
                people: now,
            },
        ) => a == b && now.iter().all(|p| before.contains(p)),
        (a, b) => a == b,
    }
}

/// What speaks for a person whom the coordinator has chosen. Load is left out: only the whole cycle knows it.
pub(super) fn reasons_for(
    all: &CycleTeams,
    host: &Host,
    change: &Change,
    person: &PersonId,
) -> Vec<Reason> {
    let mut question = problem(all);
    let mut team = TeamDraft {
        host: host.school.to_string(),
        members: host
            .present()
            .map(|p| DraftMember {
                person: p.person.to_string(),
                lead: p.lead,
            })
            .collect(),
    };
    change.apply(&mut team);
    question.hosts.retain(|h| h.school == team.host);
    question.settings.team_size = u32::try_from(team.members.len()).unwrap_or(1);
    question.settings.min_team_size = 1;
    let role = |m: &DraftMember| {
        if m.lead {
            FixedRole::Lead
        } else {
            FixedRole::Either
        }
    };
    question.fixed = team
        .members
        .iter()
        .map(|m| Fixed {
            person: m.person.clone(),
            host: team.host.clone(),
            role: role(m),
        })
        .collect();
    let lead = team
        .members
        .iter()
        .any(|m| m.lead && m.person == person.as_str());
    let found = solve(&question)
        .ok()
        .and_then(|p| p.teams.into_iter().next());
    found
        .into_iter()
        .flat_map(|t| t.members)
        .filter(|m| m.person == person.as_str())
        .flat_map(|m| m.reasons)
        .filter(|r| match r {
            Reason::Fixed | Reason::WithinLoad { .. } => false,
            Reason::TrainedLead | Reason::OnlyPossibleLead => lead,
            _ => true,
        })
        .collect()
}
