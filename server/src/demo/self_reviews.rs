//! A self-review that several people write, and one of the year before to start from.

use crate::error::Error;
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use serde_json::json;
use std::collections::BTreeMap;
use store::Store;

#[derive(Deserialize)]
struct Earlier {
    text: String,
    level: i64,
}

/// Gives strands of Garth Meadow's self-review to its SENCO, and puts its self-review of a pilot cycle beside it.
pub(super) async fn add(store: &Store, now: DateTime<Utc>) -> Result<(), Error> {
    let earlier: BTreeMap<String, Earlier> = toml::from_str(include_str!("self_reviews.toml"))
        .map_err(|e| Error::Internal(e.to_string()))?;
    let day = |ago: i64| domain::calendar::london_date(now - Duration::days(ago)).to_string();
    let strands: Vec<_> = earlier
        .iter()
        .map(|(code, e)| {
            let place = code.replace('.', "-");
            json!({ "code": code, "place": place, "text": e.text, "level": e.level })
        })
        .collect();
    let values = json!({
        "now": now.to_rfc3339(), "saved": (now - Duration::days(330)).to_rfc3339(), "recent": (now - Duration::days(2)).to_rfc3339(),
        "starts": day(380), "from": day(340), "until": day(320), "ends": day(300), "strands": strands,
    });
    Ok(store
        .seed(include_str!("self_reviews.surql"), [("earlier", values)])
        .await?)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_text_belongs_to_a_strand_of_the_framework() {
        let five = domain::framework::parse(domain::framework::FIVE_PRINCIPLES).unwrap();
        let earlier: BTreeMap<String, Earlier> =
            toml::from_str(include_str!("self_reviews.toml")).unwrap();
        assert!(earlier.len() > 8);
        for (code, earlier) in earlier {
            assert!(five.strand(&code.parse().unwrap()).is_some(), "{code}");
            assert!((1..=4).contains(&earlier.level) && earlier.text.len() > 40);
        }
    }
}
