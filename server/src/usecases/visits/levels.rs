//! Levels of school, reviewers and team side by side, and what of them a reader may see yet.

use super::{Loaded, first_save, load_framework, load_review};
use crate::error::Error;
use crate::http::ctx::User;
use crate::state::App;
use crate::usecases::personal_data::record;
use crate::usecases::reviews::proposed_dates::comes;
use crate::usecases::stop_repeated;
use domain::forms::{RawForm, Reader};
use domain::framework::{Framework, Level, StrandCode};
use domain::ids::{PersonId, ReviewId};
use domain::personal_data;
use domain::policy::{self, ReviewRelation, act};
use domain::states::ReviewState;
use domain::visits::levels::{Given, divergence, needs_reason, of_one_mind, sees_other_levels};
use std::collections::BTreeSet;
use store::Write;
use store::discussions::{self, AgreedLevel, Levels, NewLevel, PeerLevel};
use store::reviews::Review;
use store::visits::{StrandEntry, while_in};

/// In which states levels are agreed: those of the policy.
const AGREEING: &[ReviewState] = &[ReviewState::Visited, ReviewState::Drafting];

/// The levels of one strand, as far as the reader may see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrandLevels {
    /// The strand.
    pub strand: StrandCode,
    /// True when the reader has to give the own level first; then only that one stands below.
    pub hidden: bool,
    /// The school's own.
    pub own: Given,
    /// Those of single reviewers.
    pub peers: Vec<PeerLevel>,
    /// The team's.
    pub agreed: Option<AgreedLevel>,
    /// How they differ, in words.
    pub differences: Vec<String>,
}

impl StrandLevels {
    /// What the reviewers have given.
    pub fn given(&self) -> Vec<Given> {
        self.peers.iter().map(|p| p.given).collect()
    }

    /// What the team agrees on.
    pub fn agreed_level(&self) -> Given {
        self.agreed.as_ref().map_or(Given::Nothing, |a| a.given)
    }
}

/// Every strand with its levels.
#[derive(Debug)]
pub struct SideBySide {
    /// Review and framework.
    pub loaded: Loaded,
    /// In the order of the framework.
    pub strands: Vec<StrandLevels>,
    /// True for a member of the team, who sees who gave which level.
    pub team: bool,
}

impl SideBySide {
    /// The strand of this code.
    pub fn strand(&self, code: StrandCode) -> Option<&StrandLevels> {
        self.strands.iter().find(|s| s.strand == code)
    }

    /// Strands that wait for the team's level though school and all reviewers are of one mind.
    pub fn of_one_mind(&self) -> Vec<(StrandCode, Level)> {
        let members = comes(&self.loaded.review).count();
        self.strands
            .iter()
            .filter(|s| s.agreed_level() == Given::Nothing && !s.hidden)
            .filter_map(|s| Some((s.strand, of_one_mind(s.own, &s.given(), members)?)))
            .collect()
    }
}

fn in_team(user: &User, review: &Review) -> bool {
    let relations = review.facts.relations(&user.actor);
    relations.contains(&ReviewRelation::Lead) || relations.contains(&ReviewRelation::Reviewer)
}

fn own_of(levels: &Levels, person: &PersonId, strand: StrandCode) -> Given {
    levels
        .peers
        .iter()
        .find(|p| p.person == *person && p.strand == strand)
        .map_or(Given::Nothing, |p| p.given)
}

/// True when this reader may not see the levels of others in this strand yet.
fn is_hidden(user: &User, review: &Review, levels: &Levels, strand: StrandCode) -> bool {
    let own = own_of(levels, &user.actor.person, strand);
    in_team(user, review) && !sees_other_levels(review.own_levels_first, own, review.facts.state)
}

pub(super) fn side_by_side(
    user: &User,
    review: &Review,
    framework: &Framework,
    levels: &Levels,
) -> Vec<StrandLevels> {
    framework
        .strands()
        .map(|s| {
            let hidden = is_hidden(user, review, levels, s.code);
            let mut out = StrandLevels {
                strand: s.code,
                hidden,
                own: Given::Nothing,
                peers: levels
                    .peers
                    .iter()
                    .filter(|p| p.strand == s.code)
                    .filter(|p| !hidden || p.person == user.actor.person)
                    .cloned()
                    .collect(),
                agreed: None,
                differences: Vec::new(),
            };
            if !hidden {
                out.own = levels
                    .own
                    .iter()
                    .find(|(code, _)| *code == s.code)
                    .map_or(Given::Nothing, |(_, given)| *given);
                out.agreed = levels.agreed.iter().find(|a| a.strand == s.code).cloned();
                out.differences = divergence(out.own, &out.given(), out.agreed_level());
            }
            out
        })
        .collect()
}

/// Takes out of the school's entries the levels that this reader may not see yet; the strands of which it did. Costs a
/// query only where the cycle asks reviewers for their own level first.
pub(in crate::usecases) async fn hide_levels(
    app: &App,
    user: &User,
    review: &Review,
    framework: &Framework,
    entries: &mut [StrandEntry],
) -> Result<BTreeSet<StrandCode>, Error> {
    if !(review.own_levels_first && review.facts.levels && in_team(user, review)) {
        return Ok(BTreeSet::new());
    }
    let levels = app.store.find_levels(&review.facts.id).await?;
    let hidden: BTreeSet<StrandCode> = framework
        .strands()
        .map(|s| s.code)
        .filter(|code| is_hidden(user, review, &levels, *code))
        .collect();
    for entry in entries.iter_mut().filter(|e| hidden.contains(&e.strand)) {
        entry.level = None;
        entry.not_explored = false;
    }
    Ok(hidden)
}

/// Every level that the reader may see.
pub async fn read_levels(app: &App, user: &User, id: &ReviewId) -> Result<SideBySide, Error> {
    let review = load_review(app, user, id).await?;
    policy::review::<act::ReadLevels>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let levels = app.store.find_levels(id).await?;
    let mut strands = side_by_side(user, &review, &framework, &levels);
    let team = in_team(user, &review);
    if !team {
        for agreed in strands.iter_mut().filter_map(|s| s.agreed.as_mut()) {
            // Written when the team was promised to be its only reader.
            if !agreed.for_school {
                agreed.reason.clear();
            }
        }
    }
    Ok(SideBySide {
        loaded: Loaded { review, framework },
        strands,
        team,
    })
}

/// One of the four levels, or "not explored" (`Some(None)`).
pub(super) fn read_level(reader: &mut Reader<'_>) -> Option<Option<Level>> {
    let level = match reader.raw().get("level") {
        "not_explored" => Some(None),
        number => number
            .parse::<u8>()
            .ok()
            .and_then(|n| Level::try_from(n).ok())
            .map(Some),
    };
    if level.is_none() {
        reader.error(
            "level",
            "Choose a level, or say that the strand was not explored",
        );
    }
    level
}

/// Saves the level on which the team agrees, by its lead. A reason is asked for where it differs from the school's own
/// or from the middle of the reviewers'.
pub async fn set_agreed_level(
    app: &App,
    user: &User,
    id: &ReviewId,
    strand: StrandCode,
    form: &RawForm,
) -> Result<(), Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::SetAgreedLevels>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let levels = app.store.find_levels(id).await?;
    let strands = side_by_side(user, &review, &framework, &levels);
    let current = strands
        .iter()
        .find(|s| s.strand == strand)
        .ok_or(Error::NotFound)?;
    if current.hidden {
        return Err(Error::Forbidden(
            "Give your own level for this strand first. Then you see the others’ and can agree one."
                .into(),
        ));
    }
    let mut reader = Reader::new(form);
    let level = read_level(&mut reader);
    let reason = reader.optional_text("reason");
    let agreed = Given::from_parts(level.flatten(), level == Some(None));
    if reason.is_empty() && needs_reason(current.own, &current.given(), agreed) {
        reader.error(
            "reason",
            "This differs from the school’s own level or from the middle of the reviewers’. Say why in a sentence",
        );
    }
    let accepted = personal_data::ask(&mut reader, &["reason"]);
    let seen = reader.version();
    let level = reader.finish(level)?;
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, AGREEING));
    let new = NewLevel {
        strand,
        level,
        reason,
        seen,
    };
    write.push(discussions::set_agreed_level(&permit, &new, user.now));
    write.audit("agreed a level", format!("review:{id}"), strand);
    record(&mut write, &accepted, format!("review:{id}"));
    write.once(
        form.get("form_key"),
        &format!("/reviews/{id}/discussion/{strand}"),
    );
    app.store.commit(write).await.map_err(first_save)
}

/// Agrees every strand in which school and all reviewers are of one mind; how many.
pub async fn agree_where_of_one_mind(
    app: &App,
    user: &User,
    id: &ReviewId,
    form: &RawForm,
) -> Result<usize, Error> {
    stop_repeated(app, form).await?;
    let review = load_review(app, user, id).await?;
    let permit = policy::review::<act::SetAgreedLevels>(&user.actor, &review.facts)?;
    let framework = load_framework(app, &review).await?;
    let levels = app.store.find_levels(id).await?;
    let strands = side_by_side(user, &review, &framework, &levels);
    let found = SideBySide {
        loaded: Loaded { review, framework },
        strands,
        team: true,
    };
    let list = found.of_one_mind();
    if list.is_empty() {
        return Ok(0);
    }
    let mut write = Write::new(&user.meta());
    write.push(while_in(&permit, AGREEING));
    for (strand, level) in &list {
        let new = NewLevel {
            strand: *strand,
            level: Some(*level),
            reason: String::new(),
            seen: 0,
        };
        write.push(discussions::set_agreed_level(&permit, &new, user.now));
    }
    write.audit(
        "agreed levels of one mind",
        format!("review:{id}"),
        list.len(),
    );
    write.once(form.get("form_key"), &format!("/reviews/{id}/discussion"));
    app.store.commit(write).await.map_err(first_save)?;
    Ok(list.len())
}
