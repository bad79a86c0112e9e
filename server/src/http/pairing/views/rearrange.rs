//! The page on which people are moved between teams.

use super::works_at;
use crate::usecases::pairing as uc;
use app::pages::pairing::wording;
use app::pages::pairing::{CheckView, RearrangeView};

pub(in crate::http::pairing) fn rearrange(
    board: &uc::Board,
    looked: Option<&uc::Looked>,
    outdated: bool,
) -> RearrangeView {
    let all = &board.teams;
    let mut places = Vec::new();
    let mut targets = Vec::new();
    for host in &all.hosts {
        targets.push((host.review.to_string(), format!("Join {}", host.name)));
        for place in host.present() {
            let value = format!("{} {}", host.review, place.person);
            let lead = if place.lead { ", lead" } else { "" };
            let from = all
                .reviewer(&place.person)
                .map(|r| works_at(all, r))
                .unwrap_or_default();
            places.push((
                value,
                format!("{} at {}{lead} ({from})", place.name, host.name),
            ));
        }
    }
    let swaps = places
        .iter()
        .map(|(value, text)| (value.clone(), format!("Change places with {text}")));
    targets.extend(swaps);
    RearrangeView {
        cycle: all.cycle_name.clone(),
        partnership: all.partnership_name.clone(),
        href: format!("/cycles/{}/pairing/move", all.cycle.id),
        board: format!("/cycles/{}/pairing", all.cycle.id),
        places,
        targets,
        check: looked.map(|looked| check(board, looked)),
        outdated,
    }
}

fn check(board: &uc::Board, looked: &uc::Looked) -> CheckView {
    let all = &board.teams;
    let person = |id: &domain::ids::PersonId| {
        let name = board.names.people.get(id.as_str());
        name.cloned().unwrap_or_else(|| id.to_string())
    };
    let school =
        |id: &domain::ids::ReviewId| all.host(id).map(|h| h.name.clone()).unwrap_or_default();
    let asked = &looked.asked;
    let (who, from, to) = (
        person(&asked.who.1),
        school(&asked.who.0),
        school(&asked.to),
    );
    let what = match &asked.back {
        Some(back) => format!(
            "{who} goes from {from} to {to}, and {} comes to {from}.",
            person(back)
        ),
        None => format!("{who} goes from {from} to {to}."),
    };
    let told = [
        (&asked.who.0, Some(&asked.who.1)),
        (&asked.to, asked.back.as_ref()),
    ]
    .into_iter()
    .filter_map(|(review, who)| {
        let place = all
            .host(review)?
            .present()
            .find(|p| Some(&p.person) == who)?;
        (place.state != domain::states::InvitationState::Planned).then(|| place.name.clone())
    })
    .map(|name| {
        format!("{name} has been asked already. They hear that they are no longer in the team.")
    })
    .collect();
    CheckView {
        what,
        told,
        refused: looked
            .judged
            .refused
            .iter()
            .map(|v| wording::violation(v, &board.names))
            .collect(),
        concerns: looked
            .judged
            .raised
            .iter()
            .map(|c| {
                let words = wording::concern(&c.concern, &board.names);
                let at = board
                    .names
                    .schools
                    .get(&c.host)
                    .cloned()
                    .unwrap_or_default();
                match c.person.as_ref().and_then(|p| board.names.people.get(p)) {
                    Some(name) => format!("{name} at {at}: {words}"),
                    None => format!("{at}: {words}"),
                }
            })
            .collect(),
    }
}
