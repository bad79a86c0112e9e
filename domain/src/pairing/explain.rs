//! The teams as an answer: who leads each, and what speaks for and against every pair.

use super::check::{TeamDraft, check};
use super::model::Model;
use super::teams::Teams;
use super::{Assignment, Concern, DraftMember, FixedRole, Pairing, Quality, Reason, Team};

/// The answer, with its teams in the order of the problem's hosts. Concerns come from [`check`], so that a coordinator
/// who changes nothing sees the same ones.
pub(super) fn answer(teams: &Teams, quality: Quality) -> Pairing {
    let model = teams.model;
    let leads = choose_leads(teams);
    let mut drafts: Vec<(TeamDraft, usize)> = (0..model.hosts.len())
        .map(|host| (draft(teams, host, leads[host]), host))
        .collect();
    let position = |school: &String| model.problem.hosts.iter().position(|h| h.school == *school);
    drafts.sort_by_key(|(draft, _)| position(&draft.host));
    let plain: Vec<TeamDraft> = drafts.iter().map(|(draft, _)| draft.clone()).collect();
    let found = check(model.problem, &plain);
    let concerns_of = |host: &String, person: Option<&String>| -> Vec<Concern> {
        found
            .concerns
            .iter()
            .filter(|raised| raised.host == *host && raised.person.as_ref() == person)
            .map(|raised| raised.concern.clone())
            .collect()
    };
    let answered = drafts
        .iter()
        .map(|(draft, host)| Team {
            host: draft.host.clone(),
            concerns: concerns_of(&draft.host, None),
            members: draft
                .members
                .iter()
                .map(|member| {
                    let concerns = concerns_of(&draft.host, Some(&member.person));
                    Assignment {
                        person: member.person.clone(),
                        lead: member.lead,
                        reasons: reasons(teams, *host, member, &concerns),
                        concerns,
                    }
                })
                .collect(),
        })
        .collect();
    let closed = model.problem.hosts.iter().filter(|host| !host.open);
    Pairing {
        teams: answered,
        closed: closed.map(|host| host.school.clone()).collect(),
        weight: found.weight,
        quality,
    }
}

/// The lead first, then by person.
fn draft(teams: &Teams, host: usize, lead: usize) -> TeamDraft {
    let mut members: Vec<usize> = teams.members(host).to_vec();
    members.sort_by_key(|reviewer| (*reviewer != lead, *reviewer));
    TeamDraft {
        host: teams.model.hosts[host].school.clone(),
        members: members
            .into_iter()
            .map(|reviewer| DraftMember {
                person: teams.model.reviewers[reviewer].person.clone(),
                lead: reviewer == lead,
            })
            .collect(),
    }
}

/// One lead for each team: whoever is fixed as such, or else so that leading is spread evenly, with a preference for
/// those who know the school's phase.
fn choose_leads(teams: &Teams) -> Vec<usize> {
    let model = teams.model;
    let options: Vec<Vec<usize>> = (0..model.hosts.len())
        .map(|host| lead_options(teams, host))
        .collect();
    let mut led = vec![0_u32; model.reviewers.len()];
    let mut leads = vec![usize::MAX; model.hosts.len()];
    let mut order: Vec<usize> = (0..model.hosts.len()).collect();
    order.sort_by_key(|host| (options[*host].len(), *host));
    // The second and later rounds let a choice that was early give way to those that came after it.
    for _ in 0..model.hosts.len().clamp(2, 20) {
        let before = leads.clone();
        for host in &order {
            if let Some(count) = led.get_mut(leads[*host]) {
                *count -= 1;
            }
            let best = options[*host].iter().min_by_key(|reviewer| {
                let knows = model.facts(*host, **reviewer).knows_phase;
                (led[**reviewer], !knows, **reviewer)
            });
            if let Some(best) = best {
                leads[*host] = *best;
                led[*best] += 1;
            }
        }
        if leads == before {
            break;
        }
    }
    leads
}

fn lead_options(teams: &Teams, host: usize) -> Vec<usize> {
    let fixed = teams
        .model
        .fixed(host)
        .find(|(_, role)| *role == FixedRole::Lead);
    if let Some((lead, _)) = fixed {
        return vec![lead];
    }
    let mut options: Vec<usize> = teams.members(host).to_vec();
    options.retain(|reviewer| teams.model.facts(host, *reviewer).can_lead);
    options.sort_unstable();
    options
}

fn reasons(teams: &Teams, host: usize, member: &DraftMember, concerns: &[Concern]) -> Vec<Reason> {
    let model = teams.model;
    let Some(at) = model
        .reviewers
        .iter()
        .position(|reviewer| reviewer.person == member.person)
    else {
        return Vec::new();
    };
    let (school, reviewer) = (model.hosts[host], model.reviewers[at]);
    let facts = model.facts(host, at);
    let mut reasons = Vec::new();
    if facts.fixed.is_some() {
        reasons.push(Reason::Fixed);
    }
    if member.lead {
        let only = model.possible_leads(host).count() == 1;
        reasons.push(if only {
            Reason::OnlyPossibleLead
        } else {
            Reason::TrainedLead
        });
    }
    if let Some(phase) = school.phase.as_ref().filter(|_| facts.knows_phase) {
        reasons.push(Reason::KnowsPhase {
            phase: phase.clone(),
        });
    }
    let mut strands = school.focus_strands.clone();
    strands.retain(|strand| reviewer.expertise_strands.contains(strand));
    if !strands.is_empty() {
        reasons.push(Reason::FocusExpertise { strands });
    }
    let raised = |keys: &[&str]| concerns.iter().any(|concern| keys.contains(&concern.key()));
    if let Some(day) = school.visit.and_then(super::Visit::agreed)
        && !raised(&["not_free", "same_day"])
    {
        reasons.push(Reason::FreeOnTheDay { day });
    }
    if let Some(metres) = super::rules::metres(school, reviewer)
        && !raised(&["distance_over_limit"])
    {
        reasons.push(Reason::Distance {
            km: metres.div_ceil(1000),
        });
    }
    if !raised(&[
        "same_trust",
        "same_federation",
        "declared_interest",
        "recent_post",
    ]) {
        reasons.push(Reason::Independent);
    }
    if visited_elsewhere(model, &reviewer.person) && !raised(&["same_pair_as_last_cycle"]) {
        reasons.push(Reason::NewToSchool);
    }
    if !raised(&["load_over_limit"]) {
        reasons.push(Reason::WithinLoad {
            load: teams.load(at),
            limit: reviewer.max_load,
        });
    }
    reasons
}

/// Whether the person visited any school in the cycle before.
fn visited_elsewhere(model: &Model, person: &String) -> bool {
    let mut visits = model.problem.last_cycle.iter();
    visits.any(|(visitor, _)| visitor == person)
}
