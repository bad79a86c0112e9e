//! What stands around a strand's form: who has it, whether it is ready, last cycle's text, and saving by itself.

use crate::error::Error;
use crate::http::ctx::User;
use crate::http::page::moment;
use crate::state::App;
use crate::usecases::self_reviews::{self as uc, ReadAll};
use ::app::pages::self_reviews as pages;
use domain::forms::LONG_TEXT;
use domain::framework::StrandCode;
use domain::self_reviews::Judgement;

/// `open`: the strand can be changed. `plain`: the page shows what is saved, and nothing typed that was refused; only
/// then may it save by itself, since otherwise it would decide what the person has been asked.
pub(super) async fn desk(
    app: &App,
    user: &User,
    own: &ReadAll,
    code: StrandCode,
    open: bool,
    plain: bool,
) -> Result<pages::Desk, Error> {
    let work = own.work(code);
    let holder = match work.and_then(|w| w.person.as_ref()) {
        Some((id, _)) if *id == user.actor.person => {
            "You have this strand. Mark it as ready when the headteacher can read it.".to_owned()
        }
        Some((_, name)) if open => {
            format!("{name} has this strand. You can write in it too: speak to {name} first.")
        }
        Some((_, name)) => format!("{name} had this strand."),
        None => String::new(),
    };
    let ready = work
        .and_then(|w| w.ready.as_ref())
        .map(|(name, at)| format!("Marked as ready by {name} at {}.", moment(*at)))
        .unwrap_or_default();
    let earlier = match open {
        true => uc::find_earlier(app, user, &own.review).await?,
        false => None,
    };
    let empty = own
        .entry(code)
        .is_none_or(|e| e.narrative.is_empty() && e.judgement != Judgement::NotExplored);
    let earlier = earlier.and_then(|earlier| {
        let entry = earlier.text(code)?;
        Some(pages::EarlierText {
            cycle: earlier.cycle.clone(),
            // The number alone: another version of the framework may have other names.
            judgement: match entry.judgement {
                Judgement::Open => String::new(),
                Judgement::NotExplored => "Not explored".to_owned(),
                Judgement::Level(level) => format!("Level {}", level.number()),
            },
            saved: format!("Saved by {} at {}", entry.saved_by, moment(entry.saved_at)),
            narrative: entry.narrative.clone(),
            can_start: empty,
        })
    });
    let address = format!(
        "/reviews/{}/self-review/{code}/autosave",
        own.review.facts.id
    );
    Ok(pages::Desk {
        holder,
        ready,
        earlier,
        autosave: plain.then_some(address),
        most: u32::try_from(LONG_TEXT).unwrap_or(u32::MAX),
    })
}
