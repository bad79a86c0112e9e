//! What became of the last review of the same school: for the pack of the next one.

use super::{stored, strand};
use crate::{Result, Store, rid};
use domain::framework::StrandCode;
use domain::ids::ReviewId;
use domain::states::ActionState;
use surrealdb::types::SurrealValue;

/// An action of the last cycle, as far as the next team may know of it: nothing of cost, owner or updates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierAction {
    /// What was to be done.
    pub title: String,
    /// The strand, as the framework of that cycle numbers it.
    pub strand: StrandCode,
    /// How it stands; `ImpactEvidenced` where its impact was shown.
    pub state: ActionState,
}

/// The last cycle in which the school was reviewed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EarlierCycle {
    /// Its name.
    pub name: String,
    /// Its actions by strand.
    pub actions: Vec<EarlierAction>,
}

#[derive(SurrealValue)]
struct ActionRow {
    title: String,
    strand: String,
    state: String,
}

// A plan of another partnership stays there: its team was promised to be the only one to see anything of it.
const LAST: &str = "
    LET $me = (SELECT school, partnership, created_at FROM ONLY $review);
    LET $found = (SELECT id, cycle.name AS name, plan_agreed_at FROM review WHERE school = $me.school
        AND partnership = $me.partnership AND id != $review AND plan_agreed_at != NONE AND created_at < $me.created_at
        ORDER BY plan_agreed_at DESC LIMIT 1);
    RETURN $found[0].name;
    SELECT title, strand, state FROM action WHERE review = $found[0].id AND state != 'dropped' ORDER BY strand, title;";

impl Store {
    /// The actions that came out of the last review of this review's school in the same partnership, if it had a plan.
    pub async fn find_earlier_actions(&self, review: &ReviewId) -> Result<Option<EarlierCycle>> {
        let mut response = self.read(LAST, [("review", rid("review", review))]).await?;
        let name: Option<String> = response.take(2)?;
        let rows: Vec<ActionRow> = response.take(3)?;
        let Some(name) = name else { return Ok(None) };
        let actions = rows
            .into_iter()
            .map(|r| {
                Ok(EarlierAction {
                    title: r.title,
                    strand: strand(&r.strand)?,
                    state: stored(&r.state)?,
                })
            })
            .collect::<Result<_>>()?;
        Ok(Some(EarlierCycle { name, actions }))
    }
}
