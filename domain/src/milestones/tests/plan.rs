use std::collections::BTreeMap;

use proptest::prelude::*;

use super::{calendar, closed, date, day};
use crate::calendar::WorkingCalendar;
use crate::milestones::{MilestoneDates, MilestoneKey, MilestonePlan, OffsetError, PlanErrors};

fn typed(changes: &[(MilestoneKey, &str)]) -> Result<MilestonePlan, PlanErrors> {
    let mut texts: BTreeMap<MilestoneKey, String> = MilestoneKey::ALL
        .into_iter()
        .map(|key| (key, key.default_offset().to_string()))
        .collect();
    for (key, text) in changes {
        texts.insert(*key, (*text).to_owned());
    }
    MilestonePlan::parse(|key| texts.get(&key).map(String::as_str))
}

fn faults(changes: &[(MilestoneKey, &str)]) -> Vec<(MilestoneKey, OffsetError)> {
    typed(changes).unwrap_err().0.into_iter().collect()
}

#[test]
fn keys_are_written_and_read_alike_everywhere() {
    for key in MilestoneKey::ALL {
        assert_eq!(key.as_str().parse(), Ok(key));
        let stored = toml::Value::try_from(key).unwrap();
        assert_eq!(stored.as_str(), Some(key.as_str()));
    }
    assert!("visits".parse::<MilestoneKey>().is_err());
    assert!(MilestoneKey::ALL.is_sorted());
}

#[test]
fn the_default_plan_keeps_its_own_rules() {
    assert_eq!(typed(&[]), Ok(MilestonePlan::default()));
    let offsets: Vec<i32> = MilestoneKey::ALL
        .into_iter()
        .map(|key| MilestonePlan::default().offset(key))
        .collect();
    assert_eq!(
        offsets,
        [-40, -30, -15, -10, -5, -3, 0, 5, 7, 10, 15, 30, 60]
    );
}

#[test]
fn numbers_are_read_as_people_type_them() {
    let plan = typed(&[
        (MilestoneKey::Briefing, " −2 "),
        (MilestoneKey::DraftReport, "+6"),
        (MilestoneKey::Visit, ""),
    ])
    .unwrap();
    assert_eq!(plan.offset(MilestoneKey::Briefing), -2);
    assert_eq!(plan.offset(MilestoneKey::DraftReport), 6);
    assert_eq!(plan.offset(MilestoneKey::Visit), 0);
}

#[test]
fn every_fault_is_told_at_its_milestone() {
    use MilestoneKey::{ActionPlan, Briefing, ImpactReview, Questions, ReportFinal, Visit};
    assert_eq!(
        faults(&[
            (Questions, ""),
            (Briefing, "three"),
            (Visit, "1"),
            (ReportFinal, "6"),
            (ImpactReview, "251"),
        ]),
        [
            (Questions, OffsetError::Missing),
            (Briefing, OffsetError::NotANumber),
            (Visit, OffsetError::VisitNotZero),
            (
                ReportFinal,
                OffsetError::BeforePrevious(MilestoneKey::QualityAssurance)
            ),
            (ImpactReview, OffsetError::OutOfRange),
        ]
    );
    for (text, error) in [
        ("1.5", OffsetError::NotANumber),
        ("--5", OffsetError::NotANumber),
        ("99999999999999999999", OffsetError::OutOfRange),
    ] {
        assert_eq!(
            faults(&[(ActionPlan, text)]),
            [(ActionPlan, error)],
            "{text}"
        );
    }
}

#[test]
fn steps_may_share_a_day_but_none_overtakes_another() {
    assert!(typed(&[(MilestoneKey::Briefing, "0")]).is_ok());
    assert_eq!(
        faults(&[(MilestoneKey::Briefing, "1")]),
        [(
            MilestoneKey::Visit,
            OffsetError::BeforePrevious(MilestoneKey::Briefing)
        )]
    );
}

#[test]
fn dates_are_counted_in_working_days_around_the_visit() {
    let cal = WorkingCalendar::england().with_closed(&[closed(day(2027, 2, 15), day(2027, 2, 19))]);
    let dates = MilestonePlan::default().dates(&cal, day(2027, 2, 24));
    let expected = [
        (MilestoneKey::TeamAndDate, day(2026, 12, 18)),
        (MilestoneKey::SelfReviewSubmitted, day(2027, 2, 10)),
        (MilestoneKey::Briefing, day(2027, 2, 12)),
        (MilestoneKey::Visit, day(2027, 2, 24)),
        (MilestoneKey::DraftReport, day(2027, 3, 3)),
        (MilestoneKey::ReportFinal, day(2027, 3, 10)),
        // Good Friday and Easter Monday lie between.
        (MilestoneKey::ProgressUpdate, day(2027, 4, 9)),
    ];
    for (key, date) in expected {
        assert_eq!(dates.get(key), Some(date), "{key}");
    }
}

#[test]
fn a_visit_on_a_day_off_keeps_its_date() {
    let saturday = day(2027, 1, 16);
    let dates = MilestonePlan::default().dates(&WorkingCalendar::england(), saturday);
    assert_eq!(dates.get(MilestoneKey::Visit), Some(saturday));
    assert_eq!(dates.get(MilestoneKey::Briefing), Some(day(2027, 1, 13)));
    assert_eq!(dates.get(MilestoneKey::DraftReport), Some(day(2027, 1, 22)));
}

#[test]
fn plans_and_dates_are_stored_as_maps_and_checked_when_read() {
    let plan = MilestonePlan::default();
    let text = toml::to_string(&plan).unwrap();
    assert!(text.contains("self_review_opens = -30"), "{text}");
    assert_eq!(toml::from_str::<MilestonePlan>(&text).unwrap(), plan);
    let broken = text.replace("visit = 0", "visit = 2");
    let error = toml::from_str::<MilestonePlan>(&broken).unwrap_err();
    assert!(
        error.to_string().contains("the visit must be at 0"),
        "{error}"
    );
    let dates = plan.dates(&WorkingCalendar::england(), day(2027, 2, 24));
    let text = toml::to_string(&dates).unwrap();
    assert_eq!(toml::from_str::<MilestoneDates>(&text).unwrap(), dates);
}

proptest! {
    #[test]
    fn dates_stand_in_the_order_of_the_milestones(cal in calendar(), visit in date()) {
        let dates = MilestonePlan::default().dates(&cal, visit);
        prop_assert!(dates.iter().is_sorted_by_key(|(_, date)| date));
        for (key, date) in dates.iter() {
            prop_assert!(key == MilestoneKey::Visit || cal.is_working(date));
        }
    }

    #[test]
    fn a_plan_is_accepted_exactly_if_it_keeps_the_rules(offsets in prop::array::uniform13(-4_i32..4)) {
        let map: BTreeMap<MilestoneKey, i32> = MilestoneKey::ALL.into_iter().zip(offsets).collect();
        let kept = offsets.is_sorted() && offsets[6] == 0;
        prop_assert_eq!(MilestonePlan::new(&map).is_ok(), kept);
        let mut sorted = offsets;
        sorted.sort_unstable();
        sorted[6] = 0;
        for days in &mut sorted[..6] { *days = (*days).min(0); }
        for days in &mut sorted[7..] { *days = (*days).max(0); }
        let map: BTreeMap<MilestoneKey, i32> = MilestoneKey::ALL.into_iter().zip(sorted).collect();
        prop_assert_eq!(MilestonePlan::new(&map).map(BTreeMap::from), Ok(map));
    }
}
