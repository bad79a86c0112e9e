//! The best answer of a small problem, proven: the whole of it as an integer programme, with swaps and days.
//!
//! For problems of a usual partnership, where the bound of `bound` leaves a gap that is only due to what it leaves out.

use std::collections::BTreeMap;
use std::time::Duration;

use good_lp::solvers::microlp::microlp;
use good_lp::solvers::{SolutionStatus, WithTimeLimit};
use good_lp::{
    Constraint, Expression, Solution, SolverModel, Variable, VariableDefinition,
    WithInitialSolution, constraint, variable, variables,
};

use super::COST_OF_A_POINT;
use super::model::Model;
use super::teams::{Cost, Teams};

/// The most pairs for which the programme is tried.
pub(super) const MOST_PAIRS: usize = 1_200;

/// How many pairs can be chosen.
pub(super) fn free_pairs(model: &Model) -> usize {
    (0..model.hosts.len())
        .map(|host| {
            (0..model.reviewers.len())
                .filter(|r| model.facts(host, *r).allowed && model.facts(host, *r).fixed.is_none())
                .count()
        })
        .sum()
}

fn points(cost: Cost) -> f64 {
    cost as f64 / COST_OF_A_POINT as f64
}

/// The programme in the making.
struct Programme<'m> {
    model: &'m Model<'m>,
    vars: good_lp::ProblemVariables,
    objective: Expression,
    constraints: Vec<Constraint>,
    chosen: BTreeMap<(usize, usize), Variable>,
    start: Vec<(Variable, f64)>,
}

/// The members of the best teams that the time allows, by host, and whether it is proven that none are better.
pub(super) fn best_teams(teams: &Teams, time: Duration) -> Option<(Vec<Vec<usize>>, bool)> {
    let model = teams.model;
    let mut programme = Programme {
        model,
        vars: variables!(),
        objective: Expression::from(0.0),
        constraints: Vec::new(),
        chosen: BTreeMap::new(),
        start: Vec::new(),
    };
    for host in 0..model.hosts.len() {
        programme.team(host, teams);
    }
    for reviewer in 0..model.reviewers.len() {
        programme.load(reviewer);
    }
    programme.swaps(teams);
    let Programme {
        vars,
        objective,
        constraints,
        chosen,
        start,
        ..
    } = programme;
    let mut solver = vars.minimise(objective).using(microlp);
    for constraint in constraints {
        solver.add_constraint(constraint);
    }
    let solver = solver
        .with_initial_solution(start)
        .with_time_limit(time.as_secs_f64());
    let solution = solver.solve().ok()?;
    let proven = matches!(solution.status(), SolutionStatus::Optimal);
    let mut found: Vec<Vec<usize>> = (0..model.hosts.len())
        .map(|host| model.fixed(host).map(|(reviewer, _)| reviewer).collect())
        .collect();
    for ((host, reviewer), var) in chosen {
        if solution.value(var) > 0.5 {
            found[host].push(reviewer);
        }
    }
    Some((found, proven))
}

impl Programme<'_> {
    fn binary(&mut self, start: bool) -> Variable {
        let var = self.vars.add(variable().binary());
        self.start.push((var, f64::from(u8::from(start))));
        var
    }

    /// A quantity from nothing upward that costs so much each.
    fn cost(&mut self, each: Cost, definition: VariableDefinition) -> Variable {
        let var = self.vars.add(definition);
        self.objective += points(each) * var;
        var
    }

    fn at_least(&mut self, left: Expression, right: f64) {
        self.constraints.push(constraint!(left >= right));
    }

    /// The people of one team: whoever is fixed, and whoever is chosen.
    fn team(&mut self, host: usize, teams: &Teams) {
        let (model, price) = (self.model, self.model.price);
        let mut all = Expression::from(0.0);
        let (mut lead, mut phase) = (Expression::from(0.0), Expression::from(0.0));
        let wanted = model.hosts[host].focus_strands.len().min(64);
        let mut focus = vec![Expression::from(0.0); wanted];
        let no_phase = model.hosts[host].phase.is_none();
        let mut fixed = 0_usize;
        for reviewer in 0..model.reviewers.len() {
            let facts = model.facts(host, reviewer);
            let member: Expression = if facts.fixed.is_some() {
                fixed += 1;
                Expression::from(1.0)
            } else if facts.allowed {
                let var = self.binary(teams.members(host).contains(&reviewer));
                self.chosen.insert((host, reviewer), var);
                let kept = if facts.before { price.kept } else { 0 };
                self.objective += points(facts.cost - kept) * var;
                Expression::from(var)
            } else {
                continue;
            };
            all += member.clone();
            if facts.can_lead {
                lead += member.clone();
            }
            if facts.knows_phase {
                phase += member.clone();
            }
            for (at, strand) in focus.iter_mut().enumerate() {
                if facts.focus >> at & 1 == 1 {
                    *strand += member.clone();
                }
            }
        }
        let most = model.target.max(fixed) as f64;
        self.constraints.push(constraint!(all.clone() <= most));
        self.at_least(all.clone(), model.least as f64);
        self.at_least(lead, 1.0);
        let small = self.cost(price.small_team, variable().min(0.0));
        self.at_least(all + small, model.target as f64);
        if !no_phase {
            let missing = self.cost(price.phase_missing, variable().min(0.0));
            self.at_least(phase + missing, 1.0);
        }
        for strand in focus {
            let missed = self.cost(price.focus_missed, variable().min(0.0));
            self.at_least(strand + missed, 1.0);
        }
    }

    /// The visits of one person: each costs at least as much as the one before, so they fill up in order.
    fn load(&mut self, reviewer: usize) {
        let model = self.model;
        let (mut visits, mut days) = (Expression::from(0.0), BTreeMap::new());
        let mut most = 0_u32;
        for host in 0..model.hosts.len() {
            let member: Expression = match self.chosen.get(&(host, reviewer)) {
                Some(var) => Expression::from(*var),
                None if model.facts(host, reviewer).fixed.is_some() => Expression::from(1.0),
                None => continue,
            };
            most += 1;
            visits += member.clone();
            if let Some(day) = model.day[host] {
                let on: &mut (Expression, u32) =
                    days.entry(day).or_insert((Expression::from(0.0), 0));
                on.0 += member;
                on.1 += 1;
            }
        }
        let mut counted = Expression::from(0.0);
        for load in 0..most {
            counted += self.cost(model.one_more(reviewer, load), variable().min(0.0).max(1.0));
        }
        self.at_least(counted - visits, 0.0);
        for (on, _) in days.into_values().filter(|(_, count)| *count > 1) {
            let twice = self.cost(model.price.same_day, variable().min(0.0));
            self.at_least(Expression::from(twice) - on, -1.0);
        }
    }

    /// For every two hosts the fewer of the visits in either direction, chosen by a binary.
    fn swaps(&mut self, teams: &Teams) {
        let model = self.model;
        if model.price.swap == 0 {
            return;
        }
        let between = |programme: &Self, from: usize, to: usize| {
            let (mut visits, mut most, mut now) = (Expression::from(0.0), 0.0, 0);
            for reviewer in 0..model.reviewers.len() {
                if !model.homes[reviewer].contains(&from) {
                    continue;
                }
                now += usize::from(teams.members(to).contains(&reviewer));
                if let Some(var) = programme.chosen.get(&(to, reviewer)) {
                    visits += *var;
                    most += 1.0;
                } else if model.facts(to, reviewer).fixed.is_some() {
                    visits += 1.0;
                    most += 1.0;
                }
            }
            (visits, most, now)
        };
        for one in 0..model.hosts.len() {
            for two in 0..one {
                let (there, most_there, now_there) = between(self, one, two);
                let (back, most_back, now_back) = between(self, two, one);
                if most_there == 0.0 || most_back == 0.0 {
                    continue;
                }
                let fewer_there = self.binary(now_there <= now_back);
                let swaps = self.cost(model.price.swap, variable().min(0.0));
                self.at_least(swaps - there - most_there * fewer_there, -most_there);
                self.at_least(swaps - back + most_back * fewer_there, 0.0);
            }
        }
    }
}
