//! Teams in the making, with their cost kept up to date at every change.

use super::model::Model;

/// What an answer costs: concerns first, and only between equals the aims.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Cost {
    /// Weight of all concerns.
    pub(super) concerns: u64,
    /// In metres; may be negative, since a focus that is met counts against travel.
    pub(super) aims: i64,
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.concerns += other.concerns;
        self.aims += other.aims;
    }

    fn subtract(&mut self, other: Self) {
        self.concerns -= other.concerns;
        self.aims -= other.aims;
    }
}

/// Who is in which team so far. Everything is by number, as in the [`Model`].
#[derive(Clone)]
pub(super) struct Teams<'m> {
    pub(super) model: &'m Model<'m>,
    members: Vec<Vec<usize>>,
    load: Vec<u32>,
    /// How many people from one host (the row) visit another (the column).
    visits: Vec<u32>,
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
            cost: Cost::default(),
        };
        for host in 0..hosts {
            teams.cost.add(teams.host_cost(host));
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
        self.cost.subtract(self.touched(host, reviewer));
        self.move_in(host, place, reviewer);
        self.cost.add(self.touched(host, reviewer));
    }

    /// Takes the person at a place of the team out of it.
    pub(super) fn take(&mut self, host: usize, place: usize) -> usize {
        let reviewer = self.members[host][place];
        self.cost.subtract(self.touched(host, reviewer));
        self.move_out(host, place);
        self.cost.add(self.touched(host, reviewer));
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

    /// The weight of all concerns in which this team has a part; 0 exactly if there are none. For ranking only, since
    /// those of the team are counted once for each member.
    pub(super) fn worry(&self, host: usize) -> u64 {
        self.members[host]
            .iter()
            .map(|reviewer| self.touched(host, *reviewer).concerns)
            .sum()
    }

    fn move_in(&mut self, host: usize, place: usize, reviewer: usize) {
        self.members[host].insert(place, reviewer);
        self.load[reviewer] += 1;
        for home in &self.model.homes[reviewer] {
            self.visits[home * self.model.hosts.len() + host] += 1;
        }
    }

    fn move_out(&mut self, host: usize, place: usize) {
        let reviewer = self.members[host].remove(place);
        self.load[reviewer] -= 1;
        for home in &self.model.homes[reviewer] {
            self.visits[home * self.model.hosts.len() + host] -= 1;
        }
    }

    /// The parts of the cost that change when this person joins or leaves this team.
    fn touched(&self, host: usize, reviewer: usize) -> Cost {
        let mut cost = self.host_cost(host);
        cost.add(self.load_cost(reviewer));
        let hosts = self.model.hosts.len();
        let swap = u64::from(self.model.problem.settings.weights.direct_swap);
        for home in &self.model.homes[reviewer] {
            let there = self.visits[home * hosts + host];
            let back = self.visits[host * hosts + home];
            cost.concerns += swap * u64::from(there.min(back));
        }
        cost
    }

    fn host_cost(&self, host: usize) -> Cost {
        let (model, settings) = (self.model, &self.model.problem.settings);
        let members = &self.members[host];
        let missing = model.target.saturating_sub(members.len()) as u64;
        let mut concerns = missing * u64::from(settings.weights.small_team);
        let (mut metres, mut focus) = (0_u64, 0_u64);
        let mut knows_phase = model.hosts[host].phase.is_none();
        for reviewer in members {
            let facts = model.facts(host, *reviewer);
            concerns += facts.weight;
            metres += facts.metres;
            focus |= facts.focus;
            knows_phase |= facts.knows_phase;
        }
        if !knows_phase {
            concerns += u64::from(settings.weights.phase_missing);
        }
        let met = i64::from(focus.count_ones()) * i64::from(settings.aims.focus_km) * 1000;
        Cost {
            concerns,
            aims: i64::try_from(metres).unwrap_or(i64::MAX / 2) - met,
        }
    }

    fn load_cost(&self, reviewer: usize) -> Cost {
        let settings = &self.model.problem.settings;
        let load = self.load[reviewer];
        let over = load.saturating_sub(self.model.reviewers[reviewer].max_load);
        Cost {
            concerns: u64::from(over) * u64::from(settings.weights.load_over_limit),
            aims: i64::from(load).pow(2) * i64::from(settings.aims.fairness_km) * 1000,
        }
    }
}
