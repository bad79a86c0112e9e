//! Teams in the making, with their cost kept up to date at every change.

use super::model::Model;

/// What an answer costs, in [`super::COST_OF_A_POINT`]; what is broken that must never be costs more than all else.
pub(super) type Cost = i64;

/// Who is in which team so far. Everything is by number, as in the [`Model`].
#[derive(Clone)]
pub(super) struct Teams<'m> {
    pub(super) model: &'m Model<'m>,
    members: Vec<Vec<usize>>,
    load: Vec<u32>,
    /// How many people from one host (the row) visit another (the column).
    visits: Vec<u32>,
    /// How many visits a reviewer (the row) has on an agreed day (the column).
    on_day: Vec<u32>,
    cost: Cost,
}

impl<'m> Teams<'m> {
    /// Teams that hold what is fixed and nobody else.
    pub(super) fn with_fixed(model: &'m Model<'m>) -> Self {
        let hosts = model.hosts.len();
        let mut teams = Self {
            model,
            members: vec![Vec::new(); hosts],
            load: vec![0; model.reviewers.len()],
            visits: vec![0; hosts * hosts],
            on_day: vec![0; model.reviewers.len() * model.days],
            cost: 0,
        };
        for host in 0..hosts {
            teams.cost += teams.host_cost(host);
        }
        for host in 0..hosts {
            for (reviewer, _) in model.fixed(host) {
                teams.put(host, teams.members[host].len(), reviewer);
            }
        }
        teams
    }

    pub(super) fn cost(&self) -> Cost {
        self.cost
    }

    pub(super) fn members(&self, host: usize) -> &[usize] {
        &self.members[host]
    }

    pub(super) fn load(&self, reviewer: usize) -> u32 {
        self.load[reviewer]
    }

    /// Whether the hard rules let this person join this team as it stands.
    pub(super) fn may_join(&self, host: usize, reviewer: usize) -> bool {
        self.model.facts(host, reviewer).allowed && !self.members[host].contains(&reviewer)
    }

    pub(super) fn has_lead(&self, host: usize) -> bool {
        self.members[host]
            .iter()
            .any(|reviewer| self.model.facts(host, *reviewer).can_lead)
    }

    /// Whether the member at this place may go, as far as being fixed matters.
    pub(super) fn is_free(&self, host: usize, place: usize) -> bool {
        let reviewer = self.members[host][place];
        self.model.facts(host, reviewer).fixed.is_none()
    }

    /// Adds a person at a place of the team.
    pub(super) fn put(&mut self, host: usize, place: usize, reviewer: usize) {
        self.cost -= self.touched(host, reviewer);
        self.move_in(host, place, reviewer);
        self.cost += self.touched(host, reviewer);
    }

    /// Takes the person at a place of the team out of it.
    pub(super) fn take(&mut self, host: usize, place: usize) -> usize {
        let reviewer = self.members[host][place];
        self.cost -= self.touched(host, reviewer);
        self.move_out(host, place);
        self.cost += self.touched(host, reviewer);
        reviewer
    }

    /// What the whole would cost with one person more in this team.
    pub(super) fn cost_with(&mut self, host: usize, reviewer: usize) -> Cost {
        let before = self.cost;
        let place = self.members[host].len();
        self.put(host, place, reviewer);
        self.move_out(host, place);
        std::mem::replace(&mut self.cost, before)
    }

    /// What a visit of this host by this person would cost beside the pair itself: one visit more, one more on the day,
    /// and the swaps that it makes.
    pub(super) fn one_more(&self, host: usize, reviewer: usize) -> Cost {
        let model = self.model;
        let mut cost = model.one_more(reviewer, self.load[reviewer]);
        if let Some(day) = model.day[host]
            && self.on_day[reviewer * model.days + day] > 0
        {
            cost += model.price.same_day;
        }
        let hosts = model.hosts.len();
        for home in &model.homes[reviewer] {
            if self.visits[home * hosts + host] < self.visits[host * hosts + home] {
                cost += model.price.swap;
            }
        }
        cost
    }

    fn move_in(&mut self, host: usize, place: usize, reviewer: usize) {
        self.members[host].insert(place, reviewer);
        self.load[reviewer] += 1;
        if let Some(day) = self.model.day[host] {
            self.on_day[reviewer * self.model.days + day] += 1;
        }
        for home in &self.model.homes[reviewer] {
            self.visits[home * self.model.hosts.len() + host] += 1;
        }
    }

    fn move_out(&mut self, host: usize, place: usize) {
        let reviewer = self.members[host].remove(place);
        self.load[reviewer] -= 1;
        if let Some(day) = self.model.day[host] {
            self.on_day[reviewer * self.model.days + day] -= 1;
        }
        for home in &self.model.homes[reviewer] {
            self.visits[home * self.model.hosts.len() + host] -= 1;
        }
    }

    /// The parts of the cost that change when this person joins or leaves this team.
    fn touched(&self, host: usize, reviewer: usize) -> Cost {
        self.host_cost(host) + self.person_cost(host, reviewer)
    }

    /// The load of the person, the visits on this host's day, and the swaps between this host and the person's own.
    fn person_cost(&self, host: usize, reviewer: usize) -> Cost {
        let model = self.model;
        let mut cost = self.load_cost(reviewer);
        if let Some(day) = model.day[host] {
            let visits = self.on_day[reviewer * model.days + day];
            cost += i64::from(visits.saturating_sub(1)) * model.price.same_day;
        }
        let hosts = model.hosts.len();
        for home in &model.homes[reviewer] {
            let there = self.visits[home * hosts + host];
            let back = self.visits[host * hosts + home];
            cost += model.price.swap * i64::from(there.min(back));
        }
        cost
    }

    fn host_cost(&self, host: usize) -> Cost {
        let (model, price) = (self.model, &self.model.price);
        let members = &self.members[host];
        let mut cost = price.small_team * short(model.target, members.len());
        let (mut focus, mut kept) = (0_u64, 0);
        let mut knows_phase = model.hosts[host].phase.is_none();
        for reviewer in members {
            let facts = model.facts(host, *reviewer);
            cost += facts.cost;
            focus |= facts.focus;
            knows_phase |= facts.knows_phase;
            kept += usize::from(facts.before);
        }
        if !knows_phase {
            cost += price.phase_missing;
        }
        let wanted = model.hosts[host].focus_strands.len().min(64);
        cost += price.focus_missed * short(wanted, focus.count_ones() as usize);
        cost + price.kept * short(model.before[host], kept)
    }

    fn load_cost(&self, reviewer: usize) -> Cost {
        let price = &self.model.price;
        let load = self.load[reviewer];
        let over = load.saturating_sub(self.model.reviewers[reviewer].max_load);
        let load = i64::from(load);
        i64::from(over) * price.over_limit + load * (load - 1) * price.uneven
    }
}

/// How many are missing of what is wanted.
fn short(wanted: usize, there: usize) -> i64 {
    i64::try_from(wanted.saturating_sub(there)).unwrap_or(i64::MAX / 1_000_000_000)
}
